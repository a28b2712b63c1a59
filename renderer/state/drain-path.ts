import { asContextId, type ContextId } from '../../shared/context-id.ts';

/** Nodes of one context, in the order in which they were chosen. */
export interface DrainTarget {
  readonly contextId: ContextId;
  readonly nodes: readonly string[];
}

/** Where the page about draining these nodes is: its address says all of it, so that a reload shows the same. */
export function drainPathOf(targets: readonly DrainTarget[]): string {
  const params = new URLSearchParams();
  for (const { contextId, nodes } of targets) for (const node of nodes) params.append('node', `${contextId}\n${node}`);
  return `/drain?${params}`;
}

/** The nodes that the query of a drain page names, each once, by context; what is not a context and a node is left out. */
export function parseDrainTargets(search: string): readonly DrainTarget[] {
  const found = new Map<ContextId, Set<string>>();
  for (const value of new URLSearchParams(search).getAll('node')) {
    const cut = value.lastIndexOf('\n');
    if (cut < 1 || cut === value.length - 1) continue;
    const contextId = asContextId(value.slice(0, cut));
    found.set(contextId, (found.get(contextId) ?? new Set()).add(value.slice(cut + 1)));
  }
  return [...found].map(([contextId, nodes]) => ({ contextId, nodes: [...nodes] }));
}

/** Where the list of all drains is. */
export const drainRunsPath = '/drain/runs';

/** Where one drain is watched. */
export const drainRunPath = '/drain/run';

/** Address of the page of one drain, with its contexts as the scope of what is opened from there. */
export function pathOfRun(run: string, contextIds: readonly ContextId[] = []): string {
  const params = new URLSearchParams({ run });
  for (const id of contextIds) params.append('c', id);
  return `${drainRunPath}?${params}`;
}

/** Address of the journal, of one drain alone. */
export function journalPathOfRun(run: string): string {
  return `/journal?${new URLSearchParams({ run })}`;
}
