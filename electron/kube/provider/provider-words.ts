import type { Distribution, Infrastructure, ManagedService, Provider } from '../../../shared/provider-finding.ts';

const services: Readonly<Record<ManagedService, string>> = {
  scaleway: 'Scaleway Kapsule',
  ovh: 'OVH Managed Kubernetes',
  eks: 'AWS EKS',
  gke: 'GKE',
  aks: 'AKS',
  exoscale: 'Exoscale SKS',
  digitalocean: 'DigitalOcean',
  linode: 'Linode LKE',
  civo: 'Civo',
  vultr: 'Vultr VKE',
  oracle: 'Oracle OKE',
  ibm: 'IBM Cloud Kubernetes',
  alibaba: 'Alibaba ACK',
  outscale: 'OUTSCALE OKS',
  'openshift-dedicated': 'OpenShift, managed by Red Hat',
  aro: 'Azure Red Hat OpenShift',
};

/** Null for builds that say nothing to a user unless their vendor also runs the control plane. */
const distributions: Readonly<Record<Distribution, string | null>> = {
  k3s: 'k3s',
  rke2: 'RKE2',
  k0s: 'k0s',
  microk8s: 'MicroK8s',
  openshift: 'OpenShift',
  talos: 'Talos',
  kubeadm: 'kubeadm',
  kind: 'kind',
  minikube: 'minikube',
  k3d: 'k3d',
  'docker-desktop': 'Docker Desktop',
  'rancher-desktop': 'Rancher Desktop',
  'eks-distro': 'EKS Distro',
  eks: null,
  gke: null,
};

/** Empty for machines that the distribution's name already tells. */
const machines: Readonly<Record<Infrastructure, string>> = {
  scaleway: 'Scaleway',
  ovh: 'OVHcloud',
  aws: 'AWS',
  gcp: 'Google Cloud',
  azure: 'Azure',
  exoscale: 'Exoscale',
  digitalocean: 'DigitalOcean',
  hetzner: 'Hetzner',
  linode: 'Linode',
  civo: 'Civo',
  vultr: 'Vultr',
  oracle: 'Oracle Cloud',
  ibm: 'IBM Cloud',
  alibaba: 'Alibaba Cloud',
  outscale: 'OUTSCALE',
  upcloud: 'UpCloud',
  ionos: 'IONOS',
  equinix: 'Equinix Metal',
  openstack: 'OpenStack',
  vsphere: 'vSphere',
  nutanix: 'Nutanix',
  proxmox: 'Proxmox',
  kubevirt: 'KubeVirt',
  metal3: 'Metal3',
  local: '',
};

/** What is shown in place of three answers. */
export interface ProviderWords {
  readonly provider: Provider | null;
  readonly name: string | null;
}

/** A managed service by its product's name. `foreignNodes`: some of its nodes are of another provider. */
export function serviceWords(service: ManagedService, distribution: Distribution | null, foreignNodes: boolean): ProviderWords {
  // Kosmos is the one offer whose nodes may be of another provider (Scaleway's docs).
  if (service === 'scaleway' && foreignNodes) return { provider: service, name: 'Scaleway Kosmos' };
  if (service === 'ibm' && distribution === 'openshift') return { provider: service, name: 'Red Hat OpenShift on IBM Cloud' };
  return { provider: service, name: services[service] };
}

/** A cluster that is no managed service as far as is known: `k3s on Hetzner`, `kind`, `Kubernetes on AWS`. */
export function ownClusterWords(distribution: Distribution | null, machine: Infrastructure | null): ProviderWords {
  const build = distribution === null ? null : distributions[distribution];
  const where = machine === null ? '' : machines[machine];
  if (build !== null) {
    return { provider: machine === 'hetzner' ? 'hetzner' : distribution, name: where === '' ? build : `${build} on ${where}` };
  }
  if (where === '') return { provider: null, name: null };
  return { provider: machine === 'hetzner' ? 'hetzner' : null, name: `Kubernetes on ${where}` };
}
