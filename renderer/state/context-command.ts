import type { ContextView, KubeconfigFile } from '../../shared/context-view.ts';

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
