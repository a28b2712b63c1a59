import type { Worker } from 'node:worker_threads';
import type { ScanResult } from './scanner.ts';
import type { RangesResult, SearchTask, SearchThreadSetup } from './search-thread.ts';

/** How often a busy thread is looked at, in ms. */
const lookEveryMs = 100;

/** One line that takes so long is a pattern that tries everything (`(a+)+$`), in looks: 400 ms, of which honest lines take microseconds. */
const mostLooksAtOneLine = 4;

/** A segment of 1 MiB takes some ms; one that takes so long would take minutes for all of a view. In looks: 800 ms. */
const mostLooksAtOneTask = 8;

/** What a user is told of a pattern that was stopped. */
export const tookTooLong = 'it takes too long: it tries too many ways to match a line';

/**
 * One search thread and the task it has. It is looked at while it is busy and ended when a task takes too long by the counts above:
 * looks, not hands of a clock, so that a machine that stood still in between blames no pattern. Never rejects.
 */
export class SearchWorker {
  readonly #worker: Worker;
  readonly #progress: Int32Array;
  readonly #idleMs: number;
  readonly #onIdle: () => void;
  #resolve: ((result: ScanResult | RangesResult) => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #alive = true;

  /** `onIdle` is called once when nothing was asked for `idleMs`. */
  constructor(start: (setup: SearchThreadSetup) => Worker, idleMs: number, onIdle: () => void) {
    const progress = new SharedArrayBuffer(4);
    this.#progress = new Int32Array(progress);
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#worker = start({ progress });
    this.#worker.on('message', (result: ScanResult | RangesResult) => this.#answer(result));
    this.#worker.on('error', (error) => this.#fail(`the search thread stopped: ${error.message}`));
    this.#worker.on('exit', (code) => this.#fail(`the search thread ended with code ${code}`));
  }

  /** Whether it has a task. */
  get busy(): boolean {
    return this.#resolve !== null;
  }

  /** Whether it can be asked again. */
  get alive(): boolean {
    return this.#alive;
  }

  /** Only while it is not `busy`. */
  ask(task: SearchTask): Promise<ScanResult | RangesResult> {
    return new Promise((resolve) => {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#resolve = resolve;
      this.#worker.postMessage(task);
      this.#look(-1, 0, 0);
    });
  }

  /** Ends the thread, whatever it does; its task is answered with an error. */
  async close(): Promise<void> {
    this.#fail('the search thread was ended');
    await this.#worker.terminate();
  }

  #look(seen: number, looksAtLine: number, looksAtTask: number): void {
    const task = this.#resolve;
    this.#timer = setTimeout(() => {
      // Its answer may wait behind this timer, when this thread was busy itself.
      setImmediate(() => {
        if (this.#resolve !== task) return;
        const progress = Atomics.load(this.#progress, 0);
        // A thread that still loads has not begun.
        const ready = progress !== 0;
        const lines = ready && progress === seen ? looksAtLine + 1 : 0;
        const all = ready ? looksAtTask + 1 : 0;
        if (lines >= mostLooksAtOneLine || all >= mostLooksAtOneTask) this.#fail(tookTooLong);
        else this.#look(progress, lines, all);
      });
    }, lookEveryMs);
  }

  #answer(result: ScanResult | RangesResult): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#alive) {
      this.#timer = setTimeout(this.#onIdle, this.#idleMs);
      this.#timer.unref();
    }
    const resolve = this.#resolve;
    this.#resolve = null;
    resolve?.(result);
  }

  #fail(error: string): void {
    this.#alive = false;
    this.#answer({ ok: false, error });
  }
}
