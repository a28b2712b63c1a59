import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainNodePlan, DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';
import { countPods, type PodCounts } from './plan-counts.ts';
import { isInTheWay, isQuietDaemon, type PodShape, pointedOut, shapeOf, worstFirst } from './plan-outcome.ts';

/** A line of the table of pods. `key` stays the same from plan to plan. */
export type PlanRow = NodeRow | PodRow | DaemonsRow;

/** The head of a node's pods. */
export interface NodeRow {
  readonly type: 'node';
  readonly key: string;
  readonly contextId: ContextId;
  readonly node: DrainNodePlan;
  readonly counts: PodCounts;
}

/** One pod. */
export interface PodRow {
  readonly type: 'pod';
  readonly key: string;
  readonly contextId: ContextId;
  readonly pod: DrainPodPlan;
  readonly shape: PodShape;
}

/** The pods of DaemonSets that stay on a node, as one line that can be opened. */
export interface DaemonsRow {
  readonly type: 'daemons';
  readonly key: string;
  readonly contextId: ContextId;
  readonly pods: readonly DrainPodPlan[];
  readonly open: boolean;
}

/** What of the plans is shown. */
export interface ShownRows {
  readonly onlyInTheWay: boolean;
  /** Keys of the `daemons` rows that are open. */
  readonly open: ReadonlySet<string>;
}

/** All plans as one list: contexts and nodes in their order, pods of a node worst first, what stays by itself last. */
export function rowsOf(
  plans: readonly { readonly contextId: ContextId; readonly plan: DrainPlan }[],
  { onlyInTheWay, open }: ShownRows,
): readonly PlanRow[] {
  const rows: PlanRow[] = [];
  for (const { contextId, plan } of plans) {
    const pointed = pointedOut(plan);
    const podRow = (pod: DrainPodPlan): PodRow => ({
      type: 'pod',
      key: `${contextId}\n${pod.uid}`,
      contextId,
      pod,
      shape: shapeOf(pod, pointed.has(pod.uid)),
    });
    for (const node of plan.nodes) {
      const shown = onlyInTheWay ? node.pods.filter(isInTheWay) : node.pods;
      if (onlyInTheWay && shown.length === 0) continue;
      const key = `${contextId}\n${node.name}`;
      rows.push({ type: 'node', key, contextId, node, counts: countPods(node.pods) });
      const daemons = shown.filter(isQuietDaemon);
      // A single one says more by its own name.
      const folded = daemons.length > 1;
      for (const pod of worstFirst(folded ? shown.filter((each) => !isQuietDaemon(each)) : shown, pointed)) rows.push(podRow(pod));
      if (!folded) continue;
      const foldKey = `${key}\ndaemons`;
      rows.push({ type: 'daemons', key: foldKey, contextId, pods: daemons, open: open.has(foldKey) });
      if (open.has(foldKey)) for (const pod of daemons) rows.push(podRow(pod));
    }
  }
  return rows;
}

/** Whether the cursor may stand on a row: heads of nodes are passed over. */
export function isStop(row: PlanRow): boolean {
  return row.type !== 'node';
}

/** The place of the row that is `by` stops away from `from` (-1 = before the first), or `from` at the end of the list. */
export function stopAfter(rows: readonly PlanRow[], from: number, by: number): number {
  const step = by < 0 ? -1 : 1;
  let place = from;
  let left = Math.abs(by);
  for (let index = from + step; left > 0 && index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    if (row === undefined || !isStop(row)) continue;
    place = index;
    left--;
  }
  return place;
}

/** The place of the next pod after `from` that is in the way, from the top again after the last; -1 when there is none. */
export function nextInTheWay(rows: readonly PlanRow[], from: number): number {
  for (let step = 1; step <= rows.length; step++) {
    const index = (Math.max(from, -1) + step) % rows.length;
    const row = rows[index];
    if (row?.type === 'pod' && isInTheWay(row.pod)) return index;
  }
  return -1;
}
