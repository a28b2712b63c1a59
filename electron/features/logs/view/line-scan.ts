import type { LineQuery, ScanResult, ScanSegment } from '../search/scanner.ts';
import type { Segment, Segments } from './segments.ts';

/** What asks lines for patterns; search/scanner.ts is one. */
export interface LineScanner {
  /** Never rejects. */
  scan(query: LineQuery, segment: ScanSegment, from: number, signal: AbortSignal): Promise<ScanResult>;
  /** The same at once, when that is cheap; else null. */
  scanNow(query: LineQuery, segment: ScanSegment, from: number): ScanResult | null;
}

/** Who hears what was found. */
export interface ScanTaker {
  /** `count` lines from id `first` on were asked; `matched` has one byte for each, null = all match. `fresh`: they came after the scan began, and in their order. */
  take(first: number, count: number, matched: Uint8Array | null, fresh: boolean): void;
  /** Everything that was there when the scan began has been asked. */
  complete(): void;
  /** It is over: why, for the user. Nothing is asked any more. */
  failed(error: string): void;
}

/** Segments that are asked about at once: both search threads have one and another waits. */
const inFlight = 4;
/** Segments without patterns that are gone through in one go: some ms. */
const segmentsAtOnce = 16;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Asks every line of a store once: what is there already in the background, what lies near some line first, and new lines as `advance` tells of
 * them, in order. Nothing is told after `stop`.
 */
export class LineScan {
  readonly #segments: Segments;
  readonly #scanner: LineScanner;
  readonly #query: LineQuery;
  readonly #taker: ScanTaker;
  readonly #stopped = new AbortController();
  readonly #all: boolean;
  readonly #waiting: { readonly segment: Segment; readonly count: number }[];
  readonly #total: number;
  #asked = 0;
  /** Fresh lines before this one have been asked. */
  #high: number;
  #upTo: number;
  #advancing = false;

  /** Asks lines before `upTo`, first those near the line `near`; lines from `upTo` on are fresh. */
  constructor(segments: Segments, scanner: LineScanner, query: LineQuery, taker: ScanTaker, near: number, upTo: number) {
    this.#segments = segments;
    this.#scanner = scanner;
    this.#query = query;
    this.#taker = taker;
    this.#all = query.include.length === 0 && query.exclude.length === 0;
    const distance = ({ segment }: { readonly segment: Segment }) => Math.abs(segment.firstId + segment.count / 2 - near);
    this.#waiting = segments.list
      .map((segment) => ({ segment, count: Math.min(segment.count, upTo - segment.firstId) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => distance(b) - distance(a));
    this.#total = this.#waiting.reduce((sum, { count }) => sum + count, 0);
    this.#high = upTo;
    this.#upTo = upTo;
    void this.#run();
  }

  /** 0 to 1, of what was there when it began. */
  get progress(): number {
    return this.#total === 0 ? 1 : this.#asked / this.#total;
  }

  /** Lines before `upTo` are there. When nothing has to be waited for they are told before it returns. */
  advance(upTo: number): void {
    this.#upTo = upTo;
    if (!this.#advancing) void this.#advance();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #run(): Promise<void> {
    // Whoever made this scan holds it before the first answer.
    await turn();
    const workers = Array.from({ length: this.#all ? 1 : inFlight }, () => this.#work());
    await Promise.all(workers);
    if (!this.#over) this.#taker.complete();
  }

  async #work(): Promise<void> {
    for (let done = 1; !this.#over; done++) {
      const next = this.#waiting.pop();
      if (next === undefined) return;
      const { segment, count } = next;
      const result = this.#all ? null : await this.#scanner.scan(this.#query, part(segment, count), 0, this.#stopped.signal);
      if (this.#over) return;
      this.#asked += count;
      this.#tell(segment.firstId, count, result, false);
      if (this.#all && done % segmentsAtOnce === 0) await turn();
    }
  }

  async #advance(): Promise<void> {
    this.#advancing = true;
    while (this.#high < this.#upTo && !this.#over) {
      const segment = this.#segments.of(this.#high) ?? this.#segments.list[0];
      if (segment === undefined) break;
      // What was dropped before it was asked is no longer there.
      const from = Math.max(0, this.#high - segment.firstId);
      const count = Math.min(segment.count, this.#upTo - segment.firstId);
      this.#high = segment.firstId + count;
      let result: ScanResult | null = null;
      if (!this.#all) {
        const asked = part(segment, count);
        result = this.#scanner.scanNow(this.#query, asked, from);
        result ??= await this.#scanner.scan(this.#query, asked, from, this.#stopped.signal);
      }
      if (!this.#over) this.#tell(segment.firstId + from, count - from, result, true);
    }
    this.#advancing = false;
  }

  #tell(first: number, count: number, result: ScanResult | null, fresh: boolean): void {
    if (result === null || result.ok) {
      this.#taker.take(first, count, result === null ? null : result.matched, fresh);
      return;
    }
    this.stop();
    this.#taker.failed(result.error);
  }

  get #over(): boolean {
    return this.#stopped.signal.aborted;
  }
}

/** The first `count` lines of a segment, as they are now. */
function part({ firstId, bytes, starts, file }: Segment, count: number): ScanSegment {
  return { firstId, count, bytes, starts, file };
}
