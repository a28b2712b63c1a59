import type { KubeObject } from '../kube-object.ts';
import { cloneJson, kubeTime, listAt, textAt } from '../kube-object.ts';
import { memoryBytes } from '../life/pod-types.ts';
import type { Random } from '../life/simulation.ts';
import { managedFields } from '../managed-fields.ts';
import type { NodePoolSpec } from './cluster-spec.ts';

const DAY_MS = 86_400_000;

/** Node objects of a pool, alike but for names, addresses and zones. */
export function buildNodes(pool: NodePoolSpec, random: Random, now: number, firstAddress: number): readonly KubeObject[] {
  return pool.names.map((name, index) => {
    const node = cloneJson(pool.template) as KubeObject;
    const zone = pool.zones[index % pool.zones.length] ?? '';
    const created = kubeTime(now - pool.ageDays * DAY_MS - index * 3_600_000);
    const address = name.startsWith('ip-') ? name.slice(3).split('.')[0]?.replaceAll('-', '.') : `172.16.${firstAddress}.${index + 4}`;
    node.metadata = {
      ...node.metadata,
      name,
      uid: random.uid(),
      creationTimestamp: created,
      labels: {
        ...node.metadata.labels,
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': zone,
        'failure-domain.beta.kubernetes.io/zone': zone,
        ...pool.labels,
      },
      managedFields: managedFields('kubelet', 'v1', created, ['f:status'], 'status'),
    };
    delete node.metadata.resourceVersion;
    const { unschedulable: _unschedulable, taints: _taints, ...spec } = node.spec as Record<string, unknown>;
    const providerId = textAt(node, 'spec', 'providerID').replace(
      /[^/]+$/,
      name.startsWith('ip-') ? `i-${random.uid().replace(/-/g, '').slice(0, 17)}` : random.uid(),
    );
    node.spec = {
      ...spec,
      providerID: providerId,
      podCIDR: `10.2.${firstAddress + index}.0/24`,
      podCIDRs: [`10.2.${firstAddress + index}.0/24`],
    };
    const status = node.status as Record<string, unknown>;
    const memoryKi = memoryBytes(pool.memory) / 1024;
    const amounts = {
      cpu: pool.cpu,
      'ephemeral-storage': '83873772Ki',
      'hugepages-1Gi': '0',
      'hugepages-2Mi': '0',
      memory: pool.memory,
      pods: pool.pods,
    };
    node.status = {
      ...status,
      // The reserve of the providers: about 160 millicores and a tenth of the memory.
      capacity: amounts,
      allocatable: { ...amounts, cpu: `${Number(pool.cpu) * 1000 - 160}m`, memory: `${Math.round(memoryKi * 0.9)}Ki` },
      addresses: [
        { type: 'InternalIP', address },
        ...listAt(status, 'addresses')
          .filter((entry) => textAt(entry, 'type') === 'ExternalIP')
          .map(() => ({ type: 'ExternalIP', address: `203.0.113.${firstAddress + index}` })),
        { type: 'Hostname', address: name },
      ],
      conditions: listAt(status, 'conditions').map((condition) => ({
        ...(condition as object),
        lastHeartbeatTime: kubeTime(now),
        lastTransitionTime: created,
      })),
    };
    return node;
  });
}
