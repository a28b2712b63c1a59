import { closeSync, openSync, readSync } from 'node:fs';
import { type MatchRange, matchRanges } from '../../../../shared/log-matches.ts';
import type { LogPattern } from '../../../../shared/logs.ts';
import { planPattern } from '../../../../shared/plan-pattern.ts';
import { planQuery, type QueryPlan } from './plan-query.ts';
import { scanSegment } from './scan-segment.ts';
import type { LineQuery, ScanResult, ScanSegment } from './scanner.ts';

/** What a search thread is asked; one at a time. */
export type SearchTask =
  | { readonly type: 'scan'; readonly query: LineQuery; readonly segment: ScanSegment; readonly from: number }
  | { readonly type: 'ranges'; readonly patterns: readonly LogPattern[]; readonly texts: readonly string[] };

/** Where each text matches any of the patterns: ascending, not overlapping. */
export type RangesResult =
  | { readonly ok: true; readonly ranges: readonly (readonly MatchRange[])[] }
  | { readonly ok: false; readonly error: string };

/** What a search thread is started with: it counts here, from 1 when it is ready, the lines it has begun, so that its owner sees when one takes long. */
export interface SearchThreadSetup {
  /** An Int32Array of one. */
  readonly progress: SharedArrayBuffer;
}

/** Answers the tasks of a search thread. Never throws; may take forever, which its owner ends. */
export class SearchThread {
  readonly #progress: Int32Array;
  #planned: { readonly key: string; readonly plan: QueryPlan } | null = null;

  constructor(setup: SearchThreadSetup) {
    this.#progress = new Int32Array(setup.progress);
    this.#step();
  }

  answer(task: SearchTask): ScanResult | RangesResult {
    return task.type === 'scan' ? this.#scan(task) : this.#ranges(task);
  }

  #scan({ query, segment, from }: Extract<SearchTask, { type: 'scan' }>): ScanResult {
    const key = JSON.stringify(query);
    if (this.#planned?.key !== key) {
      const planned = planQuery(query);
      if (!planned.ok) return planned;
      this.#planned = { key, plan: planned.plan };
    }
    try {
      const bytes = bytesOf(segment);
      const step = () => this.#step();
      return { ok: true, matched: scanSegment(this.#planned.plan, bytes, new Uint32Array(segment.starts), from, segment.count, step) };
    } catch (thrown) {
      return { ok: false, error: `lines could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
    }
  }

  #ranges({ patterns, texts }: Extract<SearchTask, { type: 'ranges' }>): RangesResult {
    const regexes: RegExp[] = [];
    for (const pattern of patterns) {
      const planned = planPattern(pattern, 'g');
      if (!planned.ok) return planned;
      regexes.push(planned.regex);
    }
    const ranges = texts.map((text) => {
      this.#step();
      return matchRanges(text, regexes);
    });
    return { ok: true, ranges };
  }

  #step(): void {
    Atomics.add(this.#progress, 0, 1);
  }
}

function bytesOf(segment: ScanSegment): Uint8Array {
  if (segment.bytes !== null) return new Uint8Array(segment.bytes);
  if (segment.file === null) throw new Error('they are neither in memory nor in a file');
  const bytes = new Uint8Array(segment.file.length);
  const file = openSync(segment.file.path, 'r');
  try {
    let read = 0;
    while (read < bytes.length) {
      const some = readSync(file, bytes, read, bytes.length - read, segment.file.offset + read);
      if (some === 0) throw new Error('the file is shorter than what was written to it');
      read += some;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}
