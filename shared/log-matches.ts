/** Where a text matches: from, and up to but not including, in UTF-16 units as `slice` takes them. */
export type MatchRange = readonly [start: number, end: number];

/** Ranges of one text that are shown: a row is cut at 4,096 characters, and more marks than this are one colour anyway. */
export const mostRanges = 200;

/**
 * Where a text matches any of `regexes` (each with flag `g`): ascending, touching ones merged, the first `mostRanges` of each. Empty
 * matches are none. As slow as the slowest of them: a user's regular expression is asked only where its thread can be ended.
 */
export function matchRanges(text: string, regexes: readonly RegExp[]): MatchRange[] {
  const found: [number, number][] = [];
  for (const regex of regexes) {
    regex.lastIndex = 0;
    for (let count = 0; count < mostRanges; ) {
      const match = regex.exec(text);
      if (match === null) break;
      const end = match.index + match[0].length;
      if (end === match.index) regex.lastIndex = end + (regex.unicode && (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
      else {
        found.push([match.index, end]);
        count++;
      }
    }
  }
  return merged(found);
}

function merged(ranges: [number, number][]): MatchRange[] {
  ranges.sort((one, other) => one[0] - other[0]);
  const result: [number, number][] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else result.push(range);
  }
  return result;
}
