import type { ControlPlane } from '../../../shared/provider-finding.ts';
import type { ProviderFacts, ProviderNode } from './provider-facts.ts';

/** v1.LabelTopologyRegion, what it was before Kubernetes 1.17, and DigitalOcean's. */
const regionLabels = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'];

/** The region that a node's labels name; empty when none does. */
export function regionOf(labels: ProviderNode['labels']): string {
  return regionLabels.map((key) => labels[key] ?? '').find((value) => value !== '') ?? '';
}

/**
 * Regions of a cluster, most nodes first: what nodes say, else what the server's host says, else what the provider's tool wrote into the names of the kubeconfig,
 * which is believed only where something else told the provider.
 */
export function regionsOf(facts: ProviderFacts, serverRegion: string, controlPlane: ControlPlane | 'unknown'): readonly string[] {
  const counts = new Map<string, number>();
  for (const node of facts.nodes ?? []) {
    const region = regionOf(node.labels);
    if (region !== '') counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  if (counts.size > 0) return [...counts].sort((left, right) => right[1] - left[1]).map(([region]) => region);
  const region = serverRegion === '' ? namedRegion(facts, controlPlane) : serverRegion;
  return region === '' ? [] : [region];
}

function namedRegion({ clusterName = '', execArgs = [] }: ProviderFacts, controlPlane: ControlPlane | 'unknown'): string {
  if (controlPlane === 'gke') return /^gke_[^_]+_([a-z]+-[a-z]+\d+)(?:-[a-z])?_/.exec(clusterName)?.[1] ?? '';
  if (controlPlane === 'digitalocean') return /^do-([a-z]{3}\d)-/.exec(clusterName)?.[1] ?? '';
  if (controlPlane !== 'eks') return '';
  const words = execArgs.flatMap((arg) => arg.split(/[\s=]+/));
  const asked = words[words.indexOf('--region') + 1] ?? '';
  if (words.includes('--region') && /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(asked)) return asked;
  return /^arn:aws[a-z-]*:eks:([a-z0-9-]+):/.exec(clusterName)?.[1] ?? /\.([a-z0-9-]+)\.eksctl\.io$/.exec(clusterName)?.[1] ?? '';
}
