import type { Infrastructure } from '../../../shared/provider-finding.ts';
import { type Claim, controlPlane, distribution, infrastructure } from './evidence.ts';
import type { ProviderNode } from './provider-facts.ts';
import { kubeletEvidence } from './version-evidence.ts';

/** Schemes of providerID. `k3s://`, `rke2://` and `kwok://` name the node and nobody's machine; `eks-hybrid://` is a machine of the user's own. */
const schemes: ReadonlyMap<string, Infrastructure> = new Map([
  ['scaleway', 'scaleway'],
  ['aws', 'aws'],
  ['osc', 'outscale'],
  ['gce', 'gcp'],
  ['azure', 'azure'],
  ['exoscale', 'exoscale'],
  ['digitalocean', 'digitalocean'],
  ['hcloud', 'hetzner'],
  ['hrobot', 'hetzner'],
  ['linode', 'linode'],
  ['civo', 'civo'],
  ['vultr', 'vultr'],
  ['oci', 'oracle'],
  ['ibm', 'ibm'],
  ['ibmvpc', 'ibm'],
  ['ibmpowervs', 'ibm'],
  ['alicloud', 'alibaba'],
  ['upcloud', 'upcloud'],
  ['ionos', 'ionos'],
  ['equinixmetal', 'equinix'],
  ['packet', 'equinix'],
  ['openstack', 'openstack'],
  ['vsphere', 'vsphere'],
  ['nutanix', 'nutanix'],
  ['proxmox', 'proxmox'],
  ['kubevirt', 'kubevirt'],
  ['harvester', 'kubevirt'],
  ['metal3', 'metal3'],
  ['baremetalhost', 'metal3'],
  ['kind', 'local'],
  ['docker', 'local'],
]);

/** Whose machine a node is; null when nothing says it for sure. OpenStack stays `openstack`: whose it is, its own words do not tell. */
export function infrastructureOf(
  node: Pick<ProviderNode, 'providerID' | 'labels' | 'osImage' | 'addresses'>,
): { readonly value: Infrastructure; readonly fact: string } | null {
  const { providerID, labels } = node;
  const scheme = /^([a-z0-9-]+):\/\//.exec(providerID)?.[1];
  const byScheme = scheme === undefined ? undefined : schemes.get(scheme);
  // OUTSCALE's cloud controller still takes Amazon's form (cloud-provider-osc, deploy/README.md); its machine types and its disks do not look like Amazon's.
  if (byScheme === 'aws' && (/^tina/.test(typeOf(labels)) || 'topology.bsu.csi.outscale.com/zone' in labels)) {
    return { value: 'outscale', fact: `providerID ${providerID}, machine type ${typeOf(labels)}` };
  }
  if (byScheme !== undefined) return { value: byScheme, fact: `providerID ${providerID}` };
  if (/^ocid1\.instance\./.test(providerID)) return { value: 'oracle', fact: 'providerID ocid1.instance.…' };
  // REGION.INSTANCE without a scheme (cloud-provider-alibaba-cloud).
  if (/^[a-z]{2}-[a-z0-9-]+\.i-[a-z0-9]+$/.test(providerID)) return { value: 'alibaba', fact: `providerID ${providerID}` };
  if (scheme !== undefined) return null;
  if ('instance.hetzner.cloud/provided-by' in labels) return { value: 'hetzner', fact: 'label instance.hetzner.cloud/provided-by' };
  if ('minikube.k8s.io/name' in labels) return { value: 'local', fact: 'label minikube.k8s.io/name' };
  if (node.osImage === 'Docker Desktop') return { value: 'local', fact: 'osImage Docker Desktop' };
  if (node.addresses.some((address) => /\.(?:pub|priv)\.instances\.scw\.cloud$/.test(address))) {
    return { value: 'scaleway', fact: 'address *.instances.scw.cloud' };
  }
  return null;
}

function typeOf(labels: ProviderNode['labels']): string {
  return labels['node.kubernetes.io/instance-type'] ?? labels['beta.kubernetes.io/instance-type'] ?? '';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** All that one node tells. */
export function nodeEvidence(node: ProviderNode): readonly Claim[] {
  const machine = infrastructureOf(node);
  const claims = [...serviceClaims(node, machine?.value ?? null), ...distributionClaims(node)];
  if (machine !== null) claims.push(infrastructure(machine.value, machine.fact));
  return claims;
}

/*
 * Labels that only a managed service writes. A label that a user can have for another reason is weak: tags of Scaleway machines become labels
 * `k8s.scaleway.com/TAG` in any cluster with its cloud controller (docs/tags.md there), `nodepool` and `agentpool` are generic, Google's and AKS Engine's
 * labels also stand on clusters that their owners run.
 */
function serviceClaims({ labels, annotationKeys, kubeletVersion, addresses }: ProviderNode, machine: Infrastructure | null): Claim[] {
  const claims: Claim[] = [];
  const has = (key: string) => key in labels;
  const labelWith = (prefix: string) => Object.keys(labels).find((key) => key.startsWith(prefix));
  const say = (service: Parameters<typeof controlPlane>[0], key: string | undefined, strong = true) => {
    if (key !== undefined) claims.push(controlPlane(service, `label ${key}`, strong ? 'strong' : 'weak'));
  };
  // Nodes that vcluster shows are the host's, labels and all (its pkg/constants, NodeSuffix).
  if (annotationKeys.some((key) => key.startsWith('vcluster.loft.sh/')) || has('vcluster.loft.sh/fake-node')) {
    claims.push(controlPlane('vcluster', 'annotation or label vcluster.loft.sh/…'));
  } else if (addresses.some((address) => address.endsWith('.nodes.vcluster.com'))) {
    claims.push(controlPlane('vcluster', 'address *.nodes.vcluster.com'));
  }
  if (uuid.test(labels['k8s.scaleway.com/pool'] ?? '')) say('scaleway', 'k8s.scaleway.com/pool');
  else if (has('k8s.scaleway.com/kapsule')) say('scaleway', 'k8s.scaleway.com/kapsule', labels['k8s.scaleway.com/kapsule'] !== '');
  else if (has('k8s.scaleway.com/pool-name')) say('scaleway', 'k8s.scaleway.com/pool-name', false);
  if (has('node.k8s.ovh/type')) say('ovh', 'node.k8s.ovh/type');
  else if (machine === 'openstack' && has('nodepool')) say('ovh', 'nodepool', false);
  say('eks', labelWith('eks.amazonaws.com/'));
  if (/-eks-[0-9a-f]{6,}$/.test(kubeletVersion) && machine === 'aws') claims.push(controlPlane('eks', `kubelet ${kubeletVersion}`));
  say('gke', labelWith('cloud.google.com/gke-'), machine === 'gcp');
  const azureNode = ['kubernetes.azure.com/mode', 'kubernetes.azure.com/node-image-version'].find(has);
  say(
    'aks',
    azureNode ?? (labels['kubernetes.azure.com/cluster']?.startsWith('MC_') ? 'kubernetes.azure.com/cluster' : undefined),
    machine === 'azure',
  );
  if (has('node.exoscale.net/nodepool-id')) say('exoscale', 'node.exoscale.net/nodepool-id');
  say('digitalocean', labelWith('doks.digitalocean.com/'));
  say('linode', labelWith('lke.linode.com/'));
  say('civo', labelWith('kubernetes.civo.com/'));
  // Civo's cloud controller needs the id of one of Civo's own clusters.
  if (machine === 'civo') claims.push(controlPlane('civo', 'providerID civo://'));
  say('vultr', labelWith('vke.vultr.com/'));
  say('oracle', labelWith('oke.oraclecloud.com/'));
  if (annotationKeys.includes('oci.oraclecloud.com/node-pool-id'))
    claims.push(controlPlane('oracle', 'annotation oci.oraclecloud.com/node-pool-id'));
  say('ibm', labelWith('ibm-cloud.kubernetes.io/worker-'));
  if (has('ack.aliyun.com')) say('alibaba', 'ack.aliyun.com');
  else if (has('alibabacloud.com/nodepool-id')) say('alibaba', 'alibabacloud.com/nodepool-id');
  return claims;
}

const rolePrefixes = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master', 'node-role.kubernetes.io/controlplane'];

function distributionClaims(node: ProviderNode): Claim[] {
  const { labels, annotationKeys, providerID, osImage } = node;
  const claims: Claim[] = [];
  const annotation = (prefix: string) => annotationKeys.some((key) => key.startsWith(prefix));
  if (/^kind:\/\//.test(providerID)) claims.push(distribution('kind', `providerID ${providerID}`));
  if ('minikube.k8s.io/name' in labels) claims.push(distribution('minikube', 'label minikube.k8s.io/name'));
  if (osImage === 'Docker Desktop') claims.push(distribution('docker-desktop', 'osImage Docker Desktop'));
  if (node.name === 'lima-rancher-desktop') claims.push(distribution('rancher-desktop', 'node lima-rancher-desktop', 'weak'));
  if (/^k3d-.+-(?:server|agent)-\d+$/.test(node.name)) claims.push(distribution('k3d', `node ${node.name}`, 'weak'));
  if ('node.openshift.io/os_id' in labels) claims.push(distribution('openshift', 'label node.openshift.io/os_id'));
  else if (annotation('machineconfiguration.openshift.io/')) {
    claims.push(distribution('openshift', 'annotation machineconfiguration.openshift.io/…'));
  }
  if (/^Talos \(/.test(osImage)) claims.push(distribution('talos', `osImage ${osImage}`));
  else if (annotation('extensions.talos.dev/')) claims.push(distribution('talos', 'annotation extensions.talos.dev/…'));
  if ('microk8s.io/cluster' in labels) claims.push(distribution('microk8s', 'label microk8s.io/cluster'));
  if ('node.k0sproject.io/role' in labels) claims.push(distribution('k0s', 'label node.k0sproject.io/role'));
  if (annotation('rke2.io/')) claims.push(distribution('rke2', 'annotation rke2.io/…'));
  else if (annotation('k3s.io/')) claims.push(distribution('k3s', 'annotation k3s.io/…'));
  if (annotationKeys.includes('kubeadm.alpha.kubernetes.io/cri-socket')) {
    claims.push(distribution('kubeadm', 'annotation kubeadm.alpha.kubernetes.io/cri-socket'));
  }
  claims.push(...kubeletEvidence(node.kubeletVersion));
  const role = rolePrefixes.find((key) => key in labels);
  // Red Hat's managed OpenShift shows its control plane nodes too, so there they do not say whose it is.
  const shown = claims.some((claim) => claim.value === 'openshift');
  if (role !== undefined) claims.push(controlPlane('self-managed', `label ${role}`, shown ? 'weak' : 'strong'));
  return claims;
}
