import type { Fill } from '../../shared/overview.ts';

/** Above these parts of what there is to give, a bar says so (design.md). */
const attentionAbove = 0.85;
const brokenAbove = 0.95;

/** What a bar draws: parts of the whole, 0 to 1. */
export interface FillBarPlan {
  /** Null = not known, so no line. */
  readonly used: number | null;
  readonly requested: number | null;
  /** Neither is known, or what there is to give is not: hatched. */
  readonly noData: boolean;
  readonly state: 'ok' | 'attention' | 'broken';
}

/**
 * How a bar shows a fill. Where use is not known the request is shown alone; where what there is to give is not known, or is nothing, there is no whole to show a part of. State
 * is that of what is used: a request of 91 % is a plan, memory used to 91 % is a fact.
 */
export function planFillBar({ used, requested, allocatable }: Pick<Fill, 'used' | 'requested' | 'allocatable'>): FillBarPlan {
  if (allocatable === null || allocatable <= 0 || (used === null && requested === null)) {
    return { used: null, requested: null, noData: true, state: 'ok' };
  }
  const part = (value: number | null) => (value === null ? null : Math.max(0, value / allocatable));
  const usedPart = part(used) ?? 0;
  return {
    used: cut(part(used)),
    requested: cut(part(requested)),
    noData: false,
    state: usedPart > brokenAbove ? 'broken' : usedPart > attentionAbove ? 'attention' : 'ok',
  };
}

/** More than all of it is drawn as all of it: the number beside the bar says how much. */
function cut(part: number | null): number | null {
  return part === null ? null : Math.min(1, part);
}
