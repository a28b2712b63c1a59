import { filterOfTerm } from './match-filter.ts';
import type { EntryFilter } from './merged-list.ts';
import type { FilterTerm, ParsedFilter } from './parse-filter.ts';
import type { TableEntry } from './table-entry.ts';

/** How many of some rows one term hides, after the terms before it in the list have hidden theirs. */
export interface HidingTerm {
  readonly term: FilterTerm;
  readonly hides: number;
}

/** Which terms hide rows, the one that hides most first; each counts what is left by those before it. */
export function hidingTerms(entries: readonly TableEntry[], parsed: ParsedFilter, resource: string): readonly HidingTerm[] {
  const tests = parsed.terms.flatMap((term): { term: FilterTerm; test: EntryFilter }[] => {
    const test = filterOfTerm(term, resource);
    return test ? [{ term, test }] : [];
  });
  const byWeight = tests
    .map((each) => ({ ...each, alone: entries.reduce((count, entry) => count + (each.test(entry) ? 0 : 1), 0) }))
    .sort((a, b) => b.alone - a.alone);
  let left = entries;
  const result: HidingTerm[] = [];
  for (const { term, test } of byWeight) {
    const passed = left.filter(test);
    if (passed.length < left.length) result.push({ term, hides: left.length - passed.length });
    left = passed;
  }
  return result;
}
