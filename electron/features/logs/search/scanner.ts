import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LogPattern } from '../../../../shared/logs.ts';
import { planQuery } from './plan-query.ts';
import { scanSegment } from './scan-segment.ts';
import type { RangesResult, SearchTask } from './search-thread.ts';
import { SearchWorker } from './search-worker.ts';

/** What is asked of each line. Every `include` must match, no `exclude` may; both empty = every line matches. */
export interface LineQuery {
  readonly include: readonly LogPattern[];
  readonly exclude: readonly LogPattern[];
}

/**
 * Lines to be searched, as the store keeps them: line `i` is the UTF-8 bytes from `starts[i]` up to `starts[i + 1] - 1`, and the byte
 * at `starts[i + 1] - 1` is always a line feed, which no line contains. So a segment is one text in which `^` and `$` mean a line.
 */
export interface ScanSegment {
  readonly firstId: number;
  readonly count: number;
  /** null: they are in the file. May be longer than the lines that count. */
  readonly bytes: SharedArrayBuffer | null;
  /** A Uint32Array of at least `count + 1` offsets into the bytes. */
  readonly starts: SharedArrayBuffer;
  readonly file: { readonly path: string; readonly offset: number; readonly length: number } | null;
}

/**
 * `matched` has one byte for each line asked about, 1 = it matches; its first is for line `from` of the segment. An error is a
 * sentence for the user: a pattern that is none, one that took too long, a file that cannot be read.
 */
export type ScanResult = { readonly ok: true; readonly matched: Uint8Array } | { readonly ok: false; readonly error: string };

/** Search threads at most: the machine's other cores have the page and the data threads. */
const mostWorkers = 2;

/** A search thread that nobody asked for so long is ended, in ms; starting one takes some tens of ms. */
const idleMs = 30_000;

/** Bytes of lines that `scanNow` looks at: under a millisecond for any literal that occurs in practice. */
const mostBytesNow = 65_536;

/** What a scan is answered whose signal was aborted. */
const aborted = { ok: false, error: 'it was no longer asked for' } as const;

interface Waiting {
  readonly task: SearchTask;
  readonly signal: AbortSignal;
  readonly resolve: (result: ScanResult | RangesResult) => void;
}

/** How a Scanner starts its threads; tests start the bundle of their own. */
export interface ScannerOptions {
  readonly threadFile?: string;
}

/**
 * Asks lines for patterns in threads of its own, so that no pattern keeps its caller busy. Tasks begin in the order asked, `ranges`
 * before `scan`s; with two threads answers may come in another order. A task that takes too long (`SearchWorker`) is answered with an
 * error and its thread replaced. Nothing rejects: an aborted task is answered with an error at once, as is everything after `close`.
 */
export class Scanner {
  readonly #threadFile: string;
  readonly #workers = new Set<SearchWorker>();
  readonly #urgent: Waiting[] = [];
  readonly #queue: Waiting[] = [];
  readonly #ending = new Set<Promise<unknown>>();
  #closed = false;

  constructor({ threadFile = ownThreadFile() }: ScannerOptions = {}) {
    this.#threadFile = threadFile;
  }

  /** Which lines from index `from` on match. The segment may grow meanwhile: lines beyond its `count` are not looked at. */
  scan(query: LineQuery, segment: ScanSegment, from: number, signal: AbortSignal): Promise<ScanResult> {
    return this.#ask({ type: 'scan', query, segment, from }, signal) as Promise<ScanResult>;
  }

  /** As `scan`, without a thread and at once, for few new lines and literal text; null when it has to be `scan`. */
  scanNow(query: LineQuery, segment: ScanSegment, from: number): ScanResult | null {
    const { bytes, count } = segment;
    if (bytes === null || ![...query.include, ...query.exclude].every((pattern) => !pattern.regex)) return null;
    const starts = new Uint32Array(segment.starts);
    if ((starts[count] ?? 0) - (starts[from] ?? 0) > mostBytesNow) return null;
    const planned = planQuery(query);
    if (!planned.ok) return planned;
    return { ok: true, matched: scanSegment(planned.plan, new Uint8Array(bytes), starts, from, count, () => undefined) };
  }

  /** Where each of some texts (rows about to be shown) matches any of the patterns. */
  ranges(patterns: readonly LogPattern[], texts: readonly string[], signal: AbortSignal): Promise<RangesResult> {
    return this.#ask({ type: 'ranges', patterns, texts }, signal) as Promise<RangesResult>;
  }

  /** Ends the threads; resolves when they have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of [...this.#urgent.splice(0), ...this.#queue.splice(0)]) waiting.resolve(aborted);
    for (const worker of [...this.#workers]) this.#end(worker);
    await Promise.all(this.#ending);
  }

  #ask(task: SearchTask, signal: AbortSignal): Promise<ScanResult | RangesResult> {
    if (signal.aborted || this.#closed) return Promise.resolve(aborted);
    return new Promise((resolve) => {
      const onAbort = () => waiting.resolve(aborted);
      const waiting: Waiting = {
        task,
        signal,
        resolve: (result) => {
          signal.removeEventListener('abort', onAbort);
          resolve(result);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      (task.type === 'ranges' ? this.#urgent : this.#queue).push(waiting);
      this.#begin();
    });
  }

  /** Gives waiting tasks to idle threads, starting one when there may be more. */
  #begin(): void {
    for (;;) {
      const next = this.#next();
      if (next === null) return;
      const worker = this.#idleWorker();
      if (worker === null) return;
      this.#take(next);
      void worker.ask(next.task).then((result) => {
        next.resolve(result);
        if (!worker.alive) this.#end(worker);
        this.#begin();
      });
    }
  }

  #next(): Waiting | null {
    for (const queue of [this.#urgent, this.#queue]) {
      while (queue[0]?.signal.aborted) queue.shift();
      if (queue[0] !== undefined) return queue[0];
    }
    return null;
  }

  #take(waiting: Waiting): void {
    if (this.#urgent[0] === waiting) this.#urgent.shift();
    else this.#queue.shift();
  }

  #idleWorker(): SearchWorker | null {
    for (const worker of this.#workers) if (!worker.busy) return worker;
    if (this.#workers.size >= mostWorkers || this.#closed) return null;
    const worker = new SearchWorker(
      (setup) => new Worker(this.#threadFile, { workerData: setup, name: 'log search' }),
      idleMs,
      () => this.#end(worker),
    );
    this.#workers.add(worker);
    return worker;
  }

  #end(worker: SearchWorker): void {
    this.#workers.delete(worker);
    const ending = worker.close().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}

/** The bundle beside this one; run from its sources (Node strips their types), the entry itself. */
function ownThreadFile(): string {
  const folder = import.meta.dirname;
  return import.meta.filename.endsWith('.ts')
    ? path.join(folder, '..', '..', '..', 'log-search-thread.ts')
    : path.join(folder, 'log-search-thread.cjs');
}
