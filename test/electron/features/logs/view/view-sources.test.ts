import { expect, test } from 'vitest';
import type { FeedSource, LineBatch } from '../../../../../electron/features/logs/feed.ts';
import { ViewSources } from '../../../../../electron/features/logs/view/view-sources.ts';
import { contextIdOf } from '../../../../../shared/context-id.ts';

const facts: FeedSource = {
  feed: 1,
  selection: 0,
  contextId: contextIdOf('file', 'one'),
  namespace: 'shop',
  pod: 'web-1',
  podUid: 'u1',
  container: 'web',
  containerType: 'regular',
  node: 'node-1',
  restarts: 0,
  hasPrevious: false,
};

/** Lines with these stamps (ms), arrived at once. */
function batch(stamps: readonly number[], arrivedAt: number): LineBatch {
  return {
    bytes: new Uint8Array(0),
    ends: new Uint32Array(stamps.length),
    micros: Float64Array.from(stamps, (stamp) => stamp * 1_000),
    nanos: new Uint16Array(stamps.length),
    arrivedAt,
  };
}

const second = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + (index * 1_000) / count);

test('the rate of a source is that of what it writes now: what there was before it was read does not count', () => {
  const sources = new ViewSources();
  const number = sources.add(facts, { state: 'following' });
  if (number === null) throw new Error('no number');
  // Ten minutes of before, then 10 lines a second, with a clock that is five seconds behind ours.
  const now = 1_000_000_000_000;
  sources.count(number, batch(second(now - 600_000, 6_000), now));
  sources.count(number, batch(second(now - 6_000, 10), now));
  sources.sample();
  expect(sources.get(number)?.lines).toBe(6_010);
  for (let at = 0; at < 30; at++) {
    sources.count(number, batch(second(now - 6_000 + at * 1_000, 10), now + at * 1_000));
    sources.sample();
  }
  expect(sources.get(number)?.perSecond).toBeCloseTo(10, 0);
  for (let at = 0; at < 30; at++) sources.sample();
  expect(sources.get(number)?.perSecond).toBe(0);
});

test('a first batch that is nothing but the past leaves the rate at what its last two seconds were', () => {
  const sources = new ViewSources();
  const number = sources.add(facts, { state: 'following' }) ?? -1;
  const now = 1_000_000_000_000;
  sources.count(number, batch(second(now - 60_000, 1_000), now));
  sources.count(number, batch([now - 10], now));
  sources.sample();
  expect(sources.get(number)?.perSecond).toBeLessThan(400);
});

test('when a clock that was ahead is set right, the rate is that of what is written now', () => {
  const sources = new ViewSources();
  const number = sources.add(facts, { state: 'following' }) ?? -1;
  const now = 1_000_000_000_000;
  sources.count(number, batch([now + 3_600_000], now));
  sources.sample();
  for (let at = 1; at < 30; at++) {
    sources.count(number, batch(second(now + at * 1_000 - 1_000, 10), now + at * 1_000));
    sources.sample();
  }
  expect(sources.get(number)?.perSecond).toBeCloseTo(10, 0);
});
