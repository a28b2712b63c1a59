import type { PoolNode } from '../../../../shared/node-pool.ts';
import type { Row } from '../../../../shared/row.ts';
import { nodeFactsOf } from '../../../../shared/row-facts.ts';

/** What pools need of a row of nodes; null when the row has no facts. */
export function poolNodeOfRow(row: Row): PoolNode | null {
  const facts = nodeFactsOf(row);
  if (facts === null) return null;
  // As the server's printers do, the last condition Ready counts.
  const ready = facts.conditions.findLast((condition) => condition.type === 'Ready');
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
