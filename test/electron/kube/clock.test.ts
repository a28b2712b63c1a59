import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../../electron/kube/clock.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const yearMs = 31_536_000_000;

test('a time that no timer holds is waited for, and is not over at once', () => {
  const action = vi.fn();
  systemClock.after(yearMs, action);
  vi.advanceTimersByTime(yearMs - 1);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledOnce();
});

test('it is called off at any time', () => {
  const action = vi.fn();
  const cancel = systemClock.after(yearMs, action);
  vi.advanceTimersByTime(yearMs - 1);
  cancel();
  vi.advanceTimersByTime(yearMs);
  expect(action).not.toHaveBeenCalled();
});
