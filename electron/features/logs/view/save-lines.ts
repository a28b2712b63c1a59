import { contextNameOf } from '../../../../shared/context-id.ts';
import { type LogRow, logLevels } from '../../../../shared/logs.ts';
import { initialCredit } from '../../../../shared/wire.ts';
import { levelBits, markFlag } from './line-columns.ts';
import type { LogView } from './log-view.ts';
import { textOf } from './read-rows.ts';

/** What is to be saved, as logStreamArguments gives it. */
export interface SaveArguments {
  readonly view: string;
  readonly what: 'visible' | 'all';
  readonly format: 'plain' | 'ndjson';
  readonly timestamps: boolean;
  readonly prefix: boolean;
}

/** Lines of one piece of text at most, and bytes after which it is sent: neither this thread nor the page stalls on one. */
const linesPerPiece = 2_000;
const bytesPerPiece = 262_144;

/**
 * Writes a view's lines, as they were and in the order they had when it began, to a reader as JSON texts of StreamEvents, as fast as
 * the reader grants credit. Plain text is what the containers wrote, a line feed after each line, without marks; invalid UTF-8 becomes U+FFFD. How many lines
 * were dropped by the view before their turn is said at the end. Nothing is sent after `close`.
 */
export class SaveLines {
  readonly #view: LogView;
  readonly #args: SaveArguments;
  readonly #send: (event: string) => void;
  readonly #ids: Uint32Array;
  #at = 0;
  /** Lines that were dropped before their turn came. */
  #missing = 0;
  #credit = initialCredit;
  #busy = false;
  #closed = false;

  constructor(view: LogView, args: SaveArguments, send: (event: string) => void) {
    this.#view = view;
    this.#args = args;
    this.#send = send;
    view.lines.settle();
    this.#ids = (args.what === 'all' ? view.lines.store.order : view.lines.visible).ids.slice();
    void this.#run();
  }

  /** The reader has taken `count` pieces and can take as many again. */
  grant(count: number): void {
    this.#credit += count;
    void this.#run();
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#credit > 0 && !this.#closed && this.#at < this.#ids.length) {
        const text = await this.#piece();
        if (this.#closed) return;
        if (text !== '') this.#post({ type: 'items', items: { text } });
      }
      if (this.#at < this.#ids.length || this.#closed) return;
      this.#closed = true;
      if (this.#missing > 0) this.#post({ type: 'items', items: { text: '', missing: this.#missing } });
      this.#send(JSON.stringify({ type: 'end', error: null }));
    } catch (thrown) {
      if (this.#closed) return;
      this.#closed = true;
      const message = `lines could not be read from the view's file: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
      this.#send(JSON.stringify({ type: 'end', error: { kind: 'internal', message } }));
    } finally {
      this.#busy = false;
    }
  }

  async #piece(): Promise<string> {
    const ids = this.#ids.subarray(this.#at, this.#endOfPiece());
    const bytesOf = await this.#view.lines.bytes.of(ids);
    const lines: string[] = [];
    for (const id of ids) {
      this.#at++;
      // What was dropped since the beginning is missing here as it is in the view.
      if (id < this.#view.lines.store.firstId) {
        this.#missing++;
        continue;
      }
      const line = bytesOf(id);
      const text = this.#args.format === 'plain' ? this.#plain(id, line) : this.#json(id, line);
      if (text !== null) lines.push(text, '\n');
    }
    return lines.join('');
  }

  /** Found before anything is read: no line is read from the file for a piece that it is not part of. */
  #endOfPiece(): number {
    const most = Math.min(this.#ids.length, this.#at + linesPerPiece);
    let end = this.#at;
    for (let bytes = 0; end < most && bytes < bytesPerPiece; end++) bytes += this.#view.lines.bytes.lengthOf(this.#ids[end] as number);
    return end;
  }

  #plain(id: number, line: Uint8Array): string | null {
    const { columns } = this.#view.lines.store;
    if ((columns.flags(id) & markFlag) !== 0) return null;
    const source = this.#args.prefix ? this.#view.sources.get(columns.source(id)) : null;
    const prefix =
      source === null ? '' : `[${oneLine([contextNameOf(source.contextId), source.namespace, source.pod, source.container])}] `;
    return `${prefix}${this.#args.timestamps ? `${this.#stamp(id)} ` : ''}${textOf(line.slice())}`;
  }

  #json(id: number, line: Uint8Array): string | null {
    const { columns, marks } = this.#view.lines.store;
    const flags = columns.flags(id);
    const source = this.#view.sources.get(columns.source(id));
    const mark: Extract<LogRow, { type: 'mark' }>['mark'] | undefined = (flags & markFlag) === 0 ? undefined : marks.get(id);
    if (mark === undefined && (flags & markFlag) !== 0) return null;
    return JSON.stringify({
      time: this.#stamp(id),
      context: source === null ? undefined : contextNameOf(source.contextId),
      namespace: source?.namespace,
      pod: source?.pod,
      podUid: source?.podUid,
      container: source?.container,
      node: source?.node,
      ...(mark === undefined ? { level: logLevels[flags & levelBits] ?? null, text: textOf(line.slice()) } : { mark }),
    });
  }

  /** RFC 3339 with nanoseconds, in UTC. */
  #stamp(id: number): string {
    const { columns } = this.#view.lines.store;
    const micros = columns.micros(id);
    const seconds = Math.floor(micros / 1_000_000);
    const nanos = (micros - seconds * 1_000_000) * 1_000 + columns.nanos(id);
    return `${new Date(seconds * 1_000).toISOString().slice(0, -5)}.${String(nanos).padStart(9, '0')}Z`;
  }

  #post(event: object): void {
    this.#credit--;
    this.#send(JSON.stringify(event));
  }
}

/** Names as a path. What says that it is an API server may give names with line ends, which would begin lines of other containers. */
function oneLine(names: readonly string[]): string {
  return names.join('/').replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}
