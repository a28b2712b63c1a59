import type { DrainRun } from '../../../shared/drain-run.ts';
import { formatElapsed } from '../../ui/format-time.ts';
import type { Shape } from '../../ui/health-shape.tsx';
import { type Hold, planHolds } from './plan-holds.ts';
import { countRun } from './plan-run-counts.ts';
import { isOver } from './run-state-words.ts';
import type { RunWords } from './run-words.ts';

/** How a run ended, or that it waits for its user. */
export interface EndNotice {
  /** Id of the run. */
  readonly run: string;
  readonly mark: Shape;
  readonly title: RunWords;
  readonly detail: RunWords;
  /** Stays until it is read: what needs somebody. */
  readonly sticky: boolean;
}

/** What is new between two states of all runs; `before` null = the page has only begun, so that only what waits for somebody is worth a word. Pure. */
export function planNotices(
  before: readonly DrainRun[] | null,
  now: readonly DrainRun[],
): { readonly holds: readonly Hold[]; readonly ends: readonly EndNotice[] } {
  const holds: Hold[] = [];
  const ends: EndNotice[] = [];
  for (const run of now) {
    const was = before?.find(({ id }) => id === run.id);
    if (run === was) continue;
    if (!isOver(run)) {
      const known = new Set(was === undefined ? [] : planHolds(was).map(({ key }) => key));
      holds.push(...planHolds(run).filter(({ key, grade }) => grade === 'broken' && !known.has(key)));
    }
    if (was === undefined ? run.state === 'interrupted' : was.state !== run.state) ends.push(...endOf(run));
  }
  return { holds, ends };
}

function endOf(run: DrainRun): readonly EndNotice[] {
  const nodes = run.contexts.flatMap((context) => context.nodes);
  const counts = countRun(nodes);
  const elapsed = run.endedAt === null ? '' : formatElapsed(run.endedAt - run.startedAt);
  const cordoned = nodes.filter(({ cordonedByRun }) => cordonedByRun).length;
  const notice = (mark: Shape, sticky: boolean): EndNotice => ({
    run: run.id,
    mark,
    title: { key: `end.${run.state}`, values: { count: nodes.length } },
    detail: { key: `end.${run.state}Detail`, values: { left: counts.leaving - counts.done, count: counts.done, elapsed, cordoned } },
    sticky,
  });
  switch (run.state) {
    case 'done':
      return [notice('ok', false)];
    case 'stopped':
      return [notice('none', false)];
    case 'failed':
      return [notice('broken', true)];
    case 'interrupted':
      // The mark in the status bar goes on saying so.
      return [notice('attention', false)];
    default:
      return [];
  }
}
