import type { Segment, Segments } from './segments.ts';
import { SpillFile } from './spill-file.ts';

/** Lines of a view, for each that its budget lets stay in memory: beyond it the oldest are dropped. Each takes 33 bytes of memory even when its text is in the file. */
const linesKept = 5;
/** Bytes on disk, for each that the budget lets stay in memory: 4 GiB of the default. */
const bytesOnDisk = 16;

/** What is dropped at once, as a part of all that may be kept: dropping goes through the whole order, so it is done seldom. */
const droppedAtOnce = 0.1;

/** Bytes over the budget that may wait for the disk; the feeds wait beyond. */
const mostWaiting = 32 * 1_048_576;

/** What a view may keep in memory. */
export interface Budget {
  readonly bytes: number;
  readonly lines: number;
}

/**
 * Keeps a store within its budget: what does not fit into memory goes, oldest first, to the view's file, one segment at a time and
 * without blocking; the memory is freed when it is written. Beyond the limits above, without a folder, or from the first failure to write on,
 * it says what has to be dropped instead.
 */
export class LineBudget {
  readonly #segments: Segments;
  readonly #budget: Budget;
  readonly #file: SpillFile | null;
  readonly #onChange: () => void;
  #writing = false;
  #failed = false;
  /** As of the last `#count`: text whose bytes are in memory. */
  #bytesInMemory = 0;
  #linesInMemory = 0;
  #closed = false;

  /** `folder` null = there is none. `onChange` is called when a segment has gone to the file. */
  constructor(segments: Segments, budget: Budget, folder: string | null, onChange: () => void) {
    this.#segments = segments;
    this.#budget = budget;
    this.#file = folder === null ? null : new SpillFile(folder);
    this.#onChange = onChange;
  }

  get file(): SpillFile | null {
    return this.#file;
  }

  get spilledBytes(): number {
    return this.#file?.bytes ?? 0;
  }

  /** Whether as much waits for the disk as may: nothing more should be taken. */
  get full(): boolean {
    return this.#spills && this.#bytesInMemory > this.#budget.bytes + mostWaiting;
  }

  /** Lines were stored. Begins to write when there is too much; returns how many of the oldest segments must be dropped now. */
  check(): number {
    this.#count();
    if (this.#over && this.#spills) void this.#write();
    return this.#toDrop();
  }

  /** These have left the store. */
  dropped(segments: readonly Segment[]): void {
    for (const { file } of segments) if (file !== null) this.#file?.free(file);
    this.#count();
  }

  /** Removes the file. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#file?.close();
  }

  get #spills(): boolean {
    return this.#file !== null && !this.#failed;
  }

  get #over(): boolean {
    return this.#bytesInMemory > this.#budget.bytes || this.#linesInMemory > this.#budget.lines;
  }

  #count(): void {
    this.#bytesInMemory = 0;
    this.#linesInMemory = 0;
    for (const segment of this.#segments.list) {
      if (segment.data === null) continue;
      this.#bytesInMemory += segment.used;
      this.#linesInMemory += segment.count;
    }
  }

  async #write(): Promise<void> {
    if (this.#writing || this.#file === null) return;
    this.#writing = true;
    while (this.#over && this.#spills && !this.#closed) {
      const segment = this.#segments.list.find(({ data, sealed }) => data !== null && sealed);
      if (segment === undefined || segment.data === null) break;
      try {
        const place = await this.#file.write(segment.data.subarray(0, segment.used));
        if (this.#segments.of(segment.firstId) !== segment) this.#file.free(place);
        else {
          segment.file = place;
          segment.data = null;
          segment.bytes = null;
        }
      } catch {
        // Full or gone: what does not fit is dropped and counted from here on, which the rows say.
        this.#failed = true;
      }
      this.#count();
      this.#onChange();
    }
    this.#writing = false;
  }

  #toDrop(): number {
    const { lines, bytes } = this.#budget;
    const mostLines = this.#spills ? lines * linesKept : lines;
    const mostBytes = this.#spills ? bytes * bytesOnDisk : bytes;
    const all = { lines: 0, bytes: 0 };
    // Without a file to write to, what is in it already stays and only memory counts.
    const counts = (segment: Segment) => this.#spills || segment.data !== null;
    for (const segment of this.#segments.list) {
      if (!counts(segment)) continue;
      all.lines += segment.count;
      all.bytes += segment.used;
    }
    if (all.lines <= mostLines && all.bytes <= mostBytes) return 0;
    let drop = 0;
    for (const segment of this.#segments.list) {
      if (all.lines <= mostLines * (1 - droppedAtOnce) && all.bytes <= mostBytes * (1 - droppedAtOnce)) break;
      drop++;
      if (!counts(segment)) continue;
      all.lines -= segment.count;
      all.bytes -= segment.used;
    }
    return drop;
  }
}
