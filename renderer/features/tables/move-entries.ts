import { compareKeys } from './sort-entries.ts';
import type { TableEntry } from './table-entry.ts';

/** From one moved row in this many on, one pass over everything is cheaper than a search for each. */
const passShare = 8;

/**
 * The new view after the entries in `moves` have found new places: those that match stand where their `sortKey` says, the
 * others are out. Entries that are not in `moves` must stand where their `placedKey` says. Sets `inView` and `placedKey` of
 * the moved entries.
 *
 * A few moves cost a binary search each and a copy of the array; no other entry is looked at, because reading one field
 * of 50,000 objects that are nowhere near the cache costs milliseconds of every frame.
 */
export function moveEntries(view: readonly TableEntry[], moves: ReadonlySet<TableEntry>, descending: boolean): TableEntry[] {
  const leave = moves.size * passShare > view.length ? null : placesOf(view, moves, descending);
  const arrive = [...moves].filter((entry) => entry.matches);
  arrive.sort((a, b) => compareKeys(a.sortKey, a.tie, b.sortKey, b.tie, descending));
  const result = leave === null ? passOver(view, moves, arrive, descending) : splice(view, leave, arrive, descending);
  for (const entry of moves) {
    entry.inView = entry.matches;
    entry.placedKey = entry.sortKey;
  }
  return result;
}

/** Where the moved entries stand now, ascending; null when one is not where its key says (its tie changed). */
function placesOf(view: readonly TableEntry[], moves: ReadonlySet<TableEntry>, descending: boolean): number[] | null {
  const places: number[] = [];
  for (const entry of moves) {
    if (!entry.inView) continue;
    const at = firstBehind(view, entry.placedKey, entry.tie, descending) - 1;
    if (view[at] !== entry) return null;
    places.push(at);
  }
  return places.sort((a, b) => a - b);
}

/** First index whose entry stands behind a key. */
function firstBehind(view: readonly TableEntry[], key: TableEntry['sortKey'], tie: string, descending: boolean): number {
  let low = 0;
  let high = view.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = view[middle] as TableEntry;
    if (compareKeys(entry.placedKey, entry.tie, key, tie, descending) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function splice(view: readonly TableEntry[], leave: readonly number[], arrive: readonly TableEntry[], descending: boolean): TableEntry[] {
  const pieces: TableEntry[][] = [];
  let from = 0;
  let out = 0;
  for (const entry of arrive) {
    const to = firstBehind(view, entry.sortKey, entry.tie, descending);
    for (let place = leave[out]; place !== undefined && place < to; place = leave[++out]) {
      pieces.push(view.slice(from, place));
      from = place + 1;
    }
    pieces.push(view.slice(from, to), [entry]);
    from = to;
  }
  for (let place = leave[out]; place !== undefined; place = leave[++out]) {
    pieces.push(view.slice(from, place));
    from = place + 1;
  }
  pieces.push(view.slice(from));
  return ([] as TableEntry[]).concat(...pieces);
}

function passOver(
  view: readonly TableEntry[],
  moves: ReadonlySet<TableEntry>,
  arrive: readonly TableEntry[],
  descending: boolean,
): TableEntry[] {
  const result: TableEntry[] = [];
  let next = 0;
  for (const entry of view) {
    if (moves.has(entry)) continue;
    for (
      let other = arrive[next];
      other && compareKeys(other.sortKey, other.tie, entry.placedKey, entry.tie, descending) < 0;
      other = arrive[++next]
    ) {
      result.push(other);
    }
    result.push(entry);
  }
  for (let other = arrive[next]; other; other = arrive[++next]) result.push(other);
  return result;
}
