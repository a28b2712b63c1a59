import { matchesLabels } from './label-selector.ts';
import type { EntryFilter } from './merged-list.ts';
import type { FilterProblem, FilterTerm, FilterTest, ParsedFilter, ValuePattern } from './parse-filter.ts';
import { cellOf, haystackOf, type TableEntry } from './table-entry.ts';

/** Columns that hold what people call the status of an object, in the order of preference. */
const statusColumns = ['status', 'phase', 'state'];

/** The test of a whole filter; null when it lets everything through, which is the cheapest. */
export function filterOf(parsed: ParsedFilter, resource: string): EntryFilter | null {
  const tests = parsed.terms.flatMap((term) => (term.test ? [matcherOf(term.test, resource)] : []));
  if (tests.length === 0) return null;
  const [only] = tests;
  return tests.length === 1 && only ? only : (entry) => tests.every((test) => test(entry));
}

/** The test of one term alone, to say how many rows it hides. */
export function filterOfTerm(term: FilterTerm, resource: string): EntryFilter | null {
  return term.test ? matcherOf(term.test, resource) : null;
}

/** Terms that ask for a column which this kind does not have: they would silently hide every row. */
export function columnProblems(parsed: ParsedFilter, resource: string, columnIds: readonly string[]): readonly FilterProblem[] {
  return parsed.terms
    .filter(({ test }) => test?.kind === 'field' && test.field === 'node' && resource !== 'nodes' && !columnIds.includes('node'))
    .map(({ raw }) => ({ kind: 'no-column', raw, detail: 'node' }));
}

function matcherOf(test: FilterTest, resource: string): EntryFilter {
  const matcher = positiveMatcher(test, resource);
  return test.not ? (entry) => !matcher(entry) : matcher;
}

function positiveMatcher(test: FilterTest, resource: string): EntryFilter {
  switch (test.kind) {
    case 'text':
      return (entry) => haystackOf(entry).includes(test.text);
    case 'regex':
      return (entry) => test.regex.matcher(haystackOf(entry)).find();
    case 'label':
      return (entry) => matchesLabels(test.requirements, entry.row.labels);
    case 'field':
      return (entry) =>
        fieldValues(entry, test.field, resource).some((value) => test.values.some((pattern) => matchesPattern(pattern, value)));
  }
}

function fieldValues(entry: TableEntry, field: 'status' | 'ns' | 'node' | 'cluster', resource: string): string[] {
  switch (field) {
    case 'ns':
      return [entry.row.namespace.toLowerCase()];
    case 'cluster':
      return [entry.source.displayName.toLowerCase()];
    case 'node':
      return [resource === 'nodes' ? entry.row.name.toLowerCase() : textOf(entry, 'node')];
    case 'status':
      return [...statusColumns.map((id) => textOf(entry, id)).filter((text) => text !== ''), entry.row.health];
  }
}

function textOf(entry: TableEntry, columnId: string): string {
  const cell = cellOf(entry, columnId);
  return typeof cell === 'string' ? cell.toLowerCase() : '';
}

/** A pattern without a star is a beginning: `status:Ready` finds `Ready,SchedulingDisabled` and never `NotReady`. */
export function matchesPattern({ pieces }: ValuePattern, value: string): boolean {
  const [first = '', ...rest] = pieces;
  if (!value.startsWith(first)) return false;
  if (rest.length === 0) return true;
  let at = first.length;
  const last = rest[rest.length - 1] ?? '';
  for (const piece of rest.slice(0, -1)) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
