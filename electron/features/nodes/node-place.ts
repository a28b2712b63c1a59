import { isObject, objectOf, textOf } from '../../kube/json-fields.ts';

/** Where a node stands: what drains are ordered by. */
export interface NodePlace {
  /** Zone of its provider; empty when no label says it. */
  readonly zone: string;
  /** Node pool of its provider; empty when no label says it. */
  readonly pool: string;
}

/** v1.LabelTopologyZone, and what it was before Kubernetes 1.17. */
const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** Labels by which providers and node autoscalers name a pool, as their documentation has them. `nodepool` is OVHcloud's. */
const poolLabels = [
  'k8s.scaleway.com/pool-name',
  'eks.amazonaws.com/nodegroup',
  'alpha.eksctl.io/nodegroup-name',
  'cloud.google.com/gke-nodepool',
  'kubernetes.azure.com/agentpool',
  'agentpool',
  'doks.digitalocean.com/node-pool',
  'karpenter.sh/nodepool',
  'node.cluster.x-k8s.io/pool',
  'nodepool',
];

/** Reads zone and pool from the labels of a v1.Node as JSON. */
export function nodePlaceOf(node: unknown): NodePlace {
  const { labels } = objectOf(objectOf(node).metadata);
  const first = (keys: readonly string[]) =>
    isObject(labels) ? (keys.map((key) => textOf(labels[key])).find((value) => value !== '') ?? '') : '';
  return { zone: first(zoneLabels), pool: first(poolLabels) };
}
