import type { LogPlace } from '../../../../shared/logs.ts';
import { markFlag } from './line-columns.ts';
import type { LogStore } from './log-store.ts';
import type { MergeOrder } from './merge-order.ts';

/** The visible row of a line, or the one nearest to it; null when nothing is visible. What was dropped is nearest to the first row. */
export function locateLine(store: LogStore, visible: MergeOrder, id: number): LogPlace | null {
  if (visible.length === 0) return null;
  if (id < store.firstId) return placeAt(visible, 0);
  if (id >= store.settledTo) return placeAt(visible, visible.length - 1);
  const position = visible.lowerBound(id);
  if (position < visible.length && visible.at(position) === id) return { position, id };
  return nearerOf(store, visible, position, store.columns.order(id));
}

/** The visible row nearest to a time (ms since the epoch), of one source when it is given; null when there is none. */
export function locateTime(store: LogStore, visible: MergeOrder, time: number, source: number | null): LogPlace | null {
  const { columns } = store;
  const order = store.orderOf(time);
  const position = visible.search((id) => columns.order(id) < order);
  if (source === null && position === visible.length) return lastFrom(store, visible, time);
  if (source === null) return nearerOf(store, visible, position, order);
  const isOf = (at: number) => columns.source(visible.at(at)) === source;
  let after = position;
  while (after < visible.length && !isOf(after)) after++;
  let before = position - 1;
  while (before >= 0 && !isOf(before)) before--;
  if (before < 0) return after < visible.length ? placeAt(visible, after) : null;
  if (after >= visible.length) return placeAt(visible, before);
  const distance = (at: number) => Math.abs(columns.order(visible.at(at)) - order);
  return placeAt(visible, distance(after) <= distance(before) ? after : before);
}

/** The first row with a stamp from a time on, which a clock that is ahead gave to it: it stands where it came. The last row when there is none. */
function lastFrom({ columns }: LogStore, visible: MergeOrder, time: number): LogPlace | null {
  for (const [position, id] of visible.ids.entries())
    if (columns.micros(id) >= time * 1_000 && (columns.flags(id) & markFlag) === 0) return placeAt(visible, position);
  return visible.length === 0 ? null : placeAt(visible, visible.length - 1);
}

/** Of the row at a position and the one before it, whichever is nearer in time. */
function nearerOf({ columns }: LogStore, visible: MergeOrder, position: number, order: number): LogPlace {
  if (position >= visible.length) return placeAt(visible, visible.length - 1);
  if (position === 0) return placeAt(visible, 0);
  const distance = (at: number) => Math.abs(columns.order(visible.at(at)) - order);
  return placeAt(visible, distance(position) <= distance(position - 1) ? position : position - 1);
}

function placeAt(visible: MergeOrder, position: number): LogPlace {
  return { position, id: visible.at(position) };
}
