import { useCallback, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { columnProblems, filterOf } from './match-filter.ts';
import type { EntryFilter } from './merged-list.ts';
import { type FilterProblem, type ParsedFilter, parseFilter } from './parse-filter.ts';

/** The filter of a table; it lives in the URL (`f`, `p`), so that views can be bookmarked. */
export interface TableFilter {
  readonly text: string;
  readonly onlyProblems: boolean;
  readonly parsed: ParsedFilter;
  readonly problems: readonly FilterProblem[];
  /** null lets everything through. The same function for the same text. */
  readonly test: EntryFilter | null;
  setText(text: string): void;
  setOnlyProblems(only: boolean): void;
}

/** Reads and writes the filter. Typing replaces the history entry: going back leaves the view, not a letter. */
export function useTableFilter(resource: string, columnIds: readonly string[]): TableFilter {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  // The URL drops a trailing space only on paper, but a field that is written from the URL would jump; it leads while typing.
  const fromUrl = params.get('f') ?? '';
  const [typed, setTyped] = useState(fromUrl);
  const text = typed.trim() === fromUrl.trim() ? typed : fromUrl;
  const onlyProblems = params.get('p') === '1';

  const change = useCallback(
    (name: string, value: string) => {
      const next = new URLSearchParams(window.location.search);
      if (value === '') next.delete(name);
      else next.set(name, value);
      const query = next.toString();
      navigate(query === '' ? path : `${path}?${query}`, { replace: true });
    },
    [navigate, path],
  );
  const setText = useCallback(
    (value: string) => {
      setTyped(value);
      change('f', value.trim());
    },
    [change],
  );
  const setOnlyProblems = useCallback((only: boolean) => change('p', only ? '1' : ''), [change]);

  // A trailing space finishes a term but does not change the filter.
  const meaning = text.trim();
  const parsed = useMemo(() => parseFilter(meaning), [meaning]);
  const test = useMemo(() => filterOf(parsed, resource), [parsed, resource]);
  const problems = useMemo(
    () => (columnIds.length > 0 ? [...parsed.problems, ...columnProblems(parsed, resource, columnIds)] : parsed.problems),
    [parsed, resource, columnIds],
  );
  return { text, onlyProblems, parsed, problems, test, setText, setOnlyProblems };
}
