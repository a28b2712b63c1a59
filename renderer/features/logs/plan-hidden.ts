import type { LogSource } from '../../../shared/logs.ts';

/**
 * Which sources the user hides. Kept by what a source is, not by its number: a view that is opened again numbers anew, and a
 * pod that joins while one source is shown alone stays hidden.
 */
export interface HiddenSources {
  /** Shown alone; null = none is. */
  readonly solo: string | null;
  readonly hidden: ReadonlySet<string>;
}

/** Nothing is hidden. */
export const allShown: HiddenSources = { solo: null, hidden: new Set() };

/** What names a source over all views: context, namespace, pod and container. */
export function sourceKey(source: Pick<LogSource, 'contextId' | 'namespace' | 'pod' | 'container'>): string {
  return [source.contextId, source.namespace, source.pod, source.container].join('\n');
}

/** Shows one source alone; the same again shows all that are not hidden. */
export function toggleSolo(state: HiddenSources, key: string): HiddenSources {
  return { ...state, solo: state.solo === key ? null : key };
}

/** Hides one source, or shows it again. One that is shown alone is no longer alone. */
export function toggleHidden(state: HiddenSources, key: string): HiddenSources {
  const hidden = new Set(state.hidden);
  if (!hidden.delete(key)) hidden.add(key);
  return { solo: state.solo === key ? null : state.solo, hidden };
}

/** Whether a source's lines are shown. What is shown alone is, even when it was hidden before. */
export function isShown(state: HiddenSources, key: string): boolean {
  return state.solo === null ? !state.hidden.has(key) : state.solo === key;
}

/** Numbers of the hidden sources, for the filter. A lone source that is not there (yet) hides nothing: an empty screen would say nothing. */
export function hiddenNumbers(state: HiddenSources, sources: readonly LogSource[]): number[] {
  const keys = new Set(sources.map(sourceKey));
  const effective = state.solo !== null && !keys.has(state.solo) ? { ...state, solo: null } : state;
  return sources.filter((source) => !isShown(effective, sourceKey(source))).map(({ number }) => number);
}
