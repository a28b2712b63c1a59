import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initialFeedCredit, logFeed } from '../../../../../electron/features/logs/feed.ts';
import { readLogs } from '../../../../../electron/features/logs/sources/read-logs.ts';
import { systemClock } from '../../../../../electron/kube/clock.ts';
import type { LogTarget } from '../../../../../shared/logs.ts';
import { connectionTo, TestThread, until } from '../../../kube/test-context.ts';
import { LogWorld, states, texts } from './log-world.ts';

/* The life of a feed: credit, breaks of its context, spans that are read again, its end. */

let world: LogWorld;

beforeEach(async () => {
  world = await LogWorld.start();
});
afterEach(() => world.stop());

/** Counts the requests for logs that are open. */
function countOpenLogs(of: LogWorld): () => number {
  let open = 0;
  of.intercept = (exchange) => {
    if (exchange.path.endsWith('/log')) {
      open++;
      exchange.onClose(() => open--);
    }
    return false;
  };
  return () => open;
}

describe('the life of a feed', () => {
  const target: LogTarget = { type: 'labels', selector: 'app=web', namespaces: ['shop'] };

  test('it waits for its context, survives that it is disconnected, and goes on without a gap or a repetition', async () => {
    world.createPod('a');
    world.createPod('b');
    world.write('a', 'one');
    const reader = world.open(target);
    await until('not connected', () => (reader.selections.get(0)?.error ?? null) !== null);
    expect(reader.selections.get(0)?.error).toMatchObject({ kind: 'unsupported', what: 'connection' });
    world.connect();
    await until('read', () => texts(reader, 'a').length === 1 && states(reader).b === 'following');
    world.thread.disconnect();
    await until('told', () => Object.values(states(reader)).every((state) => state === 'broken'));
    expect(reader.of('a')[0]?.state).toMatchObject({ state: 'broken', error: { what: 'connection' }, retryAt: null });
    for (const text of ['two', 'three']) world.write('a', text);
    world.server.cluster.delete('pods', 'shop', 'b');
    world.createPod('c');
    world.write('c', 'meanwhile');
    world.connect();
    await until('goes on', () => texts(reader, 'a').length === 3 && texts(reader, 'c').length === 1 && states(reader).b === 'ended');
    world.write('a', 'four');
    await until('follows', () => texts(reader, 'a').length === 4);
    expect(texts(reader, 'a')).toEqual(['one', 'two', 'three', 'four']);
    expect(reader.all).toHaveLength(3);
    await until('all is well', () => reader.selections.get(0)?.error === null);
  });

  test('a connection that is replaced by another breaks nothing', async () => {
    world.createPod('a');
    world.connect();
    const reader = world.open(target);
    await until('followed', () => states(reader).a === 'following');
    const address = connectionTo(world.server.url, { ...world.connection(), tlsServerName: 'localhost' });
    world.thread.connect(address);
    world.write('a', 'one');
    await until('read', () => texts(reader, 'a').length === 1);
    world.write('a', 'two');
    await until('read on', () => texts(reader, 'a').length === 2);
    expect(texts(reader, 'a')).toEqual(['one', 'two']);
  });

  test('sources of another feed go on where it stopped', async () => {
    world.createPod('a');
    for (const text of ['one', 'two', 'two']) world.write('a', text);
    world.connect();
    const first = world.open(target);
    await until('read', () => texts(first, 'a').length === 3);
    first.close();
    const source = first.all[0];
    const last = source?.lines.at(-1);
    if (source === undefined || last === undefined) throw new Error('nothing was read');
    world.write('a', 'three');
    const { podUid, container, restarts } = source.source;
    const second = Math.floor(last.at.micros / 1e6) * 1e6;
    const lines = source.lines.filter(({ at }) => at.micros >= second).map(({ at, text }) => ({ at, text: Buffer.from(text) }));
    const reader = world.open(target, { resume: [{ podUid, container, restarts, at: last.at, heardAt: last.at.micros / 1000, lines }] });
    await until('goes on', () => texts(reader, 'a').length > 0);
    world.write('a', 'four');
    await until('follows', () => texts(reader, 'a').includes('four'));
    expect(texts(reader, 'a')).toEqual(['three', 'four']);
  });

  test('a span is read once more into a source of its own, which ends', async () => {
    world.createPod('a');
    for (const text of ['one', 'two', 'three', 'four']) world.write('a', text);
    world.connect();
    const reader = world.open(target);
    await until('read', () => texts(reader, 'a').length === 4);
    const [, from, to] = reader.all[0]?.lines.map(({ at }) => at) ?? [];
    if (from === undefined || to === undefined) throw new Error('nothing was read');
    reader.say({ type: 'again', feed: 0, from, to });
    await until('ended', () => reader.all[1]?.state.state === 'ended');
    expect(reader.all[1]?.lines.map(({ text }) => text)).toEqual(['two', 'three']);
    expect(reader.all[1]?.source).toMatchObject({ ...reader.all[0]?.source, feed: 1 });
    expect(reader.all[1]?.marks).toEqual([]);
    expect(reader.all[0]?.state.state).toBe('following');
    // As after a rotation.
    world.written.set('a/app', (world.written.get('a/app') ?? []).slice(3));
    reader.say({ type: 'again', feed: 0, from, to });
    await until('ended', () => reader.all[2]?.state.state === 'ended');
    expect(reader.all[2]).toMatchObject({ lines: [], marks: [{ mark: 'dropped', why: 'rotated', again: false }] });
  });

  test('no more bytes are sent than credit was given for, and sources take turns', async () => {
    const line = 'x'.repeat(100_000);
    for (const name of ['a', 'b', 'c']) {
      world.createPod(name);
      for (let count = 0; count < 100; count++) world.write(name, `${count} ${line}`);
    }
    world.connect();
    const reader = world.open(target);
    reader.gives = false;
    await until('the credit is used', () => reader.bytes >= initialFeedCredit);
    const before = reader.bytes;
    // One batch may go beyond it.
    expect(before).toBeLessThan(initialFeedCredit + 1_048_576);
    reader.gives = true;
    reader.say({ type: 'credit', bytes: before });
    await until('all', () => ['a', 'b', 'c'].every((name) => texts(reader, name).length === 100));
    for (const name of ['a', 'b', 'c']) {
      const numbers = texts(reader, name).map((text) => Number(text.split(' ')[0]));
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index));
    }
  });

  test('more logs than may be open at once are read in turn, those that wait say so, and another view has its own', async () => {
    world.thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock, 2) } });
    const openLogs = countOpenLogs(world);
    for (const name of ['a', 'b', 'c', 'd']) world.createPod(name);
    for (const name of ['a', 'b', 'c', 'd']) world.write(name, `of ${name}`);
    world.connect();
    const reader = world.open(target);
    const inState = (state: string) => Object.keys(states(reader)).filter((pod) => states(reader)[pod] === state);
    await until('two and two', () => inState('following').length === 2 && inState('queued').length === 2);
    const other = world.open(target);
    await until('another view', () => Object.values(states(other)).sort().join() === 'following,following,queued,queued');
    other.close();
    await until('its end', () => openLogs() === 2);
    const [first = '', second = ''] = inState('following');
    const [third = '', fourth = ''] = inState('queued');
    world.server.cluster.delete('pods', 'shop', fourth);
    await until('one that waits is deleted', () => states(reader)[fourth] === 'ended');
    world.server.cluster.delete('pods', 'shop', first);
    await until('its turn', () => texts(reader, third).length === 1);
    expect(states(reader)).toMatchObject({ [first]: 'ended', [second]: 'following', [third]: 'following' });
    expect(openLogs()).toBe(2);
    expect(reader.of(third)[0]?.states.map(({ state }) => state)).toEqual(['connecting', 'queued', 'connecting', 'following']);
  });

  test('a log that was broken is gone on with before those that wait', async () => {
    world.thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock, 1) } });
    world.createPod('a');
    world.createPod('b');
    world.connect();
    const reader = world.open(target);
    await until('one', () => Object.values(states(reader)).sort().join() === 'following,queued');
    const [open = ''] = Object.keys(states(reader)).filter((pod) => states(reader)[pod] === 'following');
    world.thread.disconnect();
    await until('broken', () => states(reader)[open] === 'broken');
    world.write(open, 'meanwhile');
    world.connect();
    await until('goes on', () => texts(reader, open).length === 1);
    expect(Object.values(states(reader)).sort()).toEqual(['following', 'queued']);
  });

  test('a source for which the view has no room is read no further, and its place is another one’s', async () => {
    world.thread = new TestThread({ feeds: { [logFeed]: readLogs(systemClock, 1) } });
    const openLogs = countOpenLogs(world);
    world.createPod('a');
    world.createPod('b');
    world.connect();
    const reader = world.open(target);
    await until('one', () => Object.values(states(reader)).sort().join() === 'following,queued');
    const [open, waits] = reader.all[0]?.state.state === 'following' ? reader.all : reader.all.toReversed();
    if (open === undefined || waits === undefined) throw new Error('two sources were told');
    reader.say({ type: 'leave', feed: open.source.feed });
    await until('the other one', () => waits.state.state === 'following');
    expect(openLogs()).toBe(1);
    world.write(open.source.pod, 'unheard');
    world.write(waits.source.pod, 'heard');
    await until('heard', () => waits.lines.length === 1);
    world.server.cluster.delete('pods', 'shop', open.source.pod);
    world.server.cluster.delete('pods', 'shop', waits.source.pod);
    await until('the end', () => waits.state.state === 'ended');
    expect(open).toMatchObject({ state: { state: 'following' }, lines: [], marks: [] });
  });

  test('when its port is closed everything stops and nothing is left', async () => {
    // A list source is kept for some seconds after its last reader.
    world.hurry();
    const openLogs = countOpenLogs(world);
    world.createPod('a');
    world.createPod('b');
    world.connect();
    const reader = world.open(target);
    await until('followed', () => states(reader).a === 'following' && states(reader).b === 'following');
    expect(openLogs()).toBe(2);
    const bytes = reader.order.length;
    reader.close();
    await until('closed', () => openLogs() === 0);
    world.write('a', 'unheard');
    // The session's own watch stays.
    const selects = () => [...world.server.watches].filter(({ exchange }) => exchange.query.has('labelSelector')).length;
    await until('no watch is left', () => selects() === 0);
    expect(reader.order.length).toBe(bytes);
  });
});
