import { useEffect, useMemo, useRef, useState } from 'react';
import type { LogPattern, LogSource } from '../../../shared/logs.ts';
import { type FilterParts, filterOf, type LevelChoice, noParts, withoutPattern, withPattern } from './filter-parts.ts';
import type { LogViewModel } from './log-view-model.ts';
import { allShown, toggleHidden, toggleSolo } from './plan-hidden.ts';

/** The filter of a view and how to change it, part by part. */
export interface LogFilterControl {
  readonly parts: FilterParts;
  add(kind: 'include' | 'exclude', pattern: LogPattern): void;
  remove(kind: 'include' | 'exclude', pattern: LogPattern): void;
  setLevels(levels: LevelChoice): void;
  /** Lines shown around each that matches. */
  setContext(lines: number): void;
  /** By `sourceKey`. */
  solo(key: string): void;
  hide(key: string): void;
  showAllSources(): void;
  clear(): void;
}

/** Holds the filter of a view and sends it whenever it, or what it means for the sources that came, has changed. */
export function useLogFilter(model: LogViewModel, sources: readonly LogSource[]): LogFilterControl {
  const [parts, setParts] = useState(noParts);
  const filter = useMemo(() => filterOf(parts, sources), [parts, sources]);
  const text = JSON.stringify(filter);
  const sent = useRef(JSON.stringify(model.slices.get('filter').filter));
  // Sources change every second, what they mean for the filter hardly ever: the text decides.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `text` stands for `filter`
  useEffect(() => {
    if (text === sent.current) return;
    sent.current = text;
    void model.setFilter(filter);
  }, [model, text]);
  const change = useMemo(
    () =>
      ({
        add: (kind: 'include' | 'exclude', pattern: LogPattern) => setParts((now) => withPattern(now, kind, pattern)),
        remove: (kind: 'include' | 'exclude', pattern: LogPattern) => setParts((now) => withoutPattern(now, kind, pattern)),
        setLevels: (levels: LevelChoice) => setParts((now) => ({ ...now, levels })),
        setContext: (context: number) => setParts((now) => ({ ...now, context })),
        solo: (key: string) => setParts((now) => ({ ...now, sources: toggleSolo(now.sources, key) })),
        hide: (key: string) => setParts((now) => ({ ...now, sources: toggleHidden(now.sources, key) })),
        showAllSources: () => setParts((now) => ({ ...now, sources: allShown })),
        clear: () => setParts(noParts),
      }) satisfies Omit<LogFilterControl, 'parts'>,
    [],
  );
  return useMemo(() => ({ parts, ...change }), [parts, change]);
}
