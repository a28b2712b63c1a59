import { mostChanges } from '../../../../../shared/overview.ts';
import type { Change } from '../../../../../shared/problem.ts';
import type { Row } from '../../../../../shared/row.ts';
import type { RowsByKey } from '../problem-kinds.ts';
import { nodeChanges } from './node-changes.ts';
import { rolloutChanges } from './rollout-changes.ts';
import { scaleChanges } from './scale-changes.ts';
import { stepsSince } from './scale-events.ts';

/** What changes are found in. */
export interface ChangeFacts {
  /** ms since the epoch, by the server's clock. */
  readonly now: number;
  readonly nodes: readonly Row[] | null;
  readonly rows: RowsByKey;
}

/** How far back changes are looked for, in ms: API servers keep events for an hour. */
const changesMs = 3_600_000;

/** What changed in the last hour, the newest first, at most `mostChanges`; who did it is told by autoscalers only. Pure. */
export function planChanges({ now, nodes, rows }: ChangeFacts): readonly Change[] {
  const from = now - changesMs;
  const steps = stepsSince(rows, from);
  return [...rolloutChanges(rows, steps, from), ...scaleChanges(rows, steps, from), ...nodeChanges(nodes, rows, from)]
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, mostChanges);
}
