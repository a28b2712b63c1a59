import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogPattern } from '../../../shared/logs.ts';
import { useSettings } from '../../state/settings-store.ts';
import type { LogViewModel } from './log-view-model.ts';
import { useSlice } from './slices.ts';
import { firstOnScreen } from './use-on-screen.ts';

/** A pause in typing after which the search begins, in ms: shorter than one between two words, longer than one between two letters. */
const typingPauseMs = 180;
/** The contract takes no longer pattern, in characters. */
const longestSearch = 2_000;

/** What is typed in the search field, and what can be done with it. */
export interface LogSearchControl {
  readonly text: string;
  /** What is typed as a pattern; null when nothing is. */
  readonly pattern: LogPattern | null;
  type(text: string): void;
  /** Goes to the next or the previous hit; what was just typed is searched for first. */
  go(backwards: boolean): void;
  clear(): void;
}

/** Holds what is typed and searches for it after a pause in typing, or at once when somebody asks for a hit. */
export function useLogSearch(model: LogViewModel): LogSearchControl {
  const [text, setText] = useState('');
  const matchCase = useSettings((state) => state.settings.logs.matchCase);
  const regex = useSettings((state) => state.settings.logs.regex);
  const pattern = useMemo<LogPattern | null>(() => (text === '' ? null : { text, matchCase, regex }), [text, matchCase, regex]);
  const searched = useRef<LogPattern | null>(null);
  const search = (next: LogPattern | null) => {
    if (searched.current === next) return;
    searched.current = next;
    void model.search(next);
  };
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    const timer = setTimeout(() => latest.current(pattern), pattern === null ? 0 : typingPauseMs);
    return () => clearTimeout(timer);
  }, [pattern]);
  // A hit that was asked for before there was any is gone to as soon as there is one: enter is often pressed before the first answer.
  const state = useSlice(model.slices, 'search');
  const awaited = useRef<'next' | 'previous' | null>(null);
  const hit = useCallback(
    (backwards: boolean) => {
      const now = model.slices.get('search');
      const wait = now !== null && now.found === 0 && now.progress < 1;
      awaited.current = wait ? (backwards ? 'previous' : 'next') : null;
      if (now === null || now.found === 0) return;
      if (now.current) void (backwards ? model.previousHit() : model.nextHit());
      // Who watches the end means the newest hit; who reads somewhere the next one from there.
      else if (backwards || model.slices.get('follow').following) void model.previousHit();
      else void model.nextHit(firstOnScreen(model) - 1);
    },
    [model],
  );
  const ready = state !== null && state.found > 0 && (state.progress >= 1 || !model.slices.get('follow').following);
  useEffect(() => {
    if (state === null) awaited.current = null;
    else if (ready && awaited.current !== null) hit(awaited.current === 'previous');
  }, [state, ready, hit]);
  return {
    text,
    pattern,
    type: (next) => setText(next.slice(0, longestSearch)),
    go: (backwards) => {
      if (pattern === null) return;
      search(pattern);
      hit(backwards);
    },
    clear: () => setText(''),
  };
}
