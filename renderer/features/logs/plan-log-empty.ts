import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { LogSource } from '../../../shared/logs.ts';
import type { FilterParts } from './filter-parts.ts';
import { hasParts } from './filter-parts.ts';
import type { SelectionState, ViewStatus } from './log-slices.ts';

/** Why no line is on screen. Never an empty screen: each reason has its words and its way out. */
export type LogEmpty =
  /** Pods are still being looked for. */
  | { readonly why: 'opening' }
  /** Every selection was answered and has no pod. */
  | { readonly why: 'no-pods' }
  /** No container has started; `reasons` are Kubernetes', the most frequent first. */
  | { readonly why: 'waiting'; readonly count: number; readonly reasons: readonly string[] }
  /** Nothing can be read; the error of the first source or selection that says why. */
  | { readonly why: 'failed'; readonly error: ClusterError }
  /** What is read has no line in the time that was asked for. `following` containers may still write, `queued` are not read yet. */
  | { readonly why: 'no-lines'; readonly following: number; readonly queued: number }
  /** There are lines, and the filter hides every one. */
  | { readonly why: 'filtered'; readonly count: number };

/** What a view without a visible line says; null while lines are visible, or their counting or filtering is under way. */
export function planLogEmpty({
  visible,
  total,
  filtering,
  parts,
  sources,
  selections,
  selectionCount,
  status,
}: {
  readonly visible: number;
  readonly total: number;
  /** The filter has not been through all lines yet. */
  readonly filtering: boolean;
  readonly parts: FilterParts;
  readonly sources: readonly LogSource[];
  readonly selections: readonly SelectionState[];
  readonly selectionCount: number;
  readonly status: ViewStatus['state'];
}): LogEmpty | null {
  if (visible > 0) return null;
  if (total > 0) return hasParts(parts) && !filtering ? { why: 'filtered', count: total } : null;
  const states = sources.map(({ state }) => state);
  if (sources.length === 0) {
    const error = selections.find((selection) => selection.error !== null)?.error ?? null;
    const answered = selections.length >= selectionCount && selections.every(({ pods }) => pods === 0);
    if (error && answered) return { why: 'failed', error };
    return status === 'open' && answered ? { why: 'no-pods' } : { why: 'opening' };
  }
  const following = states.filter(({ state }) => state === 'following').length;
  const queued = states.filter(({ state }) => state === 'queued').length;
  const connecting = states.filter(({ state }) => state === 'connecting').length;
  if (following > 0) return { why: 'no-lines', following, queued };
  if (connecting + queued > 0) return { why: 'opening' };
  const waiting = states.flatMap((state) => (state.state === 'waiting' ? [state.reason] : []));
  if (waiting.length > 0) return { why: 'waiting', count: waiting.length, reasons: byFrequency(waiting) };
  const failed = states.flatMap((state) => ('error' in state ? [state.error] : []));
  const [error] = failed;
  if (error && failed.length === states.length) return { why: 'failed', error };
  return { why: 'no-lines', following: 0, queued: 0 };
}

function byFrequency(reasons: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) if (reason !== '') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
}
