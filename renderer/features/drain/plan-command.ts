import type { DrainPace } from '../../../shared/drain-run.ts';

/** What `kubectl drain` does otherwise than the run that is started here. */
export type CommandDifference = 'one-after-other' | 'does-not-wait' | 'goes-on';

/**
 * What the equal command does otherwise, for so many nodes of one context; empty = it is equal. kubectl/pkg/cmd/drain/drain.go, RunDrain: one node
 * after the other, each begun when the pods of the one before are gone, and on with the next after one that failed.
 */
export function commandDifferences({ nodesAtOnce, waitUntilReady, stopOnFailure }: DrainPace, nodes: number): readonly CommandDifference[] {
  if (nodes < 2) return [];
  return [
    ...(nodesAtOnce > 1 ? (['one-after-other'] as const) : []),
    ...(waitUntilReady ? (['does-not-wait'] as const) : []),
    ...(stopOnFailure ? (['goes-on'] as const) : []),
  ];
}
