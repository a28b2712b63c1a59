import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveLists } from '../../../renderer/bridge/live-list.ts';
import { PageMessages } from '../../../renderer/bridge/page-messages.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import type { Row } from '../../../shared/row.ts';
import type { PageMessage } from '../../../shared/wire.ts';

const query = {
  contextId: contextIdOf('/config', 'prod'),
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: ['payments', 'shop'],
} as const;

function row(uid: string): Row {
  return { uid, namespace: 'payments', name: `pod-${uid}`, createdAt: 0, health: 'ok', labels: {}, cells: [] };
}

function setUp() {
  const sent: PageMessage[] = [];
  const messages = new PageMessages((message) => sent.push(message));
  const opened = () => sent.filter(({ type }) => type === 'open');
  const closed = () => sent.filter(({ type }) => type === 'close').map(({ id }) => id);
  const send = (id: number, event: unknown) => messages.receive({ type: 'event', id, event: JSON.stringify(event) });
  const lastId = () => opened().at(-1)?.id ?? 0;
  return { messages, lists: new LiveLists(messages), opened, closed, send, lastId };
}

describe('LiveLists', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('opens one stream for readers that ask the same, whatever the order of the namespaces', () => {
    const { lists, opened } = setUp();
    const first = lists.acquire(query);
    const second = lists.acquire({ ...query, namespaces: ['shop', 'payments'] });
    expect(second.list).toBe(first.list);
    expect(lists.acquire({ ...query, namespaces: null }).list).not.toBe(first.list);
    expect(lists.acquire({ ...query, fieldSelector: 'metadata.name=a' }).list).not.toBe(first.list);
    expect(opened()).toHaveLength(3);
  });

  it('closes five seconds after the last reader left, not before, and not when one came back', () => {
    const { lists, opened, closed, lastId } = setUp();
    const first = lists.acquire(query);
    const second = lists.acquire(query);
    const id = lastId();
    first.release();
    first.release();
    vi.advanceTimersByTime(10_000);
    expect(closed()).toEqual([]);
    second.release();
    vi.advanceTimersByTime(4_999);
    const third = lists.acquire(query);
    expect(third.list).toBe(first.list);
    vi.advanceTimersByTime(10_000);
    expect(closed()).toEqual([]);
    third.release();
    vi.advanceTimersByTime(5_000);
    expect(closed()).toEqual([id]);
    expect(lists.acquire(query).list).not.toBe(first.list);
    expect(opened()).toHaveLength(2);
  });

  it('hands a list that has ended to nobody new, and keeps its rows for those who hold it', () => {
    const { lists, send, lastId } = setUp();
    const held = lists.acquire(query);
    send(lastId(), { type: 'items', items: { upserts: [row('a')], removes: [] } });
    send(lastId(), { type: 'end', error: { kind: 'internal', message: 'the data thread ended' } });
    expect([...held.list.rows.keys()]).toEqual(['a']);
    expect(held.list.freshness.state).toBe('stale');
    held.release();
    expect(lists.acquire(query).list).not.toBe(held.list);
  });

  it('forgets what was deleted while the socket was lost: the first batch of a reopened stream says reset', () => {
    const { lists, messages, send, lastId } = setUp();
    const { list } = lists.acquire(query);
    const before = lastId();
    send(before, { type: 'items', items: { upserts: [row('a'), row('b')], removes: [], reset: true } });
    messages.reopenStreams();
    const after = lastId();
    expect(after).not.toBe(before);
    expect([...list.rows.keys()]).toEqual(['a', 'b']);
    send(before, { type: 'items', items: { upserts: [row('late')], removes: [] } });
    send(after, { type: 'items', items: { upserts: [row('b'), row('c')], removes: [], reset: true } });
    expect([...list.rows.keys()]).toEqual(['b', 'c']);
  });
});
