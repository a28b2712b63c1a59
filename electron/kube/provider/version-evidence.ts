import type { ManagedService } from '../../../shared/provider-finding.ts';
import { type Claim, controlPlane, distribution } from './evidence.ts';

/** What a build adds to a version, in `v1.33.4+k3s1`. */
type Build = 'eks' | 'eks-distro' | 'gke' | 'k3s' | 'rke2' | 'k0s' | 'alibaba' | 'ibm' | 'linode' | 'plain';

/** Forms of gitVersion and of kubelets. A bare `+…` is no k3s: OpenShift, MicroK8s and Vultr append something as well. */
const builds: readonly (readonly [RegExp, Build])[] = [
  // EKS Distro, which runs anywhere, numbers its releases (v1.30.4-eks-1-30-12); EKS itself has a hash.
  [/-eks-\d+-\d+-\d+(?:$|[.+-])/, 'eks-distro'],
  [/-eks-[0-9a-f]{6,}$/, 'eks'],
  [/-gke\.\d+/, 'gke'],
  [/\+k3s\d+/, 'k3s'],
  [/\+rke2r\d+/, 'rke2'],
  [/\+k0s/, 'k0s'],
  [/-aliyun\.\d+$/, 'alibaba'],
  [/\+IKS$/, 'ibm'],
  [/\+lke\d+$/, 'linode'],
];

function buildOf(version: string): Build {
  return builds.find(([pattern]) => pattern.test(version))?.[1] ?? 'plain';
}

/**
 * What the version of the server tells. `-gke.` is Google's build, which also runs outside its cloud (Google Distributed Cloud), so it needs a node to say that the
 * control plane is theirs: `googleNodes`, null when no node was read.
 */
export function serverVersionEvidence(version: string, googleNodes: boolean | null): readonly Claim[] {
  const fact = `version ${version}`;
  const build = buildOf(version);
  switch (build) {
    case 'eks':
      return [controlPlane('eks', fact), distribution('eks', fact)];
    case 'gke':
      return [controlPlane('gke', fact, googleNodes === false ? 'weak' : 'strong'), distribution('gke', fact)];
    case 'alibaba':
    case 'ibm':
    case 'linode':
      return [controlPlane(build, fact)];
    case 'plain':
      return [];
    default:
      return [distribution(build, fact)];
  }
}

/** What the version of a kubelet tells of the distribution. */
export function kubeletEvidence(version: string): readonly Claim[] {
  const build = buildOf(version);
  if (build === 'plain' || build === 'alibaba' || build === 'ibm' || build === 'linode') return [];
  return [distribution(build, `kubelet ${version}`)];
}

/** Builds that the API servers of a service have; of services not named here it is a plain version. */
const expected: Partial<Record<ManagedService, readonly Build[]>> = {
  eks: ['eks'],
  gke: ['gke'],
  alibaba: ['alibaba', 'plain'],
  ibm: ['ibm', 'plain'],
  linode: ['linode', 'plain'],
  // Civo offers k3s and Talos.
  civo: ['k3s', 'plain'],
};

/**
 * Whether the API server of a service may answer with this version. When it may not, nodes and plugins speak of another cluster: the host of a virtual one,
 * or the one that a kubeconfig was made for.
 */
export function versionFits(service: ManagedService, version: string): boolean {
  return version === '' || (expected[service] ?? ['plain']).includes(buildOf(version));
}

/** Whether kubelets of this version may be of the server's own build: vendors build both. A plain server among kubelets of EKS is not of EKS. */
export function sameBuild(kubelet: string, server: string): boolean {
  return server === '' || buildOf(kubelet) === buildOf(server);
}
