import type { Result } from '../../../shared/cluster-error.ts';
import type { StreamArguments } from '../../../shared/contract.ts';
import type { Bridge } from '../../bridge/bridge.ts';

/** A Blob takes texts of at most that many characters at once: what it holds is no longer on the page's heap. */
const blobCharacters = 4_194_304;

/** The journal as a file. */
export interface ExportedJournal {
  readonly blob: Blob;
  readonly entries: number;
  /** Lines and files that are not in it, because they could not be read. */
  readonly missing: number;
}

/** The entries that are asked for as one file. Aborted: a failure that says so, and nothing more is read. */
export function exportFile(
  bridge: Bridge,
  asked: StreamArguments<'journal.export'>,
  signal: AbortSignal,
  onPiece: (entries: number) => void,
): Promise<Result<ExportedJournal>> {
  return new Promise((resolve) => {
    const type = asked.format === 'csv' ? 'text/csv;charset=utf-8' : 'application/x-ndjson';
    let blob = new Blob([], { type });
    let texts: string[] = [];
    let characters = 0;
    let entries = 0;
    let missing = 0;
    const pack = () => {
      blob = new Blob([blob, ...texts], { type });
      texts = [];
      characters = 0;
    };
    const abort = () => {
      close();
      resolve({ ok: false, error: { kind: 'internal', message: 'The export was stopped.' } });
    };
    const close = bridge.open('journal.export', asked, (event) => {
      if (event.type === 'items') {
        const { items } = event;
        texts.push(items.text);
        entries += items.entries;
        missing += items.damagedLines + items.unreadable.length;
        characters += items.text.length;
        if (characters > blobCharacters) pack();
        onPiece(entries);
      } else if (event.type === 'end') {
        signal.removeEventListener('abort', abort);
        pack();
        resolve(event.error ? { ok: false, error: event.error } : { ok: true, value: { blob, entries, missing } });
      }
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

/** `timonier-journal-20261126T021714Z.csv`. `now` in ms since the epoch. */
export function exportName(format: 'ndjson' | 'csv', now: number): string {
  return `timonier-journal-${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.${format}`;
}
