import type { ReactNode } from 'react';
import { matchWords } from './match-words.ts';

/** One line of the palette. `id` names it across starts, for the recent items. */
export interface PaletteItem {
  readonly id: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly ranges: readonly (readonly [number, number])[];
  readonly detail: string;
  readonly aside?: ReactNode;
  /** Comes back under "Recent". */
  readonly remember?: boolean;
  readonly run: () => void;
}

/** Lines of one sort; `total` counts those that matched and are not shown too. */
export interface PaletteGroup {
  readonly id: string;
  readonly label: string;
  readonly items: readonly PaletteItem[];
  readonly total: number;
}

/** What to look for, and in which sort of things: the first character chooses. */
export function parsePaletteQuery(query: string): { mode: 'all' | 'kinds' | 'contexts' | 'actions'; words: string } {
  const modes = { ':': 'kinds', '@': 'contexts', '>': 'actions' } as const;
  const first = query.trimStart()[0];
  const mode = first === ':' || first === '@' || first === '>' ? modes[first] : 'all';
  return { mode, words: mode === 'all' ? query.trim() : query.trimStart().slice(1).trim() };
}

/** What can be found: a line, and other words by which it is known (short names, the plural). */
export interface Candidate extends Omit<PaletteItem, 'ranges'> {
  readonly aliases?: readonly string[];
  /** Added to the score of a match: what needs a person is found before what is fine. */
  readonly boost?: number;
}

/**
 * The best matches of `words`, at most `limit`. An alias that is typed in full wins over everything (`:po` is pods, also
 * where PodDisruptionBudgets match better by letters).
 */
export function findBest(words: string, candidates: Iterable<Candidate>, limit: number): { items: PaletteItem[]; total: number } {
  const typed = words.toLowerCase();
  const found: { item: PaletteItem; score: number }[] = [];
  for (const { aliases = [], boost = 0, ...candidate } of candidates) {
    const match = matchWords(words, candidate.label);
    let score = match?.score ?? Number.NEGATIVE_INFINITY;
    for (const alias of aliases) {
      if (typed === '') break;
      if (alias.toLowerCase() === typed) score = Math.max(score, 1_000);
      else if (alias.toLowerCase().startsWith(typed)) score = Math.max(score, 60);
    }
    if (score > Number.NEGATIVE_INFINITY) found.push({ item: { ...candidate, ranges: match?.ranges ?? [] }, score: score + boost });
  }
  // The sort is stable: equal scores keep the order in which they were offered.
  if (typed !== '') found.sort((a, b) => b.score - a.score);
  return { items: found.slice(0, limit).map(({ item }) => item), total: found.length };
}
