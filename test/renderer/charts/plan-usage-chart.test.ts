import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestIndex, pathOf, planUsageChart, roundUp } from '../../../renderer/charts/plan-usage-chart.ts';

const mib = 2 ** 20;
const every = 15_000;
const times = (count: number) => Array.from({ length: count }, (_, index) => index * every);
const one = (values: readonly (number | null)[]) => [{ key: 'one', values }];

describe('the scale of a chart', () => {
  it('begins at 0 and ends at a height that reads well, the limit among them', () => {
    const plan = planUsageChart(times(2), one([300 * mib, 400 * mib]), [{ kind: 'limit', value: 512 * mib }], true);
    expect([plan.top, plan.lines]).toEqual([512 * mib, [{ kind: 'limit', value: 512 * mib, at: 1 }]]);
  });

  it('only names a bound that would press the course flat', () => {
    const plan = planUsageChart(times(2), one([10, 20]), [{ kind: 'limit', value: 2_000 }], false);
    expect([plan.top, plan.lines[0]?.at]).toEqual([20, null]);
  });

  it('never cuts a course or a bound that it draws', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 40), { minLength: 1 }), fc.nat(2 ** 40), fc.boolean(), (values, bound, binary) => {
        const plan = planUsageChart(times(values.length), one(values), [{ kind: 'request', value: bound }], binary);
        expect(plan.top * (1 + 1e-6)).toBeGreaterThanOrEqual(Math.max(...values));
        expect(plan.lines[0]?.at ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('rounds up to what people count in', () => {
    expect([0, 7, 11, 980].map((value) => roundUp(value, false))).toEqual([1, 8, 15, 1_000]);
    expect([300, 512, 513].map((value) => roundUp(value, true))).toEqual([320, 512, 640]);
  });

  it('labels at most seven moments, within the span', () => {
    const { ticks, from, to } = planUsageChart(times(240), one([]), [], false);
    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.length).toBeLessThan(8);
    expect(ticks.every(({ time, at }) => time >= from && time <= to && at >= 0 && at <= 1)).toBe(true);
  });
});

describe('the path of a course', () => {
  const draw = (at: readonly number[], values: readonly (number | null)[], width = 100) =>
    pathOf(at, values, planUsageChart(at, one(values), [], false), width, 10);

  it('leaves a gap where nothing is known, and never a line over it', () => {
    expect(draw(times(5), [8, 8, null, 8, 8])).toBe('M0 0L25 0M75 0L100 0');
  });

  it('leaves a gap where samples are missing although nobody wrote so', () => {
    expect(draw([0, every, 10 * every, 11 * every], [1, 1, 1, 1])).toMatch(/^M0 0L[\d.]+ 0M[\d.]+ 0L100 0$/);
  });

  it('shows a sample that stands alone', () => {
    expect(draw(times(3), [1, null, 1])).toBe('M0 0h0M100 0h0');
  });

  it('keeps every peak where there are more samples than pixels', () => {
    const values = Array.from({ length: 2_000 }, (_, index) => (index === 777 ? 8 : 1));
    const path = draw(times(2_000), values);
    expect(path.split('L').length).toBeLessThan(500);
    expect(path).toMatch(/L[\d.]+ 0L/);
  });
});

describe('the sample under the pointer', () => {
  it('is the nearest one', () => {
    expect([-5, 7_000, 8_000, 99_000].map((time) => nearestIndex(times(3), time))).toEqual([0, 0, 1, 2]);
    expect(nearestIndex([], 5)).toBe(-1);
  });
});
