/*
 * Kubelets against their API server, by the version skew policy (kubernetes.io/releases/version-skew-policy, KEP-3935): a kubelet is never newer than the server and at
 * most three minors older; two where the kubelet is older than 1.25.
 */

/** A version of kubelets. */
export interface KubeletVersion {
  /** `v1.33.4-eks-1234567`, as the nodes say. */
  readonly version: string;
  readonly nodes: number;
}

/** `ok` within the policy and the same minor; `behind` within the policy; `unsupported` and `ahead` are outside it; `unknown`: nothing to compare. */
export type SkewState = 'ok' | 'behind' | 'unsupported' | 'ahead' | 'unknown';

/** How kubelets and server stand to each other. */
export interface VersionSkew {
  /** gitVersion of the server; empty when unknown. */
  readonly server: string;
  readonly state: SkewState;
  readonly oldest: KubeletVersion | null;
  readonly newest: KubeletVersion | null;
  /** Minors that the oldest kubelet is behind the server; negative when it is ahead; null when unknown. */
  readonly minorsBehind: number | null;
  /** Minors that a kubelet may be behind this server. */
  readonly allowed: number;
  /** Patches that the oldest kubelet of the server's own minor is behind the server; null when there is none, or unknown. */
  readonly patchesBehind: number | null;
  /** All versions, newest first; nodes that say none are left out. */
  readonly kubelets: readonly KubeletVersion[];
}
