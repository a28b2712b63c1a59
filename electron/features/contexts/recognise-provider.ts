import type { Provider } from '../../../shared/provider-finding.ts';

/** What a kubeconfig says about a cluster before anything was asked of it. */
export interface OfflineFacts {
  /** Host name of the API server. */
  readonly host: string;
  readonly contextName: string;
  readonly clusterName: string;
  readonly userName: string;
  /** Command and arguments of the credential plugin; empty when there is none. */
  readonly execCommand: string;
  readonly execArgs: readonly string[];
  /** Extensions of the cluster by name (minikube and the demo fleet write one): whatever a file says, so of any shape. */
  readonly extensions: ReadonlyMap<string, unknown>;
}

/** API servers whose host name belongs to one provider. */
const hosts: readonly (readonly [RegExp, Provider])[] = [
  [/^[0-9a-f-]{36}\.api\.k8s\.[a-z0-9-]+\.scw\.cloud$/, 'scaleway'],
  [/^[a-z0-9]+\.c\d+\.[a-z0-9-]+\.k8s\.ovh\.(?:net|us)$/, 'ovh'],
  [/\.eks\.amazonaws\.com(?:\.cn)?$|\.eks\.[a-z0-9-]+\.api\.aws$|\.api\.aws$|\.api\.amazonwebservices\.com\.cn$/, 'eks'],
  [/\.gke\.goog$/, 'gke'],
  [/\.azmk8s\.(?:io|us|cn)$|\.cx\.prod\.service\.azk8s\.cn$/, 'aks'],
  [/\.sks-[a-z0-9-]+\.exo\.io$/, 'exoscale'],
  [/\.k8s\.ondigitalocean\.com$/, 'digitalocean'],
];

/** What the demo fleet's clusters are shaped like, as their extension names it; a loopback address would not tell. */
const demoExtension = 'timonier.dev/demo';
const demoProviders: ReadonlyMap<unknown, Provider> = new Map([
  ['scaleway', 'scaleway'],
  ['ovh', 'ovh'],
  ['aws', 'eks'],
]);

/**
 * Who hosts a cluster, from its kubeconfig alone: server host first, then the credential plugin, then extensions, then
 * the forms of names that one tool writes. Null when nothing says so for sure; a guess by a single name is not made.
 */
export function recogniseProvider(facts: OfflineFacts): Provider | null {
  const host = facts.host.toLowerCase();
  for (const [pattern, provider] of hosts) if (pattern.test(host)) return provider;
  return byPlugin(facts) ?? byExtension(facts.extensions) ?? byNames(facts, host);
}

function byExtension(extensions: ReadonlyMap<string, unknown>): Provider | null {
  // minikube names itself inside an extension of any name (its pkg/minikube/kubeconfig/extension.go).
  if ([...extensions.values()].some((extension) => providerIn(extension) === 'minikube.sigs.k8s.io')) return 'minikube';
  return demoProviders.get(providerIn(extensions.get(demoExtension))) ?? null;
}

function providerIn(extension: unknown): unknown {
  return typeof extension === 'object' && extension !== null && 'provider' in extension ? extension.provider : null;
}

function byPlugin({ execCommand, execArgs }: OfflineFacts): Provider | null {
  const command = execCommand.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
  switch (command) {
    case 'scw':
      return 'scaleway';
    case 'aws':
      return execArgs.includes('eks') ? 'eks' : null;
    case 'aws-iam-authenticator':
    case 'eksctl':
      return 'eks';
    case 'gke-gcloud-auth-plugin':
      return 'gke';
    case 'exo':
      return 'exoscale';
    case 'doctl':
      return 'digitalocean';
    default:
      // kubelogin is both Azure's plugin and the generic OIDC one: only Azure's has --server-id.
      return command === 'kubelogin' && execArgs.includes('--server-id') ? 'aks' : null;
  }
}

function byNames({ contextName, clusterName, userName }: OfflineFacts, host: string): Provider | null {
  const loopback = host === 'localhost' || host === '[::1]' || host.startsWith('127.');
  if (/^arn:aws[a-z-]*:eks:/.test(clusterName) || /\.eksctl\.io$/.test(clusterName)) return 'eks';
  if (/^gke_[^_]+_[^_]+_.+/.test(clusterName) && contextName === clusterName) return 'gke';
  if (loopback && /^kind-/.test(contextName) && clusterName === contextName && userName === contextName) return 'kind';
  if (loopback && /^k3d-/.test(clusterName)) return 'k3s';
  if (contextName === 'minikube' && clusterName === 'minikube') return 'minikube';
  // k3s writes all three names as `default` and listens on 6443; kubeadm writes kubernetes-admin@kubernetes.
  return contextName === 'default' && clusterName === 'default' && userName === 'default' ? 'k3s' : null;
}
