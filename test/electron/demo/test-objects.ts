import type { ClusterState } from '../../../electron/demo/cluster-state.ts';
import type { KubeObject } from '../../../electron/demo/kube-object.ts';

/** A running pod. */
export const pod = (namespace: string, name: string, labels: Record<string, string> = { app: 'web' }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels },
  spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'shop/app:1' }] },
  status: {
    phase: 'Running',
    podIPs: [{ ip: '10.0.0.9' }],
    containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: { startedAt: '2026-11-23T10:00:00Z' } } }],
  },
});

/** A namespace. */
export const namespace = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase: 'Active' },
});

/** Namespace `shop` with that many pods, `pod-0000` on. */
export function fillShop(cluster: ClusterState, pods: number): void {
  cluster.create('namespaces', namespace('shop'));
  for (let index = 0; index < pods; index += 1) cluster.create('pods', pod('shop', `pod-${String(index).padStart(4, '0')}`));
}
