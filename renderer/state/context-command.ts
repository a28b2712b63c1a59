import type { ContextView, KubeconfigFile } from '../../shared/context-view.ts';
import type { KubectlTarget } from '../../shared/kubectl-command.ts';

/** Name of a context as its kubeconfig has it: the view's name may show hidden characters escaped, which kubectl would not find. */
export function contextNameOf(context: ContextView): string {
  const prefix = `${context.file}#`;
  return context.id.startsWith(prefix) ? context.id.slice(prefix.length) : context.name;
}

/** The `--kubeconfig` that a command needs: none where kubectl looks anyway. */
export function kubeconfigFlagOf(context: ContextView, files: readonly KubeconfigFile[]): string | null {
  const file = files.find(({ path }) => path === context.file);
  return file && (file.from === 'added' || file.from === 'flag') ? context.file : null;
}

/** What a `kubectl` command about cluster-scoped objects of a context names; a context that is gone has no name. */
export function kubectlTargetOf(context: ContextView | undefined, files: readonly KubeconfigFile[]): KubectlTarget {
  if (context === undefined) return { context: '', kubeconfig: null, namespace: '' };
  return { context: contextNameOf(context), kubeconfig: kubeconfigFlagOf(context, files), namespace: '' };
}
