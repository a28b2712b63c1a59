import { expect, test } from 'vitest';
import { StartQueue } from '../../../../../electron/features/logs/sources/start-queue.ts';
import { FakeClock } from '../../../kube/fake-clock.ts';

function fill(queue: StartQueue, count: number) {
  const started: (() => void)[] = [];
  for (let index = 0; index < count; index++) queue.add((opened) => started.push(opened));
  return started;
}

test('so many are opened at once, and each that is open makes room for one', () => {
  const queue = new StartQueue(new FakeClock());
  const started = fill(queue, 100);
  expect(started).toHaveLength(64);
  started[0]?.();
  started[0]?.();
  expect(started).toHaveLength(65);
  for (const opened of [...started]) opened();
  expect(started).toHaveLength(100);
});

test('those that do not answer hold up nobody: five hundred are begun in two seconds', async () => {
  const clock = new FakeClock();
  const started = fill(new StartQueue(clock), 500);
  await clock.pass(2_000);
  expect(started).toHaveLength(500);
});

test('ten thousand that need no opening are begun one after the other, and all are', () => {
  const queue = new StartQueue(new FakeClock());
  let begun = 0;
  let inside = 0;
  let deepest = 0;
  const begin = (opened: () => void) => {
    begun++;
    deepest = Math.max(deepest, ++inside);
    opened();
    inside--;
  };
  const first = fill(queue, 64);
  for (let index = 0; index < 10_000; index++) queue.add(begin);
  expect(begun).toBe(0);
  first[0]?.();
  expect({ begun, deepest }).toEqual({ begun: 10_000, deepest: 1 });
});

test('after close nothing is started', async () => {
  const clock = new FakeClock();
  const queue = new StartQueue(clock);
  const started = fill(queue, 100);
  queue.close();
  for (const opened of [...started]) opened();
  await clock.pass(10_000);
  expect(started).toHaveLength(64);
});
