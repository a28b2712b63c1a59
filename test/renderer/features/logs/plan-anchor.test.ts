import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchorAround,
  anchorEndingAt,
  anchorShowing,
  compareAnchors,
  firstAnchor,
  moveAnchor,
  type RowSpace,
} from '../../../../renderer/features/logs/plan-anchor.ts';
import { anchorAtFraction, fractionOf, trackHeight } from '../../../../renderer/features/logs/plan-scrollbar.ts';
import { planWindow } from '../../../../renderer/features/logs/plan-window.ts';

/** Rows of some heights, and a screen. */
const spaces = fc
  .record({ heights: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 60 }), height: fc.integer({ min: 1, max: 400 }) })
  .map(({ heights, height }): RowSpace => ({ heightOf: (position) => heights[position] ?? 18, count: heights.length, height }));

/** px from the first row's top to the edge that an anchor stands at: what a tall element's scrollTop would be. */
function scrollTop({ position, offset }: { position: number; offset: number }, space: RowSpace): number {
  let top = offset;
  for (let row = 0; row < position; row++) top += space.heightOf(row);
  return top;
}

function longest(space: RowSpace): number {
  return Math.max(0, scrollTop({ position: space.count, offset: 0 }, space) - space.height);
}

describe('an anchor', () => {
  it('moves exactly as the scrollTop of a tall element would, and stops at both ends', () => {
    fc.assert(
      fc.property(spaces, fc.array(fc.integer({ min: -500, max: 500 }), { maxLength: 20 }), (space, deltas) => {
        let anchor = firstAnchor;
        let expected = 0;
        for (const delta of deltas) {
          anchor = moveAnchor(anchor, delta, space);
          expected = Math.max(0, Math.min(longest(space), expected + delta));
          expect(scrollTop(anchor, space)).toBe(expected);
          expect(anchor.offset).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('ending at a row has it at the bottom edge, unless all rows before it fit', () => {
    fc.assert(
      fc.property(spaces, fc.nat(60), (space, at) => {
        const end = Math.min(at, space.count);
        const bottom = scrollTop({ position: end, offset: 0 }, space);
        expect(scrollTop(anchorEndingAt(end, space), space)).toBe(Math.max(0, bottom - space.height));
      }),
    );
  });

  it('does not move for a row that is in sight, and moves just enough for one that is not', () => {
    const space: RowSpace = { heightOf: () => 20, count: 100, height: 100 };
    const at = { position: 10, offset: 5 };
    expect(anchorShowing(12, at, space)).toBe(at);
    expect(anchorShowing(10, at, space)).toEqual({ position: 10, offset: 0 });
    expect(anchorShowing(3, at, space)).toEqual({ position: 3, offset: 0 });
    expect(anchorShowing(15, at, space)).toEqual({ position: 11, offset: 0 });
    expect(anchorShowing(99, at, space)).toEqual({ position: 95, offset: 0 });
  });

  it('shows the beginning of a row that is higher than the screen', () => {
    const space: RowSpace = { heightOf: (position) => (position === 5 ? 900 : 20), count: 10, height: 100 };
    expect(anchorShowing(5, firstAnchor, space)).toEqual({ position: 5, offset: 0 });
  });

  it('around a row has it in the middle', () => {
    const space: RowSpace = { heightOf: () => 20, count: 1_000, height: 100 };
    expect(anchorAround(500, space)).toEqual({ position: 498, offset: 0 });
    expect(anchorAround(0, space)).toEqual(firstAnchor);
    expect(scrollTop(anchorAround(999, space), space)).toBe(19_900);
  });
});

describe('a window', () => {
  it('covers the screen and no more, with overscan on both sides', () => {
    fc.assert(
      fc.property(spaces, fc.integer({ min: 0, max: 5_000 }), fc.nat(20), (space, down, overscan) => {
        const anchor = moveAnchor(firstAnchor, down, space);
        const { from, first, end, to } = planWindow(anchor, space, overscan);
        const top = scrollTop(anchor, space);
        for (let row = 0; row < space.count; row++) {
          const start = scrollTop({ position: row, offset: 0 }, space);
          const seen = start < top + space.height && start + space.heightOf(row) > top;
          if (seen) expect(row >= first && row < end).toBe(true);
        }
        expect(end - first).toBeLessThanOrEqual(space.height + 2);
        expect(from).toBe(Math.max(0, first - overscan));
        expect(to).toBe(Math.min(space.count, end + overscan));
      }),
    );
  });
});

describe('the scrollbar', () => {
  it('leads back to where it was read from', () => {
    fc.assert(
      fc.property(spaces, fc.integer({ min: 0, max: 5_000 }), (space, down) => {
        const anchor = moveAnchor(firstAnchor, down, space);
        const back = anchorAtFraction(fractionOf(anchor, space), space);
        expect(Math.abs(scrollTop(back, space) - scrollTop(anchor, space))).toBeLessThan(0.01);
      }),
    );
  });

  it('is at both ends where the rows are', () => {
    const space: RowSpace = { heightOf: () => 18, count: 2_000_000, height: 700 };
    expect(fractionOf(firstAnchor, space)).toBe(0);
    expect(fractionOf(anchorEndingAt(space.count, space), space)).toBe(1);
    expect(compareAnchors(anchorAtFraction(1, space), anchorEndingAt(space.count, space))).toBe(0);
    expect(anchorAtFraction(0.5, space).position).toBeGreaterThan(999_900);
  });

  it('scrolls an element that browsers can show, however many rows there are', () => {
    expect(trackHeight(10, 18, 700)).toBe(700);
    expect(trackHeight(1_000, 18, 700)).toBe(18_000);
    expect(trackHeight(20_000_000, 18, 700)).toBeLessThan(17_000_000);
  });
});
