/*
 * What the messages of kubelets and container runtimes say, as facts. Wordings differ between runtimes and registries and change between versions: what is not
 * recognised is left to the message, which is shown as it is.
 */

/** Why an image cannot be pulled; empty when the message does not tell. */
export function whyNotPulled(reason: string, message: string): string {
  if (reason === 'InvalidImageName') return 'invalid-name';
  if (/toomanyrequests|too many requests|429|rate limit/i.test(message)) return 'rate-limited';
  // Docker Hub says "repository does not exist or may require authorization" of both, which is no more than that it is denied.
  if (/unauthorized|authentication required|denied|no basic auth|may require authorization|401|403/i.test(message)) return 'denied';
  if (/not found|manifest unknown|does not exist|name unknown|404/i.test(message)) return 'not-found';
  if (
    /no such host|i\/o timeout|connection refused|connection reset|no route to host|deadline exceeded|EOF|x509|certificate/i.test(message)
  )
    return 'unreachable';
  return '';
}

/** The Secret or ConfigMap that a container waits for, and its key: kubelet_pods.go and pkg/kubelet/secret, configmap. */
export function missingOf(message: string): { readonly missingKind?: string; readonly missingName?: string; readonly missingKey?: string } {
  const key = /couldn't find key (\S+) in (Secret|ConfigMap) (?:[^/\s]+\/)?(\S+)/.exec(message);
  if (key !== null) return { missingKind: key[2] ?? '', missingName: key[3] ?? '', missingKey: key[1] ?? '' };
  const whole = /\b(secret|configmap)s? "([^"]+)" not found/i.exec(message);
  if (whole !== null) return { missingKind: whole[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap', missingName: whole[2] ?? '' };
  return {};
}

/** What ran short on the node of an evicted pod: `The node was low on resource: memory.` (pkg/kubelet/eviction/eviction_manager.go); else empty. */
export function shortResource(message: string): string {
  return /low on resource: ([\w./-]+?)\.?(?:\s|$)/.exec(message)?.[1] ?? '';
}
