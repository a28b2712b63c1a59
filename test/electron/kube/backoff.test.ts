import { expect, test } from 'vitest';
import { Backoff } from '../../../electron/kube/backoff.ts';
import { CircuitBreaker } from '../../../electron/kube/circuit-breaker.ts';
import { RequestFailure } from '../../../electron/kube/request-failure.ts';
import { FakeClock } from './fake-clock.ts';

const refused = new RequestFailure({ kind: 'unreachable', cause: 'refused', host: 'h', code: 'ECONNREFUSED', detail: '' });

test('P12: 800 ms doubling to 30 s, at most 20 attempts in five minutes, over again after two quiet minutes', async () => {
  const clock = new FakeClock();
  const backoff = new Backoff(clock, { random: () => 0 });
  const delays: number[] = [];
  for (let elapsed = 0; elapsed < 300_000; ) {
    const delay = backoff.next();
    delays.push(delay);
    elapsed += delay;
    await clock.pass(delay);
  }
  expect(delays.slice(0, 8)).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  expect(delays.length).toBeLessThanOrEqual(20);
  await clock.pass(121_000);
  expect(backoff.next()).toBe(800);
  expect(backoff.attempt).toBe(1);
  expect(new Backoff(clock, { random: () => 1 }).next()).toBe(1600);
});

test('F5: thirty callers of a dead server cost one attempt a step', async () => {
  const clock = new FakeClock();
  const breaker = new CircuitBreaker(clock);
  let attempts = 0;
  const caller = async () => {
    for (let turn = 0; turn < 4; turn++) {
      try {
        await breaker.enter();
        attempts++;
        await Promise.resolve();
        throw breaker.failed(refused);
      } catch (thrown) {
        if (!(thrown instanceof RequestFailure) || typeof thrown.retryAt !== 'number') throw thrown;
        await clock.pass(Math.max(0, thrown.retryAt - clock.now()));
      }
    }
  };
  await caller();
  expect(attempts).toBe(4);
  attempts = 0;
  const until = await Promise.allSettled(
    Array.from({ length: 30 }, () =>
      breaker.enter().then(() => {
        attempts++;
        return breaker.failed(refused);
      }),
    ),
  );
  expect(attempts).toBe(1);
  expect(until.filter((outcome) => outcome.status === 'rejected')).toHaveLength(29);
  breaker.reset();
  // Nothing failed any more, so that this one is no trial.
  expect(await breaker.enter()).toBe(false);
});
