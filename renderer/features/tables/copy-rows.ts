import type { ContextView, KubeconfigFile } from '../../../shared/context-view.ts';
import { kubectlCommand } from '../../../shared/kubectl-command.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import { contextNameOf, kubeconfigFlagOf } from '../../state/context-command.ts';
import type { TableEntry } from './table-entry.ts';

/** Names, one per line. */
export function namesOf(entries: readonly TableEntry[]): string {
  return entries.map((entry) => entry.row.name).join('\n');
}

/** `kubectl ... get pod a b`, one line for each context and namespace among the rows. */
export function kubectlGetLines(
  entries: readonly TableEntry[],
  resource: ResourceRef,
  contexts: ReadonlyMap<string, ContextView>,
  files: readonly KubeconfigFile[],
  kind: string | null,
): string {
  const groups = new Map<string, TableEntry[]>();
  for (const entry of entries) {
    const key = `${entry.source.contextId}\n${entry.row.namespace}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  // The singular only where it cannot be taken for a kind of another group.
  const word = kind !== null && resource.group === '' ? kind.toLowerCase() : resourceKey(resource);
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      const context = first && contexts.get(first.source.contextId);
      if (!first || !context) return '';
      const target = { context: contextNameOf(context), kubeconfig: kubeconfigFlagOf(context, files), namespace: first.row.namespace };
      return kubectlCommand(target, ['get', word, ...group.map((entry) => entry.row.name)]);
    })
    .join('\n');
}
