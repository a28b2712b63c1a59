import type { ManagedService } from '../../../shared/provider-finding.ts';
import { type Claim, controlPlane, distribution } from './evidence.ts';
import type { ProviderFacts } from './provider-facts.ts';

/** Server application of AKS in Entra ID, the same in every tenant (kubelogin, docs/book/src/concepts/aks.md). */
const aksServerId = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * What the credential plugin tells. Wrappers are common (`aws-vault exec prod -- aws eks get-token`, `bash -c "aws eks get-token"`), so the words of
 * command and arguments are looked through; nothing but the words that are known here is ever repeated.
 */
export function pluginEvidence(command: string, args: readonly string[]): readonly Claim[] {
  const words = [command, ...args]
    .flatMap((text) => text.split(/[\s"'=]+/))
    .map((word) => word.replace(/^.*[\\/]/, '').replace(/\.exe$/, ''));
  const has = (...wanted: readonly string[]) => wanted.every((word) => words.includes(word));
  if (has('scw', 'k8s', 'exec-credential')) return [controlPlane('scaleway', 'plugin scw k8s exec-credential')];
  if (has('aws', 'eks', 'get-token')) return [controlPlane('eks', 'plugin aws eks get-token')];
  // kops and others authenticate with it as well, so it says Amazon and no more.
  if (has('aws-iam-authenticator')) return [controlPlane('eks', 'plugin aws-iam-authenticator', 'weak')];
  if (has('gke-gcloud-auth-plugin')) return [controlPlane('gke', 'plugin gke-gcloud-auth-plugin')];
  if (has('kubelogin')) return aksLogin(words);
  if (has('exo', 'sks', 'kubeconfig')) return [controlPlane('exoscale', 'plugin exo sks kubeconfig')];
  if (has('doctl', 'kubernetes', 'exec-credential')) return [controlPlane('digitalocean', 'plugin doctl kubernetes exec-credential')];
  if (has('oci', 'ce', 'generate-token')) return [controlPlane('oracle', 'plugin oci ce cluster generate-token')];
  if (has('ack-ram-tool', 'get-token')) return [controlPlane('alibaba', 'plugin ack-ram-tool get-token')];
  return [];
}

/** `kubelogin` is Azure's plugin and also a generic one for OIDC. With another server application it may be any cluster that trusts Entra ID. */
function aksLogin(words: readonly string[]): readonly Claim[] {
  if (words.includes(aksServerId)) return [controlPlane('aks', `plugin kubelogin --server-id ${aksServerId}`)];
  return words.includes('--server-id') ? [controlPlane('aks', 'plugin kubelogin --server-id', 'weak')] : [];
}

/** What the demo fleet's clusters are shaped like, as their extension names it; a loopback address would not tell. */
const demoExtension = 'timonier.dev/demo';
const demoServices: ReadonlyMap<unknown, ManagedService> = new Map([
  ['scaleway', 'scaleway'],
  ['ovh', 'ovh'],
  ['aws', 'eks'],
]);

/** What extensions tell. minikube names itself inside one of any name (its pkg/minikube/kubeconfig/extension.go). */
export function extensionEvidence(extensions: ReadonlyMap<string, unknown>): readonly Claim[] {
  const claims: Claim[] = [];
  if ([...extensions.values()].some((extension) => providerIn(extension) === 'minikube.sigs.k8s.io')) {
    claims.push(distribution('minikube', 'extension provider: minikube.sigs.k8s.io'));
  }
  const demo = demoServices.get(providerIn(extensions.get(demoExtension)));
  if (demo !== undefined) claims.push(controlPlane(demo, `extension ${demoExtension}`));
  return claims;
}

function providerIn(extension: unknown): unknown {
  return typeof extension === 'object' && extension !== null && 'provider' in extension ? extension.provider : null;
}

/**
 * What the name of the certificate authority tells: k3s and RKE2 name theirs after themselves (k3s pkg/daemons/control/deps), and their kubeconfigs are alike
 * otherwise: all names are `default`.
 */
export function authorityEvidence(name: string): readonly Claim[] {
  const found = /^(k3s|rke2)-server-ca@\d+$/.exec(name)?.[1];
  if (found === 'k3s' || found === 'rke2') return [distribution(found, `certificate authority ${name}`)];
  return name === 'minikubeCA' ? [distribution('minikube', 'certificate authority minikubeCA')] : [];
}

/**
 * What names tell. Anybody may choose them, so one name, or three against any server, is weak. Strong is what a tool for one machine writes as a whole: its names
 * for context, cluster and user, and a server on this machine.
 */
export function nameEvidence(facts: ProviderFacts, loopback: boolean): readonly Claim[] {
  const { contextName: context = '', clusterName: cluster = '', userName: user = '' } = facts;
  const local = localNames(context, cluster, user, loopback);
  if (local !== null) return [local];
  if (/^arn:aws[a-z-]*:eks:/.test(cluster) || /\.eksctl\.io$/.test(cluster)) return [controlPlane('eks', `cluster ${cluster}`, 'weak')];
  if (/^gke_[^_]+_[^_]+_.+/.test(cluster)) return [controlPlane('gke', `cluster ${cluster}`, 'weak')];
  if (/^vcluster_.+_.+_/.test(context) || /^vcluster_.+_.+_/.test(cluster)) return [controlPlane('vcluster', `context ${context}`, 'weak')];
  if (/^do-[a-z]{3}\d-/.test(context) && context === cluster) return [controlPlane('digitalocean', `context ${context}`, 'weak')];
  if (/^lke\d+$/.test(cluster)) return [controlPlane('linode', `cluster ${cluster}`, 'weak')];
  if (/^cluster(?:User|Admin)_.+_.+/.test(user)) return [controlPlane('aks', 'user clusterUser_… or clusterAdmin_…', 'weak')];
  if (/^cli-(?:config|token)-[0-9a-f]{8}$/.test(user)) return [controlPlane('scaleway', `user ${user}`, 'weak')];
  if (user === `kubernetes-admin-${cluster}`) return [controlPlane('ovh', `user ${user}`, 'weak')];
  if (context === 'kubernetes-admin@kubernetes' && cluster === 'kubernetes') return [distribution('kubeadm', `context ${context}`, 'weak')];
  if (context === 'default' && cluster === 'default' && user === 'default') return [distribution('k3s', 'all names are default', 'weak')];
  return [];
}

function localNames(context: string, cluster: string, user: string, loopback: boolean): Claim | null {
  const grade = loopback ? 'strong' : 'weak';
  const alike = cluster === context && user === context;
  if (/^kind-/.test(context) && alike) return distribution('kind', `context ${context}`, grade);
  if (/^k3d-/.test(context) && cluster === context && user === `admin@${context}`) return distribution('k3d', `context ${context}`, grade);
  if (context === 'docker-desktop' && alike) return distribution('docker-desktop', `context ${context}`, grade);
  if (context === 'rancher-desktop' && alike) return distribution('rancher-desktop', `context ${context}`, grade);
  if (context === 'minikube' && alike) return distribution('minikube', `context ${context}`, grade);
  if (context === 'microk8s' && cluster === 'microk8s-cluster') return distribution('microk8s', `context ${context}`, grade);
  return null;
}
