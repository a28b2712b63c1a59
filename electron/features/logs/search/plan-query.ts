import { planPattern } from '../../../../shared/plan-pattern.ts';
import type { LineQuery } from './scanner.ts';

/** A query that can be asked of one line at a time. */
export interface QueryPlan {
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
}

/** The plan of a query, or why one of its patterns is none. */
export function planQuery(
  query: LineQuery,
): { readonly ok: true; readonly plan: QueryPlan } | { readonly ok: false; readonly error: string } {
  const include: RegExp[] = [];
  const exclude: RegExp[] = [];
  for (const [patterns, regexes] of [
    [query.include, include],
    [query.exclude, exclude],
  ] as const) {
    for (const pattern of patterns) {
      const planned = planPattern(pattern.regex ? { ...pattern, text: withoutLeadingAny(pattern.text) } : pattern);
      if (!planned.ok) return planned;
      regexes.push(planned.regex);
    }
  }
  return { ok: true, plan: { include, exclude } };
}

/**
 * `.*foo` matches the lines that `foo` matches, but tries every end of `.*` from every beginning: sixty times slower on lines of 100
 * characters. Only for asking whether a line matches, not where.
 */
function withoutLeadingAny(text: string): string {
  const rest = text.replace(/^(?:\.\*\??)+/, '');
  return rest === '' ? text : rest;
}
