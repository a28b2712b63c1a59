import type { LogFilter, LogPattern, LogSource } from '../../../shared/logs.ts';
import { allShown, type HiddenSources, sourceNumbers } from './plan-hidden.ts';

/** Which levels are shown: all lines, warnings and worse, errors and worse. */
export type LevelChoice = 'all' | 'warn' | 'error';

/** The filter as the user put it together, part by part, so that each can be taken away alone. */
export interface FilterParts {
  readonly include: readonly LogPattern[];
  readonly exclude: readonly LogPattern[];
  readonly levels: LevelChoice;
  readonly sources: HiddenSources;
  /** Lines shown before and after each that matches. */
  readonly context: number;
}

/** Nothing is hidden. */
export const noParts: FilterParts = { include: [], exclude: [], levels: 'all', sources: allShown, context: 0 };

/** Patterns the contract takes in one list. */
const mostPatterns = 20;

const chosenLevels = { all: null, warn: ['warn', 'error', 'fatal'], error: ['error', 'fatal'] } as const;

/** What is asked of the view. `sources` are those it has now: their numbers are not known to the user. */
export function filterOf(parts: FilterParts, sources: readonly LogSource[]): LogFilter {
  const levels = chosenLevels[parts.levels];
  return {
    include: [...parts.include],
    exclude: [...parts.exclude],
    levels: levels && [...levels],
    ...sourceNumbers(parts.sources, sources),
    context: parts.context,
  };
}

/** With one more pattern; one that is there already is not added again, and the oldest gives way beyond what a filter may have. */
export function withPattern(parts: FilterParts, kind: 'include' | 'exclude', pattern: LogPattern): FilterParts {
  const rest = parts[kind].filter((each) => !samePattern(each, pattern));
  return { ...parts, [kind]: [...rest, pattern].slice(-mostPatterns) };
}

/** Without one pattern. */
export function withoutPattern(parts: FilterParts, kind: 'include' | 'exclude', pattern: LogPattern): FilterParts {
  return { ...parts, [kind]: parts[kind].filter((each) => !samePattern(each, pattern)) };
}

/** Whether anything of it hides lines. Context lines alone hide none. */
export function hasParts({ include, exclude, levels, sources }: FilterParts): boolean {
  return include.length > 0 || exclude.length > 0 || levels !== 'all' || sources.solo !== null || sources.hidden.size > 0;
}

function samePattern(a: LogPattern, b: LogPattern): boolean {
  return a.text === b.text && a.regex === b.regex && a.matchCase === b.matchCase;
}
