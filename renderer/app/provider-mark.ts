import type { Provider } from '../../shared/provider-finding.ts';

const marks: Readonly<Record<Provider, string>> = {
  scaleway: 'SCW',
  ovh: 'OVH',
  eks: 'EKS',
  gke: 'GKE',
  aks: 'AKS',
  exoscale: 'SKS',
  digitalocean: 'DO',
  linode: 'LKE',
  civo: 'Civo',
  vultr: 'VKE',
  oracle: 'OKE',
  ibm: 'IKS',
  alibaba: 'ACK',
  outscale: 'OKS',
  'openshift-dedicated': 'OCP',
  aro: 'ARO',
  hetzner: 'HTZ',
  k3s: 'k3s',
  rke2: 'RKE2',
  k0s: 'k0s',
  microk8s: 'MicroK8s',
  openshift: 'OCP',
  talos: 'Talos',
  kubeadm: 'kubeadm',
  kind: 'kind',
  minikube: 'minikube',
  k3d: 'k3d',
  'docker-desktop': 'Docker',
  'rancher-desktop': 'Rancher',
  'eks-distro': 'EKS-D',
  vcluster: 'vcluster',
  demo: 'demo',
};

/** The few letters that stand for a provider where there is no room for a name; null when nobody knows who hosts it. */
export function providerMark(provider: Provider | null): string | null {
  return provider === null ? null : marks[provider];
}
