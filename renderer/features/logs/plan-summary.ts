import type { LogFilter, LogStart } from '../../../shared/logs.ts';

/** What the toolbar says of a view, as messages of the namespace `logs`. */
export interface SummaryPart {
  readonly key: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Lines kept, after and before the filter, and lines that the budget cost. */
export interface LineCounts {
  readonly visible: number;
  readonly total: number;
  readonly dropped: number;
}

/** Whether a filter can hide lines. */
export function hidesLines(filter: LogFilter): boolean {
  const { include, exclude, levels, hiddenSources, onlySources } = filter;
  return include.length > 0 || exclude.length > 0 || levels !== null || hiddenSources.length > 0 || onlySources !== null;
}

/**
 * How many lines there are: `24,429 lines`, with a filter `63 of 24,429 lines`, and what was kept where the budget dropped some.
 * Totals are never blanked: they stand where the filter hides everything too.
 */
export function countParts(counts: LineCounts, filtered: boolean): readonly SummaryPart[] {
  const parts: SummaryPart[] = [];
  if (filtered) parts.push({ key: 'summary.shown', values: { shown: counts.visible, count: counts.total } });
  if (counts.dropped > 0) parts.push({ key: 'summary.kept', values: { count: counts.total, received: counts.total + counts.dropped } });
  else if (!filtered) parts.push({ key: 'summary.lines', values: { count: counts.total } });
  return parts;
}

/** From where a view reads, in one of four ways. */
export function startKey(start: LogStart): 'previous' | 'all' | 'duration' | 'time' {
  return start.previous ? 'previous' : start.since.type;
}
