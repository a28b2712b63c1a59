/** A word as a POSIX shell reads it back: untouched where nothing in it is special, else in single quotes. */
export function shellQuote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** What a `kubectl` command is about. `context` is the name in the kubeconfig, not the alias. */
export interface KubectlTarget {
  readonly context: string;
  /** The kubeconfig to name by `--kubeconfig`; null where kubectl finds the context by itself. */
  readonly kubeconfig: string | null;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
}

/** The command in words, ready to be run: `kubectl --context ovh-prod -n payments get pod web-0`. Every word is quoted where it needs to be. */
export function kubectlCommand(target: KubectlTarget, words: readonly string[]): string {
  return [
    'kubectl',
    '--context',
    target.context,
    ...(target.namespace === '' ? [] : ['-n', target.namespace]),
    ...words,
    ...(target.kubeconfig === null ? [] : ['--kubeconfig', target.kubeconfig]),
  ]
    .map(shellQuote)
    .join(' ');
}
