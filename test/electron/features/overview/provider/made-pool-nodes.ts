import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFacts } from '../../../../../electron/features/nodes/node-facts-of-row.ts';
import type { PoolExtras } from '../../../../../electron/features/overview/provider/plan-pool-bounds.ts';
import { poolNodeOfRow } from '../../../../../electron/features/overview/provider/pool-node-of-row.ts';
import { rowOfObject } from '../../../../../electron/kube/row-of-object.ts';
import type { PoolNode } from '../../../../../shared/node-pool.ts';
import { parseTime } from '../../../../../shared/parse-time.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/providers');

/** A Node or workload of test/fixtures/providers, as the API gives it. */
export function providerFixture(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(fixtures, path), 'utf8'));
}

/** A Node of the fixtures as pools see it, through its row. */
export function poolNode(name: string): PoolNode {
  return poolNodeOf(providerFixture(`nodes/${name}.json`));
}

/** Any Node as pools see it, through its row. */
export function poolNodeOf(object: Record<string, unknown>): PoolNode {
  const metadata = object.metadata as { creationTimestamp?: string } | undefined;
  const row = rowOfObject(object, parseTime(metadata?.creationTimestamp), 'ok', []);
  const node = poolNodeOfRow({ ...row, facts: nodeFacts(object) });
  if (node === null) throw new Error('a node without facts');
  return node;
}

/** A node that is Ready and of no pool. */
export function madeNode(fields: Partial<PoolNode> = {}): PoolNode {
  return {
    name: 'node',
    labels: {},
    annotations: {},
    providerID: '',
    taints: [],
    ready: 'True',
    readySince: null,
    unschedulable: false,
    deleting: false,
    kubeletVersion: 'v1.34.1',
    architecture: 'amd64',
    createdAt: null,
    ...fields,
  };
}

/** A cluster in which nothing tells bounds. */
export const noExtras: PoolExtras = {
  controlPlane: 'unknown',
  serverVersion: 'v1.34.6',
  autoscaler: { state: 'absent' },
  ovhPools: { state: 'absent' },
  karpenterPools: { state: 'absent' },
};
