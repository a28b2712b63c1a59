import type { PoolKind } from '../../../shared/node-pool.ts';

/** What the labels of a node say of its pool. */
export interface PoolMark {
  readonly kind: PoolKind;
  /** To show; the id where a provider tells no name. */
  readonly name: string;
  /** The provider's id; empty when the name is all there is. */
  readonly id: string;
  /** Label that it was read from. */
  readonly label: string;
}

/** A way to name a pool: labels of its name and its id, of which one may be missing. */
interface PoolRule {
  readonly kind: PoolKind;
  readonly nameLabel?: string;
  readonly idLabel?: string;
}

/*
 * In this order, as the documentation of providers and node autoscalers has them. Karpenter's comes first, because the groups that EKS and eksctl make often carry
 * the label of the machine that Karpenter itself runs on. Generic labels come last.
 */
const rules: readonly PoolRule[] = [
  { kind: 'karpenter', nameLabel: 'karpenter.sh/nodepool' },
  { kind: 'karpenter', nameLabel: 'karpenter.sh/provisioner-name' },
  { kind: 'scaleway', nameLabel: 'k8s.scaleway.com/pool-name', idLabel: 'k8s.scaleway.com/pool' },
  { kind: 'eks-node-group', nameLabel: 'eks.amazonaws.com/nodegroup' },
  { kind: 'eksctl', nameLabel: 'alpha.eksctl.io/nodegroup-name' },
  { kind: 'gke', nameLabel: 'cloud.google.com/gke-nodepool' },
  { kind: 'aks', nameLabel: 'kubernetes.azure.com/agentpool' },
  { kind: 'exoscale', idLabel: 'node.exoscale.net/nodepool-id' },
  { kind: 'digitalocean', nameLabel: 'doks.digitalocean.com/node-pool', idLabel: 'doks.digitalocean.com/node-pool-id' },
  { kind: 'linode', idLabel: 'lke.linode.com/pool-id' },
  { kind: 'civo', nameLabel: 'kubernetes.civo.com/node-pool', idLabel: 'kubernetes.civo.com/civo-node-pool' },
  { kind: 'vultr', nameLabel: 'vke.vultr.com/node-pool' },
  { kind: 'alibaba', idLabel: 'alibabacloud.com/nodepool-id' },
  { kind: 'ibm', nameLabel: 'ibm-cloud.kubernetes.io/worker-pool-name', idLabel: 'ibm-cloud.kubernetes.io/worker-pool-id' },
  { kind: 'oracle', nameLabel: 'oke.oraclecloud.com/pool.name' },
  { kind: 'hetzner', nameLabel: 'hcloud/node-group' },
  { kind: 'gardener', nameLabel: 'worker.gardener.cloud/pool' },
  { kind: 'openshift', nameLabel: 'hypershift.openshift.io/nodePool' },
  { kind: 'kops', nameLabel: 'kops.k8s.io/instancegroup' },
  { kind: 'cluster-api', nameLabel: 'node.cluster.x-k8s.io/pool' },
];

/** Names that anybody may use: they are a provider's only beside another fact of its own. */
const generic = ['agentpool', 'nodepool'] as const;

/** The pool that labels name; null when none does. An empty value names nothing. */
export function poolMarkOf(labels: Readonly<Record<string, string>>, providerID = ''): PoolMark | null {
  const value = (key: string | undefined) => (key === undefined ? '' : (labels[key] ?? ''));
  for (const { kind, nameLabel, idLabel } of rules) {
    const name = value(nameLabel);
    const id = value(idLabel);
    if (name === '' && id === '') continue;
    return { kind, name: name === '' ? id : name, id, label: (name === '' ? idLabel : nameLabel) ?? '' };
  }
  if (labels['eks.amazonaws.com/compute-type'] === 'fargate') {
    // Every pod has a machine of its own; the profile that made it is not on the node.
    return { kind: 'eks-fargate', name: 'Fargate', id: '', label: 'eks.amazonaws.com/compute-type' };
  }
  for (const label of generic) {
    const name = value(label);
    if (name !== '') return { kind: genericKind(label, labels, providerID), name, id: '', label };
  }
  return null;
}

function genericKind(label: (typeof generic)[number], labels: Readonly<Record<string, string>>, providerID: string): PoolKind {
  if (label === 'agentpool') return providerID.startsWith('azure://') ? 'aks' : 'other';
  return 'node.k8s.ovh/type' in labels ? 'ovh' : 'other';
}
