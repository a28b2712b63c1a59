import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planFillBar } from '../../../renderer/ui/plan-fill-bar.ts';

const amount = fc.option(fc.integer({ min: 0, max: 1_000_000 }));

describe('planFillBar', () => {
  it('says attention above 85 % used and broken above 95 %, not before', () => {
    const at = (used: number) => planFillBar({ used, requested: 0, allocatable: 100 }).state;
    expect([85, 86, 95, 96].map(at)).toEqual(['ok', 'attention', 'attention', 'broken']);
  });

  it('takes a high request for a plan, not for trouble', () => {
    expect(planFillBar({ used: 10, requested: 99, allocatable: 100 }).state).toBe('ok');
  });

  it('shows the request alone where nobody measures', () => {
    expect(planFillBar({ used: null, requested: 50, allocatable: 100 })).toEqual({
      used: null,
      requested: 0.5,
      noData: false,
      state: 'ok',
    });
  });

  it('is hatched where there is no whole, or no part of it is known; a zero is a zero', () => {
    expect(planFillBar({ used: 1, requested: 1, allocatable: null }).noData).toBe(true);
    expect(planFillBar({ used: 1, requested: 1, allocatable: 0 }).noData).toBe(true);
    expect(planFillBar({ used: null, requested: null, allocatable: 100 }).noData).toBe(true);
    expect(planFillBar({ used: 0, requested: 0, allocatable: 100 })).toMatchObject({ used: 0, requested: 0, noData: false });
  });

  it('never draws outside of the track, whatever a cluster says', () => {
    fc.assert(
      fc.property(amount, amount, amount, (used, requested, allocatable) => {
        const plan = planFillBar({ used, requested, allocatable });
        for (const part of [plan.used, plan.requested]) if (part !== null) expect(part >= 0 && part <= 1).toBe(true);
      }),
    );
  });
});
