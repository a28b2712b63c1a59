import type { JournalPiece } from '../../shared/journal.ts';
import { initialCredit } from '../../shared/wire.ts';
import type { Clock } from '../kube/clock.ts';
import { type OpenStream, streamEventText } from './command-bus.ts';

/** At most one message in this time, in ms: a drain writes many lines a second, and the page reads the journal again for each message. */
const messageEveryMs = 500;

/**
 * Writes `journal.changes`: how many lines this process has written since the stream was opened, when it grew. Between two messages, and while the page
 * grants no credit, only the newest number is kept. Nothing is written after `close`.
 */
export function openJournalChanges(
  onAppend: (listener: () => void) => () => void,
  write: (event: string) => void,
  clock: Clock,
): OpenStream {
  let credit = initialCredit;
  let lines = 0;
  let told = 0;
  let cancel: (() => void) | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  const soon = () => {
    if (cancel !== null || credit <= 0 || lines === told) return;
    const wait = lastAt + messageEveryMs - clock.monotonic();
    if (wait > 0) {
      cancel = clock.after(wait, () => {
        cancel = null;
        soon();
      });
      return;
    }
    credit--;
    told = lines;
    lastAt = clock.monotonic();
    write(streamEventText<'journal.changes'>({ type: 'items', items: { lines } }));
  };
  const stop = onAppend(() => {
    lines++;
    soon();
  });
  return {
    credit: (count) => {
      credit += count;
      soon();
    },
    close: () => {
      cancel?.();
      stop();
    },
  };
}

/**
 * Writes `journal.export`: the pieces in their order, as fast as the page grants credit, then the end; a failure of the pieces is the error of the end. After
 * `close` nothing is written, and no further piece is made.
 */
export function openJournalExport(pieces: AsyncGenerator<JournalPiece>, write: (event: string) => void): OpenStream {
  let credit = initialCredit;
  let closed = false;
  let granted: (() => void) | null = null;
  const run = async () => {
    for await (const items of pieces) {
      while (credit <= 0 && !closed)
        await new Promise<void>((resolve) => {
          granted = resolve;
        });
      if (closed) return;
      credit--;
      write(streamEventText<'journal.export'>({ type: 'items', items }));
    }
    if (!closed) write(streamEventText<'journal.export'>({ type: 'end', error: null }));
  };
  run().catch((thrown: unknown) => {
    const message = `the journal could not be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    if (!closed) write(streamEventText<'journal.export'>({ type: 'end', error: { kind: 'internal', message } }));
  });
  return {
    credit: (count) => {
      credit += count;
      granted?.();
    },
    close: () => {
      closed = true;
      granted?.();
    },
  };
}
