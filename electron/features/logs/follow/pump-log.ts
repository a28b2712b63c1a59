import type { Clock } from '../../../kube/clock.ts';
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
  readonly splitter: LineSplitter;
  /** Sends what was split. While its promise is open nothing more is read. */
  readonly flush: () => Promise<void> | void;
  /** A piece came. */
  readonly onPiece: () => void;
}

/**
 * Reads a body to its end: everything that was split has been handed to `flush` when this resolves, a last line without its end excepted. Lines wait for at most
 * one tick of the pacer. Rejects with what the body throws.
 */
export async function pumpLog(body: AsyncIterable<Uint8Array>, { clock, splitter, flush, onPiece }: LogPump): Promise<void> {
  const pacer = ReadPacer.of(clock);
  let windowBegan = clock.monotonic();
  let windowBytes = 0;
  let busy = false;
  let flushing: Promise<void> | undefined;
  let due = false;
  const flushSoon = () => {
    if (due) return;
    due = true;
    pacer.soon(() => {
      due = false;
      flushing = Promise.resolve().then(flush);
      // Looked at by the reader, when the next piece has come.
      flushing.catch(() => undefined);
    });
  };
  try {
    for await (const piece of body) {
      onPiece();
      splitter.push(piece, clock.now());
      const now = clock.monotonic();
      if (now - windowBegan >= windowMs) {
        busy = windowBytes >= busyBytes;
        windowBegan = now;
        windowBytes = 0;
      }
      windowBytes += piece.length;
      busy ||= windowBytes >= busyBytes;
      if (!busy || splitter.length >= fullBatch) await flush();
      else flushSoon();
      await flushing;
      if (!busy) await pacer.tick();
    }
    await flushing;
  } finally {
    await flush();
  }
}
