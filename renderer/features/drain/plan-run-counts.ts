import type { RunNode } from '../../../shared/drain-run.ts';
import { type PodKind, podKindOf, podKinds } from './pod-kind.ts';

/** Pods of a run by what they come to. */
export interface RunCounts extends Readonly<Record<PodKind, number>> {
  /** Those that are to leave: all but those that stay by kubectl's verdict. */
  readonly leaving: number;
  /** Those of them that are neither moved nor left: what the run is still about. */
  readonly open: number;
}

/** Counts the pods of nodes. */
export function countRun(nodes: readonly Pick<RunNode, 'pods'>[]): RunCounts {
  const counts = Object.fromEntries(podKinds.map((kind) => [kind, 0])) as Record<PodKind, number>;
  let pods = 0;
  for (const node of nodes)
    for (const pod of node.pods) {
      counts[podKindOf(pod)]++;
      pods++;
    }
  const leaving = pods - counts.stays;
  return { ...counts, leaving, open: leaving - counts.done - counts.left - counts.refused - counts.failed };
}
