import type { NodeCounts } from '../../../shared/overview.ts';
import type { Row } from '../../../shared/row.ts';
import { isReady, type NodeFacts, nodeFactsOf } from '../../../shared/row-facts.ts';

/** Nodes by state. */
export function countNodes(rows: Iterable<Row>): NodeCounts {
  const counts = { total: 0, ready: 0, cordoned: 0 };
  for (const row of rows) {
    const facts = nodeFactsOf(row);
    if (facts === null) continue;
    counts.total++;
    if (isReady(facts)) counts.ready++;
    if (facts.unschedulable) counts.cordoned++;
  }
  return counts;
}

/** What all nodes give to pods; null without nodes. Nodes that are not ready still belong to it: their pods are counted as well. */
export function allocatableOf(rows: Iterable<Row>): NodeFacts['allocatable'] | null {
  let sum: { cpu: number; memory: number; pods: number } | null = null;
  for (const row of rows) {
    const facts = nodeFactsOf(row);
    if (facts === null) continue;
    sum ??= { cpu: 0, memory: 0, pods: 0 };
    sum.cpu += facts.allocatable.cpu;
    sum.memory += facts.allocatable.memory;
    sum.pods += facts.allocatable.pods;
  }
  return sum;
}
