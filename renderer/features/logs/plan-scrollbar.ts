import { type Anchor, anchorEndingAt, type RowSpace } from './plan-anchor.ts';

/** Longest track in px: browsers cut elements above some 17 million, and a thumb cannot be placed finer than this anyway. */
const longestTrack = 4_000_000;

/** Height of what a native scrollbar beside the rows scrolls, px: the rows' own while they fit, so that the thumb tells the truth. */
export function trackHeight(count: number, lineHeight: number, height: number): number {
  return Math.max(height, Math.min(count * lineHeight, longestTrack));
}

/** How far down an anchor is, 0 to 1. */
export function fractionOf(anchor: Anchor, space: RowSpace): number {
  const last = placeOf(anchorEndingAt(space.count, space), space);
  return last === 0 ? 0 : Math.min(1, placeOf(anchor, space) / last);
}

/** The anchor that is so far down. The opposite of `fractionOf`. */
export function anchorAtFraction(fraction: number, space: RowSpace): Anchor {
  const end = anchorEndingAt(space.count, space);
  if (fraction >= 1) return end;
  const place = Math.max(0, fraction) * placeOf(end, space);
  const position = Math.floor(place);
  return { position, offset: (place - position) * space.heightOf(position) };
}

/** Rows and parts of a row. */
function placeOf({ position, offset }: Anchor, space: RowSpace): number {
  return space.count === 0 ? 0 : position + Math.min(offset / space.heightOf(position), 1);
}
