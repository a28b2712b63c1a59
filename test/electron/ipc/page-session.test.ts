import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PageSession } from '../../../electron/ipc/page-session.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import { initialCredit, type MainMessage } from '../../../shared/wire.ts';
import { PlainServices, podsArguments } from './plain-services.ts';

function startPage() {
  const services = new PlainServices();
  const sent: MainMessage[] = [];
  const page = new PageSession(services.bus, (message) => sent.push(message));
  const events = (id: number) =>
    sent.flatMap((message) => (message.type === 'event' && message.id === id ? [JSON.parse(message.event)] : []));
  return { services, sent, page, events };
}

test('a call is answered under its id', async () => {
  const { page, sent } = startPage();
  page.receive({ type: 'call', id: 7, channel: 'app.info', args: {} });
  await expect.poll(() => sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ type: 'result', id: 7, result: { ok: true } });
});

test('closing the page closes all its streams and silences late answers', async () => {
  const { page, sent, services } = startPage();
  page.receive({ type: 'open', id: 1, channel: 'contexts.watch', args: {} });
  for (const id of [2, 3]) page.receive({ type: 'open', id, channel: 'rows.watch', args: podsArguments });
  expect(page.streamCount).toBe(3);
  page.receive({ type: 'call', id: 4, channel: 'app.info', args: {} });
  const before = sent.length;
  page.close();
  expect(page.streamCount).toBe(0);
  expect(services.contextStreams).toBe(0);
  expect(services.rowStreams.map((stream) => stream.closed)).toEqual([true, true]);
  services.rowStreams[0]?.write('{"type":"items","items":{}}');
  page.receive({ type: 'open', id: 5, channel: 'rows.watch', args: podsArguments });
  await Promise.resolve();
  await Promise.resolve();
  expect(sent).toHaveLength(before);
  expect(services.rowStreams).toHaveLength(2);
});

test('credit and close go to the stream they name; the body of an event passes unparsed', () => {
  const { page, sent, services } = startPage();
  page.receive({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  page.receive({ type: 'credit', id: 1, count: 3 });
  page.receive({ type: 'credit', id: 99, count: 3 });
  expect(services.rowStreams[0]?.credit).toBe(3);
  services.rowStreams[0]?.write('{"type":"items", not even json');
  expect(sent).toEqual([{ type: 'event', id: 1, event: '{"type":"items", not even json' }]);
  page.receive({ type: 'close', id: 1 });
  expect(services.rowStreams[0]?.closed).toBe(true);
  expect(page.streamCount).toBe(0);
});

test('a stream that ends is forgotten, and its source closed', () => {
  const { page, services } = startPage();
  page.receive({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  services.rowStreams[0]?.write('{"type":"end","error":null}');
  expect(page.streamCount).toBe(0);
  expect(services.rowStreams[0]?.closed).toBe(true);
});

test('an id that is open already ends both streams', () => {
  const { page, services, events } = startPage();
  page.receive({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  page.receive({ type: 'open', id: 1, channel: 'rows.watch', args: podsArguments });
  expect(events(1)).toEqual([{ type: 'end', error: { kind: 'internal', message: 'Stream 1 is open already.' } }]);
  expect(services.rowStreams.map((stream) => stream.closed)).toEqual([true]);
  expect(page.streamCount).toBe(0);
});

test('a page cannot open streams without bound', () => {
  const { page, events } = startPage();
  for (let id = 0; id < 2_001; id++) page.receive({ type: 'open', id, channel: 'rows.watch', args: podsArguments });
  expect(page.streamCount).toBe(2_000);
  expect(events(2_000)).toMatchObject([{ type: 'end', error: { message: 'Too many streams.' } }]);
});

test('anything at all may arrive: no throw, and an answer when it has an id', () => {
  const { page, sent } = startPage();
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (message) => page.receive(message)),
    { numRuns: 500 },
  );
  sent.length = 0;
  page.receive({ type: 'credit', id: 3, count: -1 });
  page.receive({ type: 'launch', id: 4 });
  page.receive({ type: 'call', id: 5, channel: 'x'.repeat(101), args: {} });
  expect(sent.map((message) => message.id)).toEqual([3, 4, 5]);
  for (const message of sent) expect(message).toMatchObject({ type: 'result', result: { ok: false, error: { kind: 'internal' } } });
});

test('contexts.watch: what is new is merged while the page has no credit', () => {
  const { page, services, events } = startPage();
  const status = (version: string) =>
    ({
      connected: true,
      freshness: { state: 'not-connected' },
      version,
      problems: null,
      clusterUid: null,
      user: null,
      clockSkewMs: null,
    }) as const;
  page.receive({ type: 'open', id: 1, channel: 'contexts.watch', args: {} });
  for (let index = 1; index < initialCredit; index++)
    services.tell({ type: 'status', statuses: { [contextIdOf('k', 'a')]: status(`v${index}`) } });
  expect(events(1)).toHaveLength(initialCredit);
  services.tell({ type: 'status', statuses: { [contextIdOf('k', 'a')]: status('v10') } });
  services.tell({ type: 'status', statuses: { [contextIdOf('k', 'b')]: status('v11') } });
  services.tell({ type: 'status', statuses: { [contextIdOf('k', 'a')]: status('v12') } });
  services.tell({ type: 'contexts', contexts: [], files: [] });
  expect(events(1)).toHaveLength(initialCredit);
  page.receive({ type: 'credit', id: 1, count: 1 });
  page.receive({ type: 'credit', id: 1, count: 5 });
  expect(events(1).slice(initialCredit)).toEqual([
    { type: 'items', items: { type: 'contexts', contexts: [], files: [] } },
    {
      type: 'items',
      items: { type: 'status', statuses: { [contextIdOf('k', 'a')]: status('v12'), [contextIdOf('k', 'b')]: status('v11') } },
    },
  ]);
});
