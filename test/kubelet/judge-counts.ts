/** One line of a counting pod, as saved. */
export interface CountedLine {
  readonly pod: string;
  readonly run: string;
  readonly number: number;
}

/** What became of all lines. */
export interface CountVerdict {
  /** Runs of containers that were seen, and those whose last number is known. */
  readonly runs: number;
  readonly judgedRuns: number;
  readonly lines: number;
  /** Numbers that never came, by run. */
  readonly missing: ReadonlyMap<string, number>;
  readonly repeated: number;
  /** Lines whose number is not the one after the line before of the same run, once missing and repeated are set aside. */
  readonly misplaced: number;
}

/** Reads `app pod run number …`; null for a line that no counting pod wrote whole. */
export function countedLine(text: string): CountedLine | null {
  const found = /^(?:steady|failing) (\S+) (\d+) (\d+)(?: 0*)?$/.exec(text);
  return found === null ? null : { pod: found[1] ?? '', run: found[2] ?? '', number: Number(found[3]) };
}

/** Compares lines, in the order in which they were shown, with the last number of each run (`pod.run`); runs without one are judged up to what came. */
export function judgeCounts(lines: readonly CountedLine[], truth: ReadonlyMap<string, number>): CountVerdict {
  const byRun = new Map<string, number[]>();
  for (const { pod, run, number } of lines) {
    const key = `${pod}.${run}`;
    const numbers = byRun.get(key);
    if (numbers === undefined) byRun.set(key, [number]);
    else numbers.push(number);
  }
  const missing = new Map<string, number>();
  let repeated = 0;
  let misplaced = 0;
  for (const key of new Set([...byRun.keys(), ...truth.keys()])) {
    const numbers = byRun.get(key) ?? [];
    const different = new Set(numbers);
    const last = truth.get(key) ?? numbers.reduce((most, number) => Math.max(most, number), 0);
    repeated += numbers.length - different.size;
    let gone = 0;
    for (let number = 1; number <= last; number++) if (!different.has(number)) gone++;
    if (gone > 0) missing.set(key, gone);
    for (let at = 1; at < numbers.length; at++) if ((numbers[at] ?? 0) <= (numbers[at - 1] ?? 0)) misplaced++;
  }
  return { runs: byRun.size, judgedRuns: truth.size, lines: lines.length, missing, repeated, misplaced };
}
