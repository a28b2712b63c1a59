/** Where a query matched a text. Higher scores are better; `ranges` are [start, end) offsets in order, not overlapping. */
export interface WordMatch {
  readonly score: number;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Letters of an abbreviation may be this many times as far apart as they are many. */
const longestSpread = 5;

/**
 * Matches every word of `query` in `text`, in any order: as a substring (best at the start of a word), else as letters
 * in sequence from the start of a word (`ntpol` finds NetworkPolicies). Null when a word is not found; an empty query matches everything with score 0.
 */
export function matchWords(query: string, text: string): WordMatch | null {
  const lower = text.toLowerCase();
  const marked = new Set<number>();
  let score = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = bestSubstring(lower, word);
    if (at >= 0) {
      for (let index = at; index < at + word.length; index++) marked.add(index);
      score += 100 + (at === 0 ? 40 : isWordStart(lower, at) ? 20 : 0) - Math.min(at, 20) * 0.5;
      continue;
    }
    const letters = sequence(lower, word);
    if (letters === null) return null;
    for (const index of letters) marked.add(index);
    const span = (letters.at(-1) ?? 0) - (letters[0] ?? 0) + 1;
    score += 40 * (word.length / span);
  }
  // Of two equal matches the shorter text is the likelier meaning: `pods` before `podsecuritypolicies`.
  return { score: score === 0 ? 0 : score - Math.min(text.length, 100) * 0.1, ranges: rangesOf(marked) };
}

function bestSubstring(text: string, word: string): number {
  const first = text.indexOf(word);
  for (let at = first; at >= 0; at = text.indexOf(word, at + 1)) if (isWordStart(text, at)) return at;
  return first;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

function sequence(text: string, word: string): number[] | null {
  // From each start of a word: letters that are scattered over a long text are a coincidence, not an abbreviation.
  for (let start = 0; start < text.length; start++) {
    if (text[start] !== word[0] || !isWordStart(text, start)) continue;
    const found = sequenceFrom(text, word, start);
    if (found && (found.at(-1) ?? 0) - start < word.length * longestSpread) return found;
  }
  return null;
}

function sequenceFrom(text: string, word: string, start: number): number[] | null {
  const found: number[] = [];
  let from = start;
  for (let index = 0; index < word.length; index++) {
    const at = text.indexOf(word[index] ?? '', from);
    if (at < 0) return null;
    found.push(at);
    from = at + 1;
  }
  return found;
}

function rangesOf(marked: ReadonlySet<number>): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const index of [...marked].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === index) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  }
  return ranges;
}
