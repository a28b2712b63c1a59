import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, type FromFeed, type LineBatch } from '../../../../../electron/features/logs/feed.ts';
import { FeedWriter } from '../../../../../electron/features/logs/sources/feed-writer.ts';

const batchOf = (bytes: number, stamp: number): LineBatch => ({
  bytes: new Uint8Array(bytes),
  ends: Uint32Array.of(bytes),
  micros: Float64Array.of(stamp),
  nanos: Uint16Array.of(0),
  arrivedAt: 0,
});

const mark = (feed: number, micros: number): FromFeed => ({
  type: 'mark',
  feed,
  at: { micros, nanos: 0 },
  mark: { mark: 'ended', exitCode: 0, reason: 'Completed', at: null },
});

/** What a message of a source is known by, in the order in which it was sent. */
function stampOf(message: FromFeed): number | undefined {
  if (message.type === 'lines') return message.batch.micros[0];
  return message.type === 'mark' ? message.at.micros : undefined;
}

test('messages of a source keep their order, none is lost or sent twice, and at most one batch goes beyond the credit', () => {
  const step = fc.oneof(
    fc.record({ feed: fc.nat(3), bytes: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ feed: fc.nat(3), mark: fc.constant(true) }),
    fc.record({ grant: fc.integer({ min: 1, max: 100 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const posted: FromFeed[] = [];
      let given = 100;
      let bytes = 0;
      const writer = new FeedWriter((message) => {
        if (message.type === 'lines') {
          expect(bytes).toBeLessThan(given);
          bytes += costOf(message.batch);
        }
        posted.push(message);
      }, given);
      const outboxes = [0, 1, 2, 3].map(() => writer.outbox());
      const expected = outboxes.map((): number[] => []);
      steps.forEach((each, index) => {
        if ('grant' in each) {
          given += each.grant;
          writer.grant(each.grant);
          return;
        }
        expected[each.feed]?.push(index);
        const message: FromFeed =
          'mark' in each ? mark(each.feed, index) : { type: 'lines', feed: each.feed, batch: batchOf(each.bytes, index) };
        if (message.type === 'lines' || message.type === 'mark') void outboxes[each.feed]?.send(message);
      });
      given += 1_000_000;
      writer.grant(1_000_000);
      outboxes.forEach((_, feed) => {
        expect(posted.filter((message) => 'feed' in message && message.feed === feed).map(stampOf)).toEqual(expected[feed]);
      });
    }),
  );
});

test('sources that wait take turns, and who sent goes on when it was posted', async () => {
  const posted: FromFeed[] = [];
  const cost = costOf(batchOf(10, 0));
  const writer = new FeedWriter((message) => posted.push(message), cost);
  const [fast, slow] = [writer.outbox(), writer.outbox()];
  expect(fast.send({ type: 'lines', feed: 0, batch: batchOf(10, 0) })).toBeUndefined();
  const went: string[] = [];
  const send = (name: string, outbox: typeof fast, feed: number) =>
    Promise.resolve(outbox.send({ type: 'lines', feed, batch: batchOf(10, 1) })).then(() => went.push(name));
  const all = [send('fast 1', fast, 0), send('fast 2', fast, 0), send('fast 3', fast, 0), send('slow', slow, 1)];
  writer.grant(2 * cost);
  await Promise.all([all[0], all[3]]);
  expect(went).toEqual(['fast 1', 'slow']);
  expect(posted).toHaveLength(3);
  writer.close();
  await Promise.all(all);
  expect(went).toEqual(['fast 1', 'slow', 'fast 2', 'fast 3']);
  expect(posted).toHaveLength(3);
});

test('buffers are handed over, each once', () => {
  const transferred: (readonly ArrayBuffer[])[] = [];
  const writer = new FeedWriter((_message, transfer) => transferred.push(transfer));
  const shared = new ArrayBuffer(64);
  const batch = { ...batchOf(4, 0), micros: new Float64Array(shared, 0, 1), nanos: new Uint16Array(shared, 8, 1) };
  void writer.outbox().send({ type: 'lines', feed: 0, batch });
  expect(transferred).toEqual([[batch.bytes.buffer, batch.ends.buffer, shared]]);
});

test('lines without text take of the credit as well: a container that writes nothing else is slowed down like any other', () => {
  const posted: FromFeed[] = [];
  const writer = new FeedWriter((message) => posted.push(message));
  const outbox = writer.outbox();
  const lines = 100_000;
  const emptyLines = (): LineBatch => ({
    bytes: new Uint8Array(0),
    ends: new Uint32Array(lines),
    micros: new Float64Array(lines),
    nanos: new Uint16Array(lines),
    arrivedAt: 0,
  });
  let waits = false;
  for (let batches = 0; batches < 100 && !waits; batches++) {
    waits = outbox.send({ type: 'lines', feed: 0, batch: emptyLines() }) !== undefined;
  }
  expect(waits).toBe(true);
  expect(posted.length).toBeGreaterThan(1);
});
