/*
 * Who is behind a cluster, as far as its kubeconfig, its version and its nodes tell. Three questions with an answer each, because one word for all three
 * loses what matters: Scaleway runs the API server of a Kosmos cluster whose machines are Amazon's; k3s on Hetzner is nobody's managed service.
 * `unknown` is an answer. Weak evidence is shown and never decides.
 */

/** One word for the rail: a managed service, else the distribution or the machines of a cluster that its owner runs. */
export type Provider = ManagedService | Distribution | 'hetzner' | 'vcluster' | 'demo';

/** Managed offers whose API servers we can tell apart. */
export type ManagedService =
  | 'scaleway'
  | 'ovh'
  | 'eks'
  | 'gke'
  | 'aks'
  | 'exoscale'
  | 'digitalocean'
  | 'linode'
  | 'civo'
  | 'vultr'
  | 'oracle'
  | 'ibm'
  | 'alibaba'
  | 'outscale'
  | 'openshift-dedicated'
  | 'aro';

/** Who runs the API server. `self-managed`: control plane nodes are among the nodes. `vcluster`: it runs inside another cluster, whose nodes it shows. */
export type ControlPlane = ManagedService | 'self-managed' | 'vcluster';

/** Who runs the machines. `local`: containers or virtual machines of a developer's tool (kind, minikube). */
export type Infrastructure =
  | 'scaleway'
  | 'ovh'
  | 'aws'
  | 'gcp'
  | 'azure'
  | 'exoscale'
  | 'digitalocean'
  | 'hetzner'
  | 'linode'
  | 'civo'
  | 'vultr'
  | 'oracle'
  | 'ibm'
  | 'alibaba'
  | 'outscale'
  | 'upcloud'
  | 'ionos'
  | 'equinix'
  | 'openstack'
  | 'vsphere'
  | 'nutanix'
  | 'proxmox'
  | 'kubevirt'
  | 'metal3'
  | 'local';

/** Which build of Kubernetes, or which installer, where it leaves a trace. A plain `v1.33.4` leaves none. */
export type Distribution =
  | 'k3s'
  | 'rke2'
  | 'k0s'
  | 'microk8s'
  | 'openshift'
  | 'talos'
  | 'kubeadm'
  | 'kind'
  | 'minikube'
  | 'k3d'
  | 'docker-desktop'
  | 'rancher-desktop'
  | 'eks-distro'
  | 'eks'
  | 'gke';

/** Where a fact was seen. */
export type EvidencePlace =
  | 'server'
  | 'certificate'
  | 'plugin'
  | 'names'
  | 'extension'
  | 'version'
  | 'nodes'
  | 'crds'
  | 'storage-classes'
  | 'daemon-sets';

/** One fact that speaks for an answer. `strong` can decide alone; `weak` (a name that anybody can choose, a generic label) never does. */
export interface Evidence<Value extends string> {
  readonly speaksFor: Value;
  /** As it was seen, for the user to check: `providerID scaleway://instance/fr-par-1/…`, `label k8s.scaleway.com/pool`. Never a secret. */
  readonly fact: string;
  readonly seen: EvidencePlace;
  readonly grade: 'strong' | 'weak';
  /** Nodes that say so; null where the fact is not of nodes. */
  readonly nodes: number | null;
}

/** What is known of one question. */
export interface ProviderAnswer<Value extends string> {
  readonly value: Value | 'unknown';
  /** What decides first, then what else speaks for it, then what speaks for something else. */
  readonly evidence: readonly Evidence<Value>[];
}

/** Whose machines some of the nodes are. */
export interface InfrastructureShare {
  readonly infrastructure: Infrastructure | 'unknown';
  readonly nodes: number;
}

/** The answers for one cluster. */
export interface ProviderFinding {
  readonly controlPlane: ProviderAnswer<ControlPlane>;
  /** `mixed`: nodes of several; `infrastructures` has them. */
  readonly infrastructure: ProviderAnswer<Infrastructure | 'mixed'>;
  readonly distribution: ProviderAnswer<Distribution>;
  /** Of the nodes that were looked at, most nodes first; empty before nodes were read. */
  readonly infrastructures: readonly InfrastructureShare[];
  /** `fr-par`, `GRA11`, `eu-west-3`; several when nodes are in several; empty when nothing says it. */
  readonly regions: readonly string[];
  /** For the rail's mark; null when unsure. */
  readonly provider: Provider | null;
  /** `Scaleway Kapsule`, `k3s on Hetzner Cloud`: names of products, not translated; null when unsure. */
  readonly name: string | null;
}
