/**
 * Where a view of many rows stands: `position` is the row at the top edge, `offset` the px of it that are above the edge.
 * There is no length in px of all rows: two million of them are higher than any element of a browser may be.
 */
export interface Anchor {
  readonly position: number;
  readonly offset: number;
}

/** What rows an anchor moves over. */
export interface RowSpace {
  /** Height of a row, px; above zero. */
  readonly heightOf: (position: number) => number;
  /** Rows there are. */
  readonly count: number;
  /** Height of what is seen, px. */
  readonly height: number;
}

/** The very beginning. */
export const firstAnchor: Anchor = { position: 0, offset: 0 };

/** The anchor at which the row before `end` stands at the bottom edge; the beginning when all before it fit. */
export function anchorEndingAt(end: number, { heightOf, height }: RowSpace): Anchor {
  let left = height;
  for (let position = end - 1; position >= 0; position--) {
    const row = heightOf(position);
    if (row >= left) return { position, offset: row - left };
    left -= row;
  }
  return firstAnchor;
}

/** An anchor moved by `delta` px (down is positive), not beyond the first row nor the last. */
export function moveAnchor(anchor: Anchor, delta: number, space: RowSpace): Anchor {
  let { position } = anchor;
  let offset = anchor.offset + delta;
  while (offset < 0 && position > 0) offset += space.heightOf(--position);
  while (position < space.count - 1 && offset >= space.heightOf(position)) offset -= space.heightOf(position++);
  const moved = { position, offset: Math.max(0, offset) };
  const last = anchorEndingAt(space.count, space);
  return compareAnchors(moved, last) > 0 ? last : moved;
}

/** Below zero when `a` is above `b`. */
export function compareAnchors(a: Anchor, b: Anchor): number {
  return a.position - b.position || a.offset - b.offset;
}

/** The anchor that has a row on screen whole with the least movement; rows higher than the screen show their beginning. */
export function anchorShowing(position: number, anchor: Anchor, space: RowSpace): Anchor {
  if (compareAnchors({ position, offset: 0 }, anchor) < 0) return { position, offset: 0 };
  const lowest = anchorEndingAt(position + 1, space);
  if (compareAnchors(lowest, anchor) <= 0) return anchor;
  return lowest.position === position ? { position, offset: 0 } : lowest;
}

/** The anchor that has a row in the middle of the screen, as far as the ends allow. */
export function anchorAround(position: number, space: RowSpace): Anchor {
  return moveAnchor({ position, offset: 0 }, -(space.height - space.heightOf(position)) / 2, space);
}
