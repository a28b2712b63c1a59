import { describe, expect, it } from 'vitest';
import { PageMessages } from '../../renderer/bridge/page-messages.ts';
import type { PageMessage } from '../../shared/wire.ts';

function setUp() {
  const sent: PageMessage[] = [];
  return { sent, messages: new PageMessages((message) => sent.push(message)) };
}

const state = JSON.stringify({ type: 'state', state: { state: 'not-connected' } });

describe('PageMessages', () => {
  it('answers each call with its own result, in any order', async () => {
    const { sent, messages } = setUp();
    const first = messages.call('app.info', {});
    const second = messages.call('settings.get', {});
    const [a, b] = sent.map((message) => message.id);
    messages.receive({ type: 'result', id: b ?? 0, result: { ok: false, error: { kind: 'internal', message: 'b' } } });
    messages.receive({ type: 'result', id: a ?? 0, result: { ok: false, error: { kind: 'internal', message: 'a' } } });
    expect(await first).toMatchObject({ error: { message: 'a' } });
    expect(await second).toMatchObject({ error: { message: 'b' } });
  });

  it('grants one credit per event, after the listener has returned', () => {
    const { sent, messages } = setUp();
    const creditsSeen: number[] = [];
    messages.open('contexts.watch', {}, () => creditsSeen.push(sent.filter(({ type }) => type === 'credit').length));
    const id = sent[0]?.id ?? 0;
    for (let count = 0; count < 3; count++) messages.receive({ type: 'event', id, event: state });
    expect(creditsSeen).toEqual([0, 1, 2]);
    expect(sent.filter(({ type }) => type === 'credit')).toEqual([1, 2, 3].map(() => ({ type: 'credit', id, count: 1 })));
  });

  it('grants the credit although the listener threw', () => {
    const { sent, messages } = setUp();
    messages.open('contexts.watch', {}, () => {
      throw new Error('a defect of a screen');
    });
    expect(() => messages.receive({ type: 'event', id: sent[0]?.id ?? 0, event: state })).toThrow('a defect');
    expect(sent.at(-1)).toMatchObject({ type: 'credit', count: 1 });
  });

  it('delivers nothing after close, and nothing after end', () => {
    const { sent, messages } = setUp();
    const seen: string[] = [];
    const close = messages.open('contexts.watch', {}, (event) => seen.push(`first ${event.type}`));
    messages.open('contexts.watch', {}, (event) => seen.push(`second ${event.type}`));
    const [first = 0, second = 0] = sent.map((message) => message.id);
    close();
    close();
    messages.receive({ type: 'event', id: first, event: state });
    messages.receive({ type: 'event', id: second, event: JSON.stringify({ type: 'end', error: null }) });
    messages.receive({ type: 'event', id: second, event: state });
    expect(seen).toEqual(['second end']);
    expect(sent.filter(({ type }) => type === 'close')).toEqual([{ type: 'close', id: first }]);
    expect(sent.filter(({ type }) => type === 'credit')).toEqual([]);
  });

  it('ends a stream whose message is not JSON, and says so', () => {
    const { sent, messages } = setUp();
    const seen: unknown[] = [];
    messages.open('contexts.watch', {}, (event) => seen.push(event));
    messages.receive({ type: 'event', id: sent[0]?.id ?? 0, event: '{"type":' });
    expect(seen).toEqual([{ type: 'end', error: { kind: 'internal', message: expect.stringContaining('contexts.watch') } }]);
    expect(sent.at(-1)).toMatchObject({ type: 'close' });
  });

  it('opens its streams again under new ids after a reconnect, and the old close still closes', () => {
    const { sent, messages } = setUp();
    const seen: unknown[] = [];
    const close = messages.open('contexts.watch', {}, (event) => seen.push(event.type));
    const before = sent[0]?.id ?? 0;
    messages.reopenStreams();
    const after = sent.at(-1);
    expect(after).toMatchObject({ type: 'open', channel: 'contexts.watch' });
    expect(after?.id).not.toBe(before);
    messages.receive({ type: 'event', id: before, event: state });
    expect(seen).toEqual([]);
    messages.receive({ type: 'event', id: after?.id ?? 0, event: state });
    expect(seen).toEqual(['state']);
    close();
    expect(sent.at(-1)).toEqual({ type: 'close', id: after?.id });
  });

  it('fails waiting calls when the connection breaks', async () => {
    const { messages } = setUp();
    const answer = messages.call('app.info', {});
    messages.failCalls({ kind: 'internal', message: 'lost' });
    expect(await answer).toEqual({ ok: false, error: { kind: 'internal', message: 'lost' } });
  });
});
