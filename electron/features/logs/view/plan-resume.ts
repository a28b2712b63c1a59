import type { Stamp } from '../feed.ts';
import { type LineColumns, markFlag } from './line-columns.ts';

/** Where one source goes on: its last stamp, and the lines of that second. */
export interface ResumePlan {
  readonly at: Stamp;
  /** Oldest first. */
  readonly ids: readonly number[];
}

const microsPerSecond = 1_000_000;

/**
 * Where each of `sources` goes on, from the lines `firstId` up to `nextId` that are kept, in one walk back from the end that stops
 * when all have been found. Sources without lines have no plan and make the walk go through everything.
 */
export function planResume(columns: LineColumns, firstId: number, nextId: number, sources: ReadonlySet<number>): Map<number, ResumePlan> {
  const plans = new Map<number, { at: Stamp; second: number; ids: number[] }>();
  const open = new Set(sources);
  for (let id = nextId - 1; id >= firstId && open.size > 0; id--) {
    const source = columns.source(id);
    if (!open.has(source) || (columns.flags(id) & markFlag) !== 0) continue;
    const at = { micros: columns.micros(id), nanos: columns.nanos(id) };
    const plan = plans.get(source);
    if (plan === undefined) plans.set(source, { at, second: Math.floor(at.micros / microsPerSecond), ids: [id] });
    else if (at.micros >= plan.second * microsPerSecond) plan.ids.push(id);
    else open.delete(source);
  }
  return new Map(Array.from(plans, ([source, { at, ids }]) => [source, { at, ids: ids.reverse() }]));
}
