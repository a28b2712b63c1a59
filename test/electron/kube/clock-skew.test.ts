import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClockSkew } from '../../../electron/kube/clock-skew.ts';
import { ScriptedApiServer } from './scripted-api-server.ts';
import { connectionTo, TestThread, until } from './test-context.ts';

const now = Date.parse('2026-11-25T15:00:00.700Z');
const dateOf = (at: number) => new Date(at).toUTCString();

test('F21: the median of the Date headers minus our clock, within a second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -86_400_000, max: 86_400_000 }),
      fc.array(fc.nat(900), { minLength: 1, maxLength: 30 }),
      (skew, delays) => {
        const clock = new ClockSkew();
        for (const [index, delay] of delays.entries()) clock.heard(dateOf(now + index * 700 + skew - delay), now + index * 700);
        expect(Math.abs((clock.ms ?? Number.NaN) - skew)).toBeLessThan(2_000 + 1_500);
      },
    ),
  );
});

test('one answer that was held up does not move it; a clock that was set right shows after three', () => {
  const clock = new ClockSkew();
  for (let index = 0; index < 5; index++) clock.heard(dateOf(now), now);
  clock.heard(dateOf(now - 600_000), now);
  expect(Math.abs(clock.ms ?? Number.NaN)).toBeLessThan(1_000);
  const ahead = now + 3 * 3_600_000;
  for (let index = 0; index < 3; index++) clock.heard(dateOf(ahead), now);
  expect(Math.abs((clock.ms ?? 0) - 3 * 3_600_000)).toBeLessThan(1_000);
});

test('a header that is missing or no date says nothing, and a second more or less is not told', () => {
  const clock = new ClockSkew();
  clock.heard(null, now);
  clock.heard('yesterday', now);
  expect(clock.ms).toBeNull();
  clock.heard(dateOf(now), now);
  const told = clock.ms;
  clock.heard(dateOf(now + 1_000), now);
  clock.heard(dateOf(now + 1_000), now);
  expect(clock.ms).toBe(told);
});

test('F21: a server whose clock is three hours ahead is told with the status of its context', async () => {
  const server = await ScriptedApiServer.start();
  server.intercept = (_seen, response) => {
    response.setHeader('date', dateOf(Date.now() + 3 * 3_600_000));
    return false;
  };
  const thread = new TestThread();
  try {
    thread.connect(connectionTo(server.url));
    const skew = () => {
      const notice = thread.notices.at(-1);
      return notice?.type === 'status' ? notice.status.clockSkewMs : null;
    };
    await until('the skew is known', () => skew() !== null);
    expect(Math.abs((skew() ?? 0) - 3 * 3_600_000)).toBeLessThan(2_000);
  } finally {
    thread.disconnect();
    await server.stop();
  }
});
