import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRoom } from '../../../../renderer/features/logs/plan-room.ts';
import { saveName } from '../../../../renderer/features/logs/save-name.ts';
import { nextTimes, timesInOrder } from '../../../../renderer/features/logs/times.ts';

const now = Date.UTC(2026, 10, 25, 14, 1, 49);
const wanted = { histogram: true, sources: true };

test('a saved file is called after the view and the moment', () => {
  expect(saveName('app=checkout', 'plain', now)).toBe('app_checkout-20261125T140149Z.log');
  expect(saveName('../…', 'ndjson', now)).toBe('logs-20261125T140149Z.ndjson');
});

test('whatever a view is called, its file has a name that every file system takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
      const name = saveName(title, 'plain', now);
      expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*Z\.log$/u);
      expect(name.length).toBeLessThan(150);
    }),
  );
});

test('the key of the times goes through all of them and comes back', () => {
  let times = timesInOrder[0] ?? 'local';
  const seen = timesInOrder.map(() => (times = nextTimes(times)));
  expect(new Set(seen).size).toBe(timesInOrder.length);
  expect(times).toBe(timesInOrder[0]);
});

test('a whole window has room for everything, a narrow one keeps the lines', () => {
  expect(planRoom(1_392, 800, wanted)).toEqual({ toolbar: 'wide', sources: true, histogram: 'full' });
  expect(planRoom(952, 600, wanted)).toEqual({ toolbar: 'medium', sources: false, histogram: 'full' });
  expect(planRoom(1_216, 248, wanted)).toMatchObject({ sources: true, histogram: 'low' });
  expect(planRoom(600, 120, wanted)).toEqual({ toolbar: 'narrow', sources: false, histogram: 'none' });
});

test('what the user hid stays hidden however much room there is', () => {
  expect(planRoom(3_000, 2_000, { histogram: false, sources: false })).toMatchObject({ sources: false, histogram: 'none' });
});
