import type { ClusterError } from './cluster-error.ts';
import type { ContextId } from './context-id.ts';
import type { Freshness } from './freshness.ts';
import type { Provider } from './provider-finding.ts';

/** What is at stake. Unknown is treated like prod wherever something can be changed. */
export type Environment = 'prod' | 'staging' | 'dev' | 'unknown';

/** A context of the kubeconfig as the page shows it. Holds no credential. */
export interface ContextView {
  readonly id: ContextId;
  /** The file it comes from, or `demo`. */
  readonly file: string;
  /** Name in the kubeconfig, hidden characters escaped as `<U+202E>`. */
  readonly name: string;
  /** The user's alias, or the name. */
  readonly displayName: string;
  readonly cluster: string;
  readonly user: string;
  /** The context's default namespace; empty when the kubeconfig names none. */
  readonly namespace: string;
  /** Host and port of the API server, for display. */
  readonly server: string;
  readonly provider: Provider | null;
  readonly environment: Environment;
  /** Whether the user set the mark or it was read from names. */
  readonly environmentFrom: 'user' | 'name';
  /** 1-8, an index into the context colours. */
  readonly colour: number;
  /** Heading it stands under in the rail. */
  readonly group: string;
  readonly pinned: boolean;
  /** Why it cannot be used; null when it can be connected. */
  readonly broken: ClusterError | null;
  readonly warnings: readonly ContextWarning[];
}

/** A fact about a context that the user should see and that does not stop it from working. */
export interface ContextWarning {
  readonly kind: 'tls-not-verified' | 'hidden-characters' | 'plain-http' | 'namespace-invalid' | 'defined-twice' | 'other';
  readonly message: string;
}

/** A kubeconfig file or folder that is read, and what is wrong with it. */
export interface KubeconfigFile {
  readonly path: string;
  readonly from: 'flag' | 'env' | 'home' | 'added' | 'demo';
  readonly state: 'ok' | 'missing' | 'broken' | 'using-last-good';
  readonly contexts: number;
  readonly error: ClusterError | null;
  readonly warnings: readonly string[];
}

/** Pods that need a look, by their health. */
export interface PodProblems {
  readonly broken: number;
  readonly attention: number;
  /** ms since the epoch: nobody watches the pods now, and this is how many there were then. Absent = they are watched. */
  readonly asOf?: number;
}

/** What is going on with one context right now. */
export interface ContextStatus {
  readonly connected: boolean;
  /** Freshness of the context as a whole: its youngest byte, or why there is none. */
  readonly freshness: Freshness;
  /** gitVersion of /version, e.g. `v1.33.2`; null until it is known. */
  readonly version: string | null;
  /** Pods that need a look; null until pods were listed. */
  readonly problems: PodProblems | null;
  /** uid of the kube-system namespace: the identity of the cluster behind the name; null until known or not allowed. */
  readonly clusterUid: string | null;
  /** Who the server says we are (SelfSubjectReview); null until known, and where the server does not say. */
  readonly user: string | null;
  /** The server's clock minus this machine's, in ms: positive = ours is behind. Null until an answer told. */
  readonly clockSkewMs: number | null;
}

/** Clocks that differ by more than this make ages wrong and credentials fail: the context carries a warning. In ms (faults F21). */
export const clockWarningMs = 30_000;
