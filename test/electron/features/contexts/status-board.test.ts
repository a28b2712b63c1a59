import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StatusBoard } from '../../../../electron/features/contexts/status-board.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import type { ContextStatus } from '../../../../shared/context-view.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const id = asContextId('/k#x');
const live = (lastByteAt: number, broken = 0): ContextStatus => ({
  connected: true,
  freshness: { state: 'live', lastByteAt, partial: null },
  version: 'v1.34.1',
  problems: { broken, attention: 0 },
  clusterUid: null,
  user: null,
  clockSkewMs: null,
});

/** A board and the times of last bytes it delivered, each with the second of the delivery. */
function watched() {
  const told: { second: number; status: ContextStatus | undefined }[] = [];
  const startedAt = performance.now();
  const board = new StatusBoard((statuses) =>
    told.push({ second: Math.round((performance.now() - startedAt) / 1_000), status: statuses[id] }),
  );
  return { board, told };
}

test('a status that says the same again is not sent', () => {
  const { board, told } = watched();
  for (let second = 0; second < 30; second++) {
    board.set(id, live(7));
    vi.advanceTimersByTime(1_000);
  }
  expect(told).toEqual([{ second: 0, status: live(7) }]);
});

test('younger bytes alone are told every five seconds, the last one too', () => {
  const { board, told } = watched();
  for (let second = 0; second < 12; second++) {
    board.set(id, live(second));
    vi.advanceTimersByTime(1_000);
  }
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([
    { second: 0, status: live(0) },
    { second: 5, status: live(4) },
    { second: 10, status: live(9) },
    { second: 15, status: live(11) },
  ]);
});

test('what is news does not wait for that, and comes at most once a second', () => {
  const { board, told } = watched();
  board.set(id, live(1));
  vi.advanceTimersByTime(500);
  board.set(id, live(2));
  for (const broken of [1, 2, 3]) board.set(id, live(2, broken));
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([
    { second: 0, status: live(1) },
    { second: 1, status: live(2, 3) },
  ]);
});

test('nothing follows close', () => {
  const { board, told } = watched();
  board.set(id, live(1));
  board.close();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
