import type { LogFilter, LogSource } from '../../../shared/logs.ts';

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

/**
 * The same by numbers, for the filter. A lone source that is not there (yet) hides nothing: an empty screen would say nothing. One that is there is named,
 * and not the others: they may be more than a filter can name, and those that join later are hidden without another word.
 */
export function sourceNumbers(state: HiddenSources, sources: readonly LogSource[]): Pick<LogFilter, 'hiddenSources' | 'onlySources'> {
  const numbersOf = (wanted: (key: string) => boolean) => sources.filter((each) => wanted(sourceKey(each))).map(({ number }) => number);
  const alone = state.solo === null ? [] : numbersOf((key) => key === state.solo);
  if (alone.length > 0) return { hiddenSources: [], onlySources: alone };
  return { hiddenSources: numbersOf((key) => state.hidden.has(key)), onlySources: null };
}
