import type { Anchor, RowSpace } from './plan-anchor.ts';

/** Rows of [from, to) are in the document; those of [first, end) touch the screen. */
export interface RowWindow {
  readonly from: number;
  readonly first: number;
  readonly end: number;
  readonly to: number;
}

/** Which rows an anchor shows, with `overscan` more on both sides so that the next frame has them measured. */
export function planWindow(anchor: Anchor, space: RowSpace, overscan: number): RowWindow {
  const first = Math.max(0, Math.min(anchor.position, space.count));
  let end = first;
  for (let bottom = -anchor.offset; end < space.count && bottom < space.height; end++) bottom += space.heightOf(end);
  return { from: Math.max(0, first - overscan), first, end, to: Math.min(space.count, end + overscan) };
}
