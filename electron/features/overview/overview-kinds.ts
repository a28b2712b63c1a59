import { nodesKey, podsKey } from './cluster-board.ts';
import { everything, type OverviewKind } from './overview-kind.ts';
import { problemKinds } from './problems/problem-kinds.ts';
import { poolKinds } from './provider/pool-kinds.ts';

/** The lists that an overview is made from. Pods and nodes are those of the tables, so that they are listed once. */
export const overviewKinds: readonly OverviewKind[] = [
  { key: podsKey, query: everything({ group: '', version: 'v1', resource: 'pods' }) },
  { key: nodesKey, query: everything({ group: '', version: 'v1', resource: 'nodes' }) },
  ...problemKinds,
  ...poolKinds,
];
