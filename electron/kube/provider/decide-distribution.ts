import type { Distribution, Evidence, EvidencePlace, ProviderAnswer } from '../../../shared/provider-finding.ts';
import { decideByEvidence } from './decide-by-evidence.ts';

/** Places in the order in which they are believed: what the server says of itself first. */
const places: readonly EvidencePlace[] = ['version', 'extension', 'storage-classes', 'crds', 'nodes', 'certificate', 'names', 'server'];

/** What is made with another distribution and names the cluster: kind and minikube run kubeadm, k3d and Rancher Desktop run k3s. */
const wrappers: ReadonlyMap<Distribution, ReadonlySet<Distribution>> = new Map<Distribution, ReadonlySet<Distribution>>([
  ['k3s', new Set(['k3d', 'rancher-desktop'])],
  ['kubeadm', new Set(['kind', 'minikube', 'docker-desktop'])],
]);

/** Which build or installer it is. */
export function decideDistribution(found: readonly Evidence<Distribution>[]): ProviderAnswer<Distribution> {
  return decideByEvidence(found, places, wrappers);
}
