import type { Provider } from '../../shared/context-view.ts';

const marks: Readonly<Record<Provider, string>> = {
  scaleway: 'SCW',
  ovh: 'OVH',
  eks: 'EKS',
  gke: 'GKE',
  aks: 'AKS',
  exoscale: 'SKS',
  digitalocean: 'DO',
  hetzner: 'HTZ',
  k3s: 'k3s',
  kind: 'kind',
  minikube: 'minikube',
  demo: 'demo',
};

/** The few letters that stand for a provider where there is no room for a name; null when nobody knows who hosts it. */
export function providerMark(provider: Provider | null): string | null {
  return provider === null ? null : marks[provider];
}
