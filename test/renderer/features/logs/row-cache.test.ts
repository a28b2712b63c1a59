import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowCache, windowRows } from '../../../../renderer/features/logs/row-cache.ts';
import type { LogRow } from '../../../../shared/logs.ts';

function rowsFrom(from: number, count: number, id = (position: number) => position): LogRow[] {
  return Array.from({ length: count }, (_, index): LogRow => {
    return { type: 'mark', id: id(from + index), source: 0, time: 0, mark: { mark: 'ended', exitCode: 0, reason: 'Completed', at: null } };
  });
}

describe('RowCache', () => {
  it('knows the rows that were put, at their positions', () => {
    const cache = new RowCache();
    cache.put(150, rowsFrom(150, 120));
    expect(cache.row(149)).toBeNull();
    expect(cache.row(150)?.id).toBe(150);
    expect(cache.row(269)?.id).toBe(269);
    expect(cache.row(270)).toBeNull();
  });

  it('names whole windows that miss a row, clipped to the end of the view', () => {
    const cache = new RowCache();
    cache.put(0, rowsFrom(0, windowRows));
    expect(cache.missing(0, windowRows, 1_000)).toEqual([]);
    expect(cache.missing(190, 210, 1_000)).toEqual([{ from: 200, to: 400 }]);
    expect(cache.missing(390, 500, 450)).toEqual([
      { from: 200, to: 400 },
      { from: 400, to: 450 },
    ]);
  });

  it('goes on showing rows that may have moved until they are read again', () => {
    const cache = new RowCache();
    cache.put(0, rowsFrom(0, 400));
    cache.changed(250);
    expect(cache.row(300)?.id).toBe(300);
    expect(cache.missing(0, 250, 400)).toEqual([]);
    expect(cache.missing(0, 251, 400)).toEqual([{ from: 200, to: 400 }]);
    cache.put(
      200,
      rowsFrom(200, 200, (position) => position + 1),
    );
    expect(cache.row(300)?.id).toBe(301);
    expect(cache.missing(0, 400, 400)).toEqual([]);
  });

  it('forgets the windows that were not looked at for longest', () => {
    const cache = new RowCache();
    cache.put(0, rowsFrom(0, 1));
    for (let window = 1; window < 500; window++) {
      cache.put(window * windowRows, rowsFrom(window * windowRows, 1));
      cache.missing(0, 1, 500 * windowRows);
    }
    expect(cache.row(0)?.id).toBe(0);
    expect(cache.row(windowRows)).toBeNull();
    expect(cache.row(499 * windowRows)?.id).toBe(499 * windowRows);
  });

  it('has nothing missing where all that was put is fresh, whatever was put and changed before', () => {
    const steps = fc.array(
      fc.oneof(fc.record({ put: fc.nat(2_000), count: fc.integer({ min: 1, max: 500 }) }), fc.record({ changed: fc.nat(2_000) })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const cache = new RowCache();
        const fresh = new Set<number>();
        for (const step of all) {
          if ('put' in step) {
            cache.put(step.put, rowsFrom(step.put, step.count));
            for (let position = step.put; position < step.put + step.count; position++) fresh.add(position);
          } else {
            cache.changed(step.changed);
            for (const position of [...fresh]) if (position >= step.changed) fresh.delete(position);
          }
        }
        for (let position = 0; position < 2_500; position += 7)
          expect(cache.missing(position, position + 1, 3_000).length === 0).toBe(fresh.has(position));
      }),
    );
  });
});
