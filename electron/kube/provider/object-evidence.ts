import type { EvidencePlace } from '../../../shared/provider-finding.ts';
import { type Claim, controlPlane, distribution, infrastructure } from './evidence.ts';

/** What one object tells when it is there. */
type Tells = ReadonlyMap<string, (name: string) => Claim>;

/** CustomResourceDefinitions. Only those that a provider installs and nobody else has a use for are strong. */
const byCrd: Tells = new Map([
  ['nodepools.kube.cloud.ovh.com', (name) => controlPlane('ovh', `CRD ${name}`)],
  ['clusterversions.config.openshift.io', (name) => distribution('openshift', `CRD ${name}`)],
  ['nodeclasses.eks.amazonaws.com', (name) => controlPlane('eks', `CRD ${name}`, 'weak')],
  ['nodepools.oks.dev', (name) => controlPlane('outscale', `CRD ${name}`, 'weak')],
  ['computeclasses.cloud.google.com', (name) => controlPlane('gke', `CRD ${name}`, 'weak')],
  ['addons.k3s.cattle.io', (name) => distribution('k3s', `CRD ${name}`, 'weak')],
]);

/** Provisioners of StorageClasses: a driver can be installed wherever its cloud is, so they say whose machines it is made for, weakly. */
const byProvisioner: Tells = new Map([
  ['csi.scaleway.com', (name) => infrastructure('scaleway', `provisioner ${name}`, 'weak')],
  ['ebs.csi.aws.com', (name) => infrastructure('aws', `provisioner ${name}`, 'weak')],
  ['ebs.csi.eks.amazonaws.com', (name) => controlPlane('eks', `provisioner ${name}`, 'weak')],
  ['pd.csi.storage.gke.io', (name) => infrastructure('gcp', `provisioner ${name}`, 'weak')],
  ['disk.csi.azure.com', (name) => infrastructure('azure', `provisioner ${name}`, 'weak')],
  ['csi.exoscale.com', (name) => infrastructure('exoscale', `provisioner ${name}`, 'weak')],
  ['dobs.csi.digitalocean.com', (name) => infrastructure('digitalocean', `provisioner ${name}`, 'weak')],
  ['csi.hetzner.cloud', (name) => infrastructure('hetzner', `provisioner ${name}`, 'weak')],
  ['linodebs.csi.linode.com', (name) => infrastructure('linode', `provisioner ${name}`, 'weak')],
  ['csi.civo.com', (name) => infrastructure('civo', `provisioner ${name}`, 'weak')],
  ['block.csi.vultr.com', (name) => infrastructure('vultr', `provisioner ${name}`, 'weak')],
  ['bsu.csi.outscale.com', (name) => infrastructure('outscale', `provisioner ${name}`, 'weak')],
  ['cinder.csi.openstack.org', (name) => infrastructure('openstack', `provisioner ${name}`, 'weak')],
  ['csi.vsphere.vmware.com', (name) => infrastructure('vsphere', `provisioner ${name}`, 'weak')],
  ['k8s.io/minikube-hostpath', (name) => distribution('minikube', `provisioner ${name}`)],
]);

/** DaemonSets by namespace and name; names are anybody's, so all are weak. */
const byDaemonSet: Tells = new Map([
  ['kube-system/aws-node', (name) => controlPlane('eks', `DaemonSet ${name}`, 'weak')],
  ['kube-system/kindnet', (name) => distribution('kind', `DaemonSet ${name}`, 'weak')],
  ['kube-system/netd', (name) => controlPlane('gke', `DaemonSet ${name}`, 'weak')],
  ['kube-system/anetd', (name) => controlPlane('gke', `DaemonSet ${name}`, 'weak')],
  ['kube-system/cloud-node-manager', (name) => controlPlane('aks', `DaemonSet ${name}`, 'weak')],
  ['kube-system/do-node-agent', (name) => controlPlane('digitalocean', `DaemonSet ${name}`, 'weak')],
]);

function tellAll(tells: Tells, names: readonly string[]): readonly Claim[] {
  return [...new Set(names)].flatMap((name) => tells.get(name)?.(name) ?? []);
}

/** What objects of the cluster tell by their names, by the place where each was seen. */
export function objectEvidence(objects: {
  readonly crds: readonly string[];
  readonly provisioners: readonly string[];
  readonly daemonSets: readonly string[];
}): readonly (readonly [EvidencePlace, readonly Claim[]])[] {
  return [
    ['crds', tellAll(byCrd, objects.crds)],
    ['storage-classes', tellAll(byProvisioner, objects.provisioners)],
    ['daemon-sets', tellAll(byDaemonSet, objects.daemonSets)],
  ];
}
