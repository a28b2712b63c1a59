import { expect, it } from 'vitest';
import { locateLine, locateTime } from '../../../../../electron/features/logs/view/locate.ts';
import { LogStore } from '../../../../../electron/features/logs/view/log-store.ts';
import { MergeOrder } from '../../../../../electron/features/logs/view/merge-order.ts';
import { batchOf, testBaseMs } from './test-lines.ts';

/** Two sources that take turns, a line every ms; visible are those of which the id is a multiple of `every`. */
function storeOf(every: number): { readonly store: LogStore; readonly visible: MergeOrder } {
  const store = new LogStore(testBaseMs);
  for (let at = 0; at < 12; at++) store.append(at % 2, batchOf([{ micros: at * 1_000, text: `${at}` }]));
  store.settle();
  const visible = new MergeOrder(store.columns);
  visible.insert(store.order.ids.filter((id) => id % every === 0));
  return { store, visible };
}

it('finds a visible line where it is, and for a hidden one the visible line that is nearest in time', () => {
  const { store, visible } = storeOf(5);
  expect(locateLine(store, visible, 5)).toEqual({ position: 1, id: 5 });
  expect(locateLine(store, visible, 6)).toEqual({ position: 1, id: 5 });
  expect(locateLine(store, visible, 9)).toEqual({ position: 2, id: 10 });
  expect(locateLine(store, visible, 11)).toEqual({ position: 2, id: 10 });
  expect(locateLine(store, visible, 99)).toEqual({ position: 2, id: 10 });
});

it('finds the row nearest to a time, of one source when asked', () => {
  const { store, visible } = storeOf(1);
  expect(locateTime(store, visible, testBaseMs + 4, null)).toEqual({ position: 4, id: 4 });
  expect(locateTime(store, visible, testBaseMs + 4, 1)).toEqual({ position: 5, id: 5 });
  expect(locateTime(store, visible, testBaseMs - 1_000, 1)).toEqual({ position: 1, id: 1 });
  expect(locateTime(store, visible, testBaseMs + 1_000, 0)).toEqual({ position: 10, id: 10 });
  expect(locateTime(store, visible, testBaseMs, 7)).toBeNull();
});

it('finds a line from a clock that is ahead by its time, though it stands where it came', () => {
  const store = new LogStore(testBaseMs);
  const hour = 3_600_000;
  store.append(0, batchOf([{ micros: 0, text: 'before' }]));
  store.append(0, batchOf([{ micros: hour * 1_000, text: 'ahead' }]));
  store.append(1, batchOf([{ micros: 2_000, text: 'after' }]));
  store.settle();
  const visible = new MergeOrder(store.columns);
  visible.insert(store.order.ids.slice());
  expect(store.order.ids[1]).toBe(1);
  expect(locateTime(store, visible, testBaseMs + hour - 10, null)).toEqual({ position: 1, id: 1 });
  expect(locateTime(store, visible, testBaseMs + hour + 10, null)).toEqual({ position: 2, id: 2 });
});

it('finds nothing where nothing is visible', () => {
  const { store } = storeOf(1);
  const none = new MergeOrder(store.columns);
  expect(locateLine(store, none, 3)).toBeNull();
  expect(locateTime(store, none, testBaseMs, null)).toBeNull();
});
