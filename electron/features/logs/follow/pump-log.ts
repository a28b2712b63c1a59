import type { Clock } from '../../../kube/clock.ts';
import type { KubeAnswer } from '../../../kube/transport.ts';
import { ReadPacer } from './read-pacer.ts';
import type { LineSplitter } from './split-lines.ts';

/** Bytes of text that are sent at once, whatever else comes: few enough to be in the processor's cache still when the other thread reads them. */
const fullBatch = 131_072;
/** A stream that brings fewer bytes than this in `windowMs` is quiet: it is read at the ticks of all, the others as fast as they come. */
const busyBytes = 65_536;
const windowMs = 30;

/** What a log is pumped with. */
export interface LogPump {
  readonly clock: Clock;
  /** The time by the server's clock, ms since the epoch. */
  readonly now: () => number;
  readonly splitter: LineSplitter;
  /** Sends what was split. While its promise is open nothing more is read. */
  readonly flush: () => Promise<void> | void;
  /** A piece came. */
  readonly onPiece: () => void;
}

/**
 * Reads an answer to its end: everything that was split has been handed to `flush` when this resolves, a last line without its end excepted. Lines wait for at most
 * one tick of the pacer. Rejects with what reading fails with.
 */
export async function pumpLog({ body, each }: KubeAnswer, pump: LogPump): Promise<void> {
  const taker = new PieceTaker(pump);
  try {
    if (each !== undefined) await each((piece) => taker.take(piece));
    else for await (const piece of body) await taker.take(piece);
    await taker.flushed;
  } finally {
    await pump.flush();
  }
}

/** Gives pieces to the splitter, and what it made of them to `flush` when it is time. */
class PieceTaker {
  readonly #pump: LogPump;
  readonly #pacer: ReadPacer;
  #windowBegan: number;
  #windowBytes = 0;
  #busy = false;
  #due = false;
  /** A flush that began at a tick and has not ended, or failed. */
  #flushing: Promise<void> | undefined;

  constructor(pump: LogPump) {
    this.#pump = pump;
    this.#pacer = ReadPacer.of(pump.clock);
    this.#windowBegan = pump.clock.monotonic();
  }

  /** Resolves when the flush that is under way has ended. */
  get flushed(): Promise<void> | undefined {
    return this.#flushing;
  }

  /** Takes a piece; what it returns resolves when more may be read, undefined = at once. */
  take(piece: Uint8Array): Promise<unknown> | undefined {
    const { clock, now, splitter, flush, onPiece } = this.#pump;
    onPiece();
    splitter.push(piece, now());
    this.#count(piece.length, clock.monotonic());
    const isDue = !this.#busy || splitter.length >= fullBatch;
    if (!isDue) this.#flushSoon();
    const flushed = isDue ? (flush() ?? undefined) : undefined;
    if (this.#busy) return flushed === undefined ? this.#flushing : Promise.all([flushed, this.#flushing]);
    const ticked = this.#pacer.tick();
    return flushed === undefined && this.#flushing === undefined ? ticked : Promise.all([flushed, this.#flushing, ticked]);
  }

  #count(bytes: number, now: number): void {
    if (now - this.#windowBegan >= windowMs) {
      this.#busy = this.#windowBytes >= busyBytes;
      this.#windowBegan = now;
      this.#windowBytes = 0;
    }
    this.#windowBytes += bytes;
    this.#busy ||= this.#windowBytes >= busyBytes;
  }

  #flushSoon(): void {
    if (this.#due) return;
    this.#due = true;
    this.#pacer.soon(() => {
      this.#due = false;
      const flushing = Promise.resolve().then(this.#pump.flush);
      this.#flushing = flushing;
      flushing.then(
        () => {
          if (this.#flushing === flushing) this.#flushing = undefined;
        },
        // Looked at by the reader: it stays what is being waited for.
        () => undefined,
      );
    });
  }
}
