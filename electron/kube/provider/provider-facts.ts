import { arrayOf, objectOf, textOf } from '../json-fields.ts';

/** What is looked at of a node. No value of an annotation: k3s keeps its arguments, tokens included, in one. */
export interface ProviderNode {
  readonly name: string;
  /** Empty when it has none. */
  readonly providerID: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotationKeys: readonly string[];
  /** DNS names and addresses of its status, as they are. */
  readonly addresses: readonly string[];
  readonly kubeletVersion: string;
  readonly osImage: string;
}

/** All that is known of a cluster when somebody asks who runs it. What was not read is absent, and is no evidence for anything. */
export interface ProviderFacts {
  /** URL of the API server as the kubeconfig has it. */
  readonly server?: string;
  /** `tls-server-name`: the name that the server's certificate must carry, so it tells through a tunnel what the URL no longer does. */
  readonly tlsServerName?: string;
  readonly contextName?: string;
  readonly clusterName?: string;
  readonly userName?: string;
  /** Common name of the certificate authority in the kubeconfig. */
  readonly authorityName?: string;
  /** Command and arguments of the credential plugin. Of the arguments only known words are looked at, and none but these is repeated. */
  readonly execCommand?: string;
  readonly execArgs?: readonly string[];
  /** Extensions of cluster and context by name: whatever a file says, so of any shape. */
  readonly extensions?: ReadonlyMap<string, unknown>;
  /** gitVersion of /version. */
  readonly version?: string;
  /** Some nodes are enough; what is said of shares is of these. */
  readonly nodes?: readonly ProviderNode[];
  /** `nodepools.kube.cloud.ovh.com`. */
  readonly crds?: readonly string[];
  /** Provisioners of StorageClasses. */
  readonly provisioners?: readonly string[];
  /** `kube-system/kindnet`. */
  readonly daemonSets?: readonly string[];
}

/** Reads a v1.Node as JSON. Odd input gives empty values, never a throw. */
export function providerNodeOf(node: unknown): ProviderNode {
  const { metadata: metadataField, spec, status: statusField } = objectOf(node);
  const metadata = objectOf(metadataField);
  const status = objectOf(statusField);
  const info = objectOf(status.nodeInfo);
  return {
    name: textOf(metadata.name),
    providerID: textOf(objectOf(spec).providerID),
    labels: Object.fromEntries(Object.entries(objectOf(metadata.labels)).map(([key, value]) => [key, textOf(value)])),
    annotationKeys: Object.keys(objectOf(metadata.annotations)),
    addresses: arrayOf(status.addresses).map((address) => textOf(objectOf(address).address)),
    kubeletVersion: textOf(info.kubeletVersion),
    osImage: textOf(info.osImage),
  };
}
