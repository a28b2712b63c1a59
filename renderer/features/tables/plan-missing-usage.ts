import type { Row } from '../../../shared/row.ts';
import { nodeFactsOf, podFactsOf } from '../../../shared/row-facts.ts';
import type { MissingUsage, UsageState } from '../../../shared/usage.ts';
import type { ClusterUsage } from '../../state/usage-book.ts';
import type { UsageOf } from './usage-columns.ts';

/** Why a cell of usage is empty. */
export type EmptyUsage =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'cluster'; readonly why: MissingUsage }
  /** Younger than what metrics-server needs for its first sample. */
  | { readonly kind: 'too-young' }
  | { readonly kind: 'not-running' }
  | { readonly kind: 'node-silent'; readonly node: string }
  | { readonly kind: 'not-scraped'; readonly node: string }
  | { readonly kind: 'no-request' | 'no-limit' }
  /** A workload without a pod that is measured. */
  | { readonly kind: 'no-pods' }
  | { readonly kind: 'unknown' };

/** kubectl top waits so long for a pod's first sample before it calls its absence an error (pkg/cmd/top/top_pod.go, metricsCreationDelay). In ms. */
const youngMs = 120_000;

/**
 * Why nothing is known of the object of a row. `node`: where a pod runs; empty when nowhere. `columnId` tells a share from a value: a pod that is measured has no share of a
 * request that it does not make. `now`: ms since the epoch.
 */
export function planEmptyUsage(
  kind: UsageOf,
  usage: ClusterUsage | undefined,
  row: Row,
  input: { readonly node: string; readonly columnId: string; readonly measured: boolean; readonly now: number },
): EmptyUsage {
  const { node, columnId, measured, now } = input;
  if (measured) return { kind: columnId.endsWith('-limit') ? 'no-limit' : 'no-request' };
  if (usage === undefined) return { kind: 'waiting' };
  const state: UsageState = kind === 'nodes' ? usage.nodeState : usage.podState;
  if (state.state === 'waiting') return { kind: 'waiting' };
  if (state.state === 'missing') return { kind: 'cluster', why: state.why };
  if (kind === 'nodes') return nodeReason(row);
  if (kind === 'workloads') return { kind: 'no-pods' };
  const phase = podFactsOf(row)?.phase ?? '';
  if (phase !== '' && phase !== 'Running') return { kind: 'not-running' };
  if (row.createdAt !== null && now - row.createdAt < youngMs) return { kind: 'too-young' };
  // A node that is measured has all its pods measured, except those that have no container running.
  if (node !== '' && usage.nodes.size > 0) return usage.nodes.get(node) === null ? { kind: 'not-scraped', node } : { kind: 'not-running' };
  return { kind: 'unknown' };
}

function nodeReason(row: Row): EmptyUsage {
  const ready = nodeFactsOf(row)?.conditions.findLast(({ type }) => type === 'Ready')?.status;
  if (ready === undefined) return { kind: 'unknown' };
  return { kind: ready === 'True' ? 'not-scraped' : 'node-silent', node: row.name };
}
