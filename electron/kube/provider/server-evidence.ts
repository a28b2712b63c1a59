import type { ManagedService } from '../../../shared/provider-finding.ts';
import { type Claim, controlPlane, distribution } from './evidence.ts';

/** What the address of an API server tells. */
export interface ServerEvidence {
  readonly claims: readonly Claim[];
  /** Region as the host name has it; empty when it has none. */
  readonly region: string;
  /** Kubernetes on this machine, or a tunnel that begins here. */
  readonly loopback: boolean;
  /** Somebody stands between: Rancher, a fleet gateway, the platform of virtual clusters. The host is theirs and says nothing of the cluster. */
  readonly gateway: boolean;
}

/** Host names that belong to one service, with the region as group 1. Each is a DNS zone of the provider, in which nobody else has names. */
const hosts: readonly (readonly [RegExp, ManagedService])[] = [
  [/^[0-9a-f-]{36}\.api\.k8s\.([a-z]{2}-[a-z]{3})\.scw\.cloud$/, 'scaleway'],
  [/^[a-z0-9]+\.c\d+\.([a-z0-9-]+)\.k8s\.ovh\.(?:net|us|ca)$/, 'ovh'],
  [/\.([a-z]{2}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com(?:\.cn)?$/, 'eks'],
  [/\.([a-z]{2}(?:-[a-z]+)+-\d)\.api\.(?:aws|amazonwebservices\.com\.cn)$/, 'eks'],
  [/^gke-[^.]+\.([a-z0-9-]+)\.gke\.goog$/, 'gke'],
  [/\.(?:hcp|privatelink|private)\.([a-z0-9]+)\.(?:azmk8s\.(?:io|us|cn)|cx\.prod\.service\.azk8s\.(?:cn|us))$/, 'aks'],
  [/^[0-9a-f-]{36}\.sks-([a-z0-9-]+)\.exo\.io$/, 'exoscale'],
  [/^[0-9a-f-]{36}\.k8s\.ondigitalocean\.com$/, 'digitalocean'],
  [/\.linodelke\.net$/, 'linode'],
  [/\.k8s\.civo\.com$/, 'civo'],
  [/\.vultr-k8s\.com$/, 'vultr'],
  [/^c\d[a-z0-9-]*(?:\.private)?\.([a-z]{2}-[a-z]+)\.containers\.cloud\.ibm\.com$/, 'ibm'],
  [/^(?!api\.)[^.]+\.(?:[^.]+\.)?([a-z]+(?:-[a-z]+)+-\d)\.oks\.outscale\.com$/, 'outscale'],
  [/^api\..+\.openshiftapps\.com$/, 'openshift-dedicated'],
  [/^api\.[^.]+\.([a-z0-9]+)\.aroapp\.io$/, 'aro'],
];

const nothing: ServerEvidence = { claims: [], region: '', loopback: false, gateway: false };

/** Reads the URL of a server, and the name that its certificate must carry, which counts as its host: TLS fails when it lies. */
export function serverEvidence(server: string, tlsServerName: string): ServerEvidence {
  const url = urlOf(server);
  if (url === null) return nothing;
  const host = url.hostname.toLowerCase();
  const loopback = host === 'localhost' || host === '[::1]' || host === '0.0.0.0' || /^127\.\d+\.\d+\.\d+$/.test(host);
  const gateway = gatewayEvidence(host, url.pathname);
  if (gateway !== null) return { claims: gateway, region: '', loopback, gateway: true };
  for (const name of [host, tlsServerName.toLowerCase()]) {
    const local = localHost(name);
    if (local.length > 0) return { claims: local, region: '', loopback: true, gateway: false };
    for (const [pattern, service] of hosts) {
      const found = pattern.exec(name);
      if (found === null) continue;
      // OVHcloud writes its regions in capitals everywhere but in host names; a zone of Google Cloud is a region and a letter.
      const region = service === 'ovh' ? (found[1] ?? '').toUpperCase() : (found[1] ?? '').replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1');
      return { claims: [controlPlane(service, `host ${name}`)], region, loopback, gateway: false };
    }
  }
  return { ...nothing, loopback };
}

/** Names that two desktop tools give their own server (Docker Desktop writes it to the hosts file, OpenShift Local to its resolver). */
function localHost(name: string): readonly Claim[] {
  if (name === 'kubernetes.docker.internal') return [distribution('docker-desktop', `host ${name}`)];
  if (name === 'api.crc.testing') return [distribution('openshift', `host ${name}`)];
  return [];
}

/** Claims of a gateway, mostly none; null when there is no gateway. */
function gatewayEvidence(host: string, path: string): readonly Claim[] | null {
  // The platform of vcluster: /kubernetes/project/NAME/virtualcluster/NAME. Its other paths lead to whole clusters.
  if (/^\/kubernetes\/(?:project|cluster|management)/.test(path)) {
    return /\/virtualcluster\//.test(path) ? [controlPlane('vcluster', 'path /virtualcluster/')] : [];
  }
  // Rancher proxies every cluster it knows, wherever it runs: /k8s/clusters/c-abcde.
  if (/\/k8s\/clusters\/[^/]/.test(path)) return [];
  // Google's fleet gateway leads to any registered cluster; only its path says whether it is GKE.
  if (host === 'connectgateway.googleapis.com' || host.endsWith('-connectgateway.googleapis.com')) {
    return path.includes('/gkeMemberships/') ? [controlPlane('gke', 'path /gkeMemberships/')] : [];
  }
  return null;
}

/** The URL; without a scheme it is https, as client-go takes it. Null when it is none. */
function urlOf(server: string): URL | null {
  try {
    const url = new URL(server.includes('://') ? server : `https://${server}`);
    return url.hostname === '' ? null : url;
  } catch {
    return null; // URL.parse says the same without a throw, but older runtimes lack it.
  }
}
