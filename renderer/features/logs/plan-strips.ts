import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { LogSource } from '../../../shared/logs.ts';
import type { SelectionState } from './log-slices.ts';
import { crashLooping } from './plan-sources.ts';

/** One line above the lines. `key` stays the same while the same thing is said. */
export type LogStrip = { readonly key: string } & (
  | { readonly strip: 'selection'; readonly index: number; readonly error: ClusterError }
  /** Sources of one context that fail for the same reason. */
  | { readonly strip: 'refused'; readonly sources: readonly LogSource[]; readonly error: ClusterError }
  | { readonly strip: 'crash'; readonly sources: readonly LogSource[] }
);

/**
 * What is said above the lines, the widest first: whole selections, sources by context and error, crash loops by context. `contextOf` gives the context of a selection by its index: what is
 * wrong with a whole context is said once for all of its selections.
 */
export function planStrips(
  selections: readonly SelectionState[],
  sources: readonly LogSource[],
  contextOf: (selection: number) => string | undefined,
): readonly LogStrip[] {
  const strips: LogStrip[] = [];
  const said = new Set<string>();
  for (const { index, error } of selections) {
    if (!error) continue;
    const what = `${contextOf(index)}\n${error.kind === 'status' ? `${error.code} ${error.message}` : error.kind}`;
    if (said.has(what)) continue;
    said.add(what);
    strips.push({ key: `selection ${index}`, strip: 'selection', index, error });
  }
  const refused = new Map<string, { readonly error: ClusterError; readonly sources: LogSource[] }>();
  for (const source of sources) {
    if (source.state.state !== 'failed') continue;
    const { error } = source.state;
    const key = `${source.contextId}\n${error.kind === 'status' ? `${error.code} ${error.reason}` : error.kind}`;
    const group = refused.get(key);
    if (group) group.sources.push(source);
    else refused.set(key, { error, sources: [source] });
  }
  for (const [key, group] of refused) strips.push({ key: `refused ${key}`, strip: 'refused', ...group });
  const looping = new Map<string, LogSource[]>();
  for (const source of crashLooping(sources)) looping.set(source.contextId, [...(looping.get(source.contextId) ?? []), source]);
  for (const [key, members] of looping) strips.push({ key: `crash ${key}`, strip: 'crash', sources: members });
  return strips;
}
