import { expect, test } from 'vitest';
import { serverTime } from '../../../../../electron/features/logs/follow/server-time.ts';
import { FakeClock } from '../../../kube/fake-clock.ts';
import { until } from '../../../kube/test-context.ts';
import { FastClock, follow } from './follow-context.ts';
import { LogServer } from './log-server.ts';

test('the time of a server is ours, unless its clock differs by more than its Date headers can be wrong', () => {
  const clock = new FakeClock();
  const apart = (clockSkewMs: number | null) => serverTime(clock, { clockSkewMs }) - clock.now();
  expect([null, 0, 4_000, -4_000].map(apart)).toEqual([0, 0, 0, 0]);
  expect([3_600_000, -6_000].map(apart)).toEqual([3_600_000, -6_000]);
});

/** A clock like the machine's, three hours behind. */
class ClockBehind extends FastClock {
  constructor() {
    super(1);
  }

  override now(): number {
    return super.now() - 3 * 3_600_000;
  }
}

test('P43: lines arrive by the clock of their server, however wrong that of this machine is', async () => {
  const server = await LogServer.start();
  server.setClock(Date.now());
  server.write('now');
  const arrivals: number[] = [];
  const sink = {
    lines: ({ arrivedAt }: { readonly arrivedAt: number }) => void arrivals.push(arrivedAt),
    mark: () => undefined,
    state: () => undefined,
  };
  const { stop } = follow(server, { clock: new ClockBehind(), sink });
  try {
    await until('the line', () => arrivals.length === 1);
    expect(Math.abs((arrivals[0] ?? 0) - Date.now())).toBeLessThan(60_000);
  } finally {
    await stop();
  }
});
