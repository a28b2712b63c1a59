import type { PoolNode, PoolTaint } from '../../../../shared/node-pool.ts';

type Labels = PoolNode['labels'];

/** The first of these labels that has a value; empty when none has. */
function first(labels: Labels, keys: readonly string[]): string {
  return keys.map((key) => labels[key] ?? '').find((value) => value !== '') ?? '';
}

/** Zone of a node; empty when no label says one, and for the words that say there is none: OpenStack's `nova` in regions of one zone, Azure's `0`. */
export function zoneOf(labels: Labels): string {
  const zone = first(labels, ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone']);
  return zone === 'nova' || zone === '0' ? '' : zone;
}

/** Machine type of a node; empty when no label says one. k3s and RKE2 write their own name where nobody tells them the machine. */
export function instanceTypeOf(labels: Labels): string {
  const type = first(labels, ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type']);
  return type === 'k3s' || type === 'rke2' ? '' : type;
}

/** Whether a machine may be taken away at any time, as labels of Karpenter, EKS, GKE and AKS say; null when none does. */
export function capacityTypeOf(labels: Labels): 'spot' | 'on-demand' | null {
  const said = first(labels, ['karpenter.sh/capacity-type', 'eks.amazonaws.com/capacityType']).toLowerCase();
  if (said === 'spot') return 'spot';
  if (said !== '') return 'on-demand';
  if (labels['cloud.google.com/gke-spot'] === 'true' || labels['cloud.google.com/gke-preemptible'] === 'true') return 'spot';
  if (first(labels, ['kubernetes.azure.com/scalesetpriority', 'kubernetes.azure.com/priority']) === 'spot') return 'spot';
  return labels['cloud.google.com/gke-provisioning'] === 'standard' ? 'on-demand' : null;
}

/** Taints that Kubernetes and autoscalers set and take away by themselves: they say something of a moment, not of the pool. */
export function isPassing({ key }: PoolTaint): boolean {
  return (
    key.startsWith('node.kubernetes.io/') ||
    key.startsWith('node.cloudprovider.kubernetes.io/') ||
    key.startsWith('node.cilium.io/') ||
    key === 'DeletionCandidateOfClusterAutoscaler' ||
    removerOf([{ key, value: '', effect: '' }]) !== null
  );
}

/** Who is removing a node, as its taints say; null when nobody is. */
export function removerOf(taints: readonly PoolTaint[]): 'cluster-autoscaler' | 'karpenter' | null {
  for (const { key } of taints) {
    if (key === 'ToBeDeletedByClusterAutoscaler') return 'cluster-autoscaler';
    if (key === 'karpenter.sh/disrupted' || key === 'karpenter.sh/disruption') return 'karpenter';
  }
  return null;
}

/** Whose removal of a node somebody has forbidden; null when nobody has. */
export function keptFrom(annotations: PoolNode['annotations']): 'cluster-autoscaler' | 'karpenter' | null {
  if (annotations['cluster-autoscaler.kubernetes.io/scale-down-disabled'] === 'true') return 'cluster-autoscaler';
  return annotations['karpenter.sh/do-not-disrupt'] === 'true' || annotations['karpenter.sh/do-not-consolidate'] === 'true'
    ? 'karpenter'
    : null;
}
