import type { ContextId } from '../../../shared/context-id.ts';
import { pathOfTable } from './fleet-links.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** A number of a cluster that leads to the table it counts. */
export interface FleetFact {
  readonly id: 'nodes' | 'pods' | 'deployments' | 'warnings';
  /** The first number; null = not known. */
  readonly value: number | null;
  /** What it is out of; null where it is out of nothing. */
  readonly total: number | null;
  readonly tone: 'ok' | 'attention' | 'broken';
  /** Address of the table behind it. */
  readonly path: string;
}

/** The four numbers at the foot of a panel. What ended well is neither fine nor failing: it is left out of the pods. */
export function planFacts({ context: { id }, overview }: FleetCluster): readonly FleetFact[] {
  const nodes = overview?.nodes ?? null;
  const pods = overview?.pods ?? null;
  const deployments = overview?.deployments ?? null;
  const missing = (ready: number, total: number, worse: 'attention' | 'broken') => (ready < total ? worse : 'ok');
  const alive = pods === null ? null : pods.total - pods.succeeded;
  return [
    {
      id: 'nodes',
      value: nodes?.ready ?? null,
      total: nodes?.total ?? null,
      tone: nodes === null ? 'ok' : missing(nodes.ready, nodes.total, 'broken'),
      path: pathOfTable(id, 'nodes'),
    },
    {
      id: 'pods',
      value: pods === null || alive === null ? null : Math.max(0, alive - pods.failing),
      total: alive,
      tone: pods === null || pods.failing === 0 ? 'ok' : pods.broken > 0 ? 'broken' : 'attention',
      path: pathOfTable(id, 'pods', { problems: (pods?.failing ?? 0) > 0 }),
    },
    {
      id: 'deployments',
      value: deployments?.ready ?? null,
      total: deployments?.total ?? null,
      tone: deployments === null ? 'ok' : missing(deployments.ready, deployments.total, 'attention'),
      path: pathOfTable(id, 'deployments.apps'),
    },
    { id: 'warnings', value: overview?.warnings ?? null, total: null, tone: 'ok', path: pathOfWarnings(id) },
  ];
}

function pathOfWarnings(id: ContextId): string {
  return pathOfTable(id, 'events', { filter: 'Warning' });
}
