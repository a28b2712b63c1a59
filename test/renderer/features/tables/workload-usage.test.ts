import { describe, expect, it } from 'vitest';
import { WorkloadUsage } from '../../../../renderer/features/tables/workload-usage.ts';
import { ClusterUsage } from '../../../../renderer/state/usage-book.ts';
import type { Row } from '../../../../shared/row.ts';
import { packPodFacts } from '../../../../shared/row-facts.ts';

function pod(name: string, owner: readonly [string, string], hash: string): Row {
  const facts = packPodFacts({ phase: 'Running', owner, requests: { cpu: 0, memory: 0 }, limits: { cpu: null, memory: null } });
  const labels = hash === '' ? {} : { 'pod-template-hash': hash };
  return { uid: name, namespace: 'shop', name, createdAt: 0, health: 'ok', cells: [], labels, facts };
}

describe('usage of workloads', () => {
  const rows = [pod('web-5d4f-a', ['ReplicaSet', 'web-5d4f'], '5d4f'), pod('web-7c9b-b', ['ReplicaSet', 'web-7c9b'], '7c9b')];
  const list = { rows: new Map(rows.map((row) => [row.uid, row])) };
  const live = { state: 'live', at: 1, receivedAt: 1, windowMs: 1, everyMs: 1 } as const;
  const usage = new ClusterUsage(0);
  const take = (cpu: readonly number[]) =>
    usage.take({
      nodeState: live,
      podState: live,
      blind: { silent: null, certificatesChecked: null },
      nodes: null,
      pods: {
        places: [
          [0, 'shop/web-5d4f-a'],
          [1, 'shop/web-7c9b-b'],
        ],
        cpu,
        memory: [100, 200],
      },
    });

  it('is the sum over the pods of a Deployment, through all of its ReplicaSets, and of each ReplicaSet', () => {
    take([5, 7]);
    const workloads = new WorkloadUsage(list);
    expect(workloads.get(usage, 'Deployment/shop/web')).toEqual({ cpu: 12, memory: 300 });
    expect(workloads.get(usage, 'ReplicaSet/shop/web-5d4f')).toEqual({ cpu: 5, memory: 100 });
  });

  it('is made anew with every round, and nothing where no pod is measured', () => {
    const workloads = new WorkloadUsage(list);
    workloads.get(usage, 'Deployment/shop/web');
    take([50, 7]);
    expect(workloads.get(usage, 'Deployment/shop/web')?.cpu).toBe(57);
    expect(workloads.get(usage, 'Deployment/shop/idle')).toBeNull();
  });
});
