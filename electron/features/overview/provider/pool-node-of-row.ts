import type { PoolNode } from '../../../../shared/node-pool.ts';
import type { Row } from '../../../../shared/row.ts';
import { nodeFactsOf, readyConditionOf } from '../../../../shared/row-facts.ts';

/** What pools need of a row of nodes; null when the row has no facts. */
export function poolNodeOfRow(row: Row): PoolNode | null {
  const facts = nodeFactsOf(row);
  if (facts === null) return null;
  const ready = readyConditionOf(facts);
  return {
    name: row.name,
    labels: row.labels,
    annotations: facts.annotations,
    providerID: facts.providerID,
    taints: facts.taints,
    ready: ready?.status === 'True' || ready?.status === 'False' ? ready.status : ready === undefined ? null : 'Unknown',
    readySince: ready?.since ?? null,
    unschedulable: facts.unschedulable,
    deleting: facts.terminating,
    kubeletVersion: facts.kubeletVersion,
    architecture: facts.architecture,
    createdAt: row.createdAt,
  };
}
