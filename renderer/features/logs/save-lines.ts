import type { Result } from '../../../shared/cluster-error.ts';
import type { StreamArguments } from '../../../shared/contract.ts';
import type { Bridge } from '../../bridge/bridge.ts';

/** A Blob takes texts of at most that many characters at once: what it holds is no longer on the page's heap. */
const blobCharacters = 4_194_304;

/** A saved file. */
export interface SavedLines {
  readonly blob: Blob;
  /** Lines that are not in it, because they were dropped from memory before their turn. */
  readonly missing: number;
}

/**
 * The lines of an open view as one file. `onPiece` is told how many characters there are so far. Aborted: a failure that says so, and
 * nothing more is read.
 */
export function saveLines(
  bridge: Bridge,
  options: StreamArguments<'logs.save'>,
  signal: AbortSignal,
  onPiece: (characters: number) => void = () => undefined,
): Promise<Result<SavedLines>> {
  return new Promise((resolve) => {
    const type = options.format === 'plain' ? 'text/plain;charset=utf-8' : 'application/x-ndjson';
    let blob = new Blob([], { type });
    let texts: string[] = [];
    let waiting = 0;
    let characters = 0;
    let missing = 0;
    const pack = () => {
      blob = new Blob([blob, ...texts], { type });
      texts = [];
      waiting = 0;
    };
    const abort = () => {
      close();
      resolve({ ok: false, error: { kind: 'internal', message: 'Saving was stopped.' } });
    };
    const close = bridge.open('logs.save', options, (event) => {
      if (event.type === 'items') {
        texts.push(event.items.text);
        missing += event.items.missing ?? 0;
        waiting += event.items.text.length;
        characters += event.items.text.length;
        if (waiting > blobCharacters) pack();
        onPiece(characters);
      } else if (event.type === 'end') {
        signal.removeEventListener('abort', abort);
        pack();
        resolve(event.error ? { ok: false, error: event.error } : { ok: true, value: { blob, missing } });
      }
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
