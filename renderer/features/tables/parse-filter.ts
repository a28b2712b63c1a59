import { RE2JS } from 're2js';
import { type LabelRequirement, parseLabelSelector } from './label-selector.ts';

/** Keys that may stand before a colon. */
export const filterFields = ['status', 'ns', 'node', 'cluster'] as const;
export type FilterField = (typeof filterFields)[number];

/** What one term of a filter asks of a row. All terms must hold. */
export type FilterTest =
  | { readonly kind: 'text'; readonly text: string; readonly not: boolean }
  /** Matched in linear time whatever was typed: RE2 has no backtracking (and so no look-around and no back-references). */
  | { readonly kind: 'regex'; readonly regex: RE2JS; readonly not: boolean }
  | { readonly kind: 'label'; readonly requirements: readonly LabelRequirement[]; readonly not: boolean }
  | { readonly kind: 'field'; readonly field: FilterField; readonly values: readonly ValuePattern[]; readonly not: boolean };

/** A value of `ns:`, `node:`...: the beginning of it, or a pattern with `*` for the whole. Case does not matter. */
export interface ValuePattern {
  /** Pieces between the stars, lower case; a single piece is a beginning. */
  readonly pieces: readonly string[];
}

/** One term with its place in what was typed. */
export interface FilterTerm {
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** null when the term does not count, see the problem of the same `raw`. */
  readonly test: FilterTest | null;
  /** `label`, `status`...; empty for words and expressions. */
  readonly key: string;
  /** What stands behind the key, as typed. */
  readonly value: string;
}

/**
 * Something the user should know about a term; nothing typed is lost.
 * - regex: cannot be read, `detail` says why; unclosed: the closing / or " is missing; selector: not a label selector: the term does not count
 * - unknown-key: there is no such key, the term is searched as text
 */
export interface FilterProblem {
  readonly kind: 'regex' | 'unclosed' | 'selector' | 'unknown-key' | 'no-column';
  readonly raw: string;
  readonly detail: string;
}

export interface ParsedFilter {
  readonly terms: readonly FilterTerm[];
  readonly problems: readonly FilterProblem[];
}

/**
 * Reads a filter: words, "two words", /expressions/, label:app=web, status:Running, ns:, node:, cluster:; a `!` before a
 * term or before a value turns it around. Total: every text is a filter, problems are reported beside it.
 */
export function parseFilter(text: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    const start = at;
    const not = text.charAt(at) === '!';
    const end = endOfTerm(text, not ? at + 1 : at);
    const raw = text.slice(start, end);
    at = end;
    const read = readTerm(raw, not ? raw.slice(1) : raw, not);
    if (read.problem) problems.push(read.problem);
    terms.push({ raw, start, end, test: read.test, key: read.key, value: read.value });
  }
  return { terms, problems };
}

/** A term ends at white space, except inside quotes, expressions, and the parentheses of `in (a, b)`. */
function endOfTerm(text: string, from: number): number {
  if (text.charAt(from) === '/') {
    const closing = /\/(?=\s|$)/g;
    closing.lastIndex = from + 1;
    const found = closing.exec(text);
    if (found) return found.index + 1;
    return text.length;
  }
  const selector = /^label:[^\s]+\s+(?:in|notin)\s*\([^)]*\)(?:,\S*)?/.exec(text.slice(from));
  if (selector) return from + selector[0].length;
  let at = from;
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    if (text.charAt(at) === '"') {
      const closing = text.indexOf('"', at + 1);
      if (closing < 0) return text.length;
      at = closing;
    }
    at++;
  }
  return at;
}

interface ReadTerm {
  readonly test: FilterTest | null;
  readonly problem?: FilterProblem;
  readonly key: string;
  readonly value: string;
}

function readTerm(raw: string, body: string, not: boolean): ReadTerm {
  const plain = { key: '', value: body };
  if (body === '') return { ...plain, test: null };
  if (body.startsWith('/')) return { ...plain, ...readRegex(raw, body, not) };
  const keyed = /^([A-Za-z]+):(.*)$/s.exec(body);
  if (!keyed || keyed[2]?.startsWith('//')) return { ...plain, ...readText(raw, body, not) };
  const key = (keyed[1] ?? '').toLowerCase();
  const value = keyed[2] ?? '';
  if (key === 'label') {
    if (value === '') return { key, value, test: null };
    const requirements = parseLabelSelector(unquote(value));
    if (!requirements) return { key, value, test: null, problem: { kind: 'selector', raw, detail: value } };
    return { key, value, test: { kind: 'label', requirements, not } };
  }
  const field = filterFields.find((each) => each === key);
  if (!field) {
    const text = readText(raw, body, not);
    return { ...plain, ...text, problem: { kind: 'unknown-key', raw, detail: key } };
  }
  const inner = value.startsWith('!');
  const values = unquote(inner ? value.slice(1) : value)
    .split(',')
    .filter((each) => each !== '')
    .map((each): ValuePattern => ({ pieces: each.toLowerCase().split('*') }));
  return { key, value, test: values.length > 0 ? { kind: 'field', field, values, not: not !== inner } : null };
}

function readRegex(raw: string, body: string, not: boolean): { test: FilterTest | null; problem?: FilterProblem } {
  if (body.length < 2 || !body.endsWith('/')) return { test: null, problem: { kind: 'unclosed', raw, detail: '/' } };
  const source = body.slice(1, -1);
  if (source === '') return { test: null };
  try {
    // Every field is a line of what is searched, so ^ and $ mean the ends of a field.
    return { test: { kind: 'regex', regex: RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE), not } };
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return { test: null, problem: { kind: 'regex', raw, detail } };
  }
}

function readText(raw: string, body: string, not: boolean): { test: FilterTest | null; problem?: FilterProblem } {
  const quotes = body.split('"').length - 1;
  const text = unquote(body).toLowerCase();
  const problem: FilterProblem | null = quotes % 2 === 1 ? { kind: 'unclosed', raw, detail: '"' } : null;
  return { test: text === '' ? null : { kind: 'text', text, not }, ...(problem ? { problem } : {}) };
}

function unquote(text: string): string {
  return text.replaceAll('"', '');
}

/** What remains of a filter when one of its terms is taken out. */
export function withoutTerm(text: string, term: FilterTerm): string {
  return `${text.slice(0, term.start).trimEnd()} ${text.slice(term.end).trimStart()}`.trim();
}
