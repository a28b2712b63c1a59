import { planMissingSample } from '../../../shared/plan-missing-sample.ts';
import type { Cell, Row } from '../../../shared/row.ts';
import { nodeFactsOf, podFactsOf, readyConditionOf } from '../../../shared/row-facts.ts';
import type { MissingSample, MissingUsage, UsageState } from '../../../shared/usage.ts';
import type { ClusterUsage } from '../../state/usage-book.ts';
import type { UsageOf } from './usage-columns.ts';

/** Why a cell of usage is empty. */
export type EmptyUsage =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'cluster'; readonly why: MissingUsage }
  | MissingSample
  | { readonly kind: 'no-request' | 'no-limit' }
  /** A workload without a pod that is measured. */
  | { readonly kind: 'no-pods' };

/** What is asked about. */
export interface EmptyCell {
  readonly columnId: string;
  /** Its object has a sample: then a share is missing, because a pod has no share of a request that it does not make. */
  readonly measured: boolean;
  /** Other cells of the row, by column. */
  readonly cell: (columnId: string) => Cell;
  /** ms since the epoch. */
  readonly now: number;
}

/** Why nothing is known of the object of a row. */
export function planEmptyUsage(kind: UsageOf, usage: ClusterUsage | undefined, row: Row, asked: EmptyCell): EmptyUsage {
  const { columnId, measured, now } = asked;
  if (measured) return { kind: columnId.endsWith('-limit') ? 'no-limit' : 'no-request' };
  if (usage === undefined) return { kind: 'waiting' };
  const state: UsageState = kind === 'nodes' ? usage.nodeState : usage.podState;
  if (state.state === 'waiting') return { kind: 'waiting' };
  if (state.state === 'missing') return { kind: 'cluster', why: state.why };
  if (kind === 'workloads') return { kind: 'no-pods' };
  const { certificatesChecked } = usage.blind;
  const ageMs = row.createdAt === null ? null : now - row.createdAt;
  if (kind === 'nodes') {
    const ready = readyConditionOf(nodeFactsOf(row))?.status;
    const node = { name: row.name, ready: ready === undefined ? null : ready === 'True', measured: false };
    return planMissingSample({ ageMs, running: true, node }, certificatesChecked);
  }
  return planMissingSample({ ageMs: sinceBegun(asked, ageMs), running: runs(row, asked), node: nodeOf(usage, asked) }, certificatesChecked);
}

/** Of a container that began anew there is no sample either, however old its pod is. */
function sinceBegun({ cell, now }: EmptyCell, ageMs: number | null): number | null {
  const restarts = cell('restarts');
  if (ageMs === null || restarts === null || typeof restarts !== 'object' || !('count' in restarts) || restarts.lastAt === null)
    return ageMs;
  return Math.min(ageMs, now - restarts.lastAt);
}

/** Whether a container of a pod runs, by phase, READY and STATUS: with none ready, a status that is not Running is that of a container which waits or ended. */
function runs(row: Row, { cell }: EmptyCell): boolean | null {
  const phase = podFactsOf(row)?.phase ?? '';
  if (phase !== '' && phase !== 'Running') return false;
  const ready = cell('ready');
  if (typeof ready !== 'string' || phase === '') return null;
  if (!ready.startsWith('0/')) return true;
  const status = cell('status');
  return status === 'Running' || status === 'Terminating' ? null : false;
}

function nodeOf(usage: ClusterUsage, { cell }: EmptyCell) {
  const name = cell('node');
  if (typeof name !== 'string' || name === '' || name === '<none>') return null;
  const { silent } = usage.blind;
  // Where no node has a sample they may not be read.
  const measured = usage.nodes.size === 0 ? null : usage.nodes.get(name) !== null;
  return { name, ready: silent === null ? null : !silent.includes(name), measured };
}
