import type { Freshness } from '../../shared/freshness.ts';
import type { Column } from '../../shared/row.ts';
import { initialCredit } from '../../shared/wire.ts';
import type { Clock } from './clock.ts';
import type { ListSource, SourceReader } from './list-source.ts';

/** At most one message of rows per stream in this time, so that a busy cluster costs a page at most twenty renders a second. */
const messageEveryMs = 50;
/** Rows of one message: small enough that neither this thread nor the page stalls on one. */
const rowsPerMessage = 1_000;
/** A state that only says "bytes came" is told this often. */
const liveEveryMs = 2_000;

/**
 * Writes one list source to one reader as JSON texts of StreamEvents: whole list first (in chunks, the first at once), then
 * batches of changes. While the reader grants no credit nothing is sent and each uid keeps one pending change, counted as
 * coalesced when it is overwritten; what is sent is always the newest. A state is sent after the rows it speaks of.
 * After `close` nothing is sent.
 */
export class StreamWriter implements SourceReader {
  readonly #source: ListSource;
  readonly #clock: Clock;
  readonly #send: (event: string) => void;
  readonly #unsubscribe: () => void;
  readonly #pending = new Set<string>();
  #reset = true;
  #columns: readonly Column[] | null;
  #state: Freshness | null;
  #sentState: Freshness | null = null;
  #stateSentAt = Number.NEGATIVE_INFINITY;
  #coalesced = 0;
  /** Wall clock at which the oldest pending change came; null when none did since the last message. */
  #since: number | null = null;
  #credit = initialCredit;
  #rowsSentAt = Number.NEGATIVE_INFINITY;
  #timer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #closed = false;

  constructor(source: ListSource, clock: Clock, send: (event: string) => void) {
    this.#source = source;
    this.#clock = clock;
    this.#send = send;
    this.#columns = source.columns.length > 0 ? source.columns : null;
    this.#state = source.state;
    for (const uid of source.store.uids()) this.#pending.add(uid);
    this.#unsubscribe = source.subscribe(this);
    this.#flush();
  }

  /** The reader has taken `count` messages and can take as many again. */
  grant(count: number): void {
    this.#credit += count;
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    this.#timer?.();
  }

  row(uid: string): void {
    this.#since ??= this.#clock.now();
    const { size } = this.#pending;
    if (this.#pending.add(uid).size === size) this.#coalesced++;
    if (this.#timer === null) this.#schedule();
  }

  columns(columns: readonly Column[]): void {
    this.#columns = columns;
    this.#schedule();
  }

  state(state: Freshness): void {
    this.#state = state;
    this.#schedule();
  }

  reset(): void {
    this.#pending.clear();
    this.#coalesced = 0;
    this.#since = null;
    this.#reset = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#closed || this.#credit <= 0) return;
    const now = this.#clock.monotonic();
    let at = Number.POSITIVE_INFINITY;
    if (this.#hasRows()) {
      // The rest of a list that is already here follows at the reader's pace, which its credit tells.
      at = this.#pending.size >= rowsPerMessage ? now : this.#rowsSentAt + messageEveryMs;
    }
    if (this.#stateIsDue()) at = Math.min(at, this.#stateDueAt());
    if (at === Number.POSITIVE_INFINITY) return;
    if (this.#timer !== null) {
      if (this.#timerAt <= at) return;
      this.#timer();
    }
    this.#timerAt = at;
    this.#timer = this.#clock.after(Math.max(0, at - now), () => this.#flush());
  }

  #flush(): void {
    this.#timer = null;
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#closed) return;
    const now = this.#clock.monotonic();
    if (this.#credit > 0 && this.#hasRows()) {
      const rows = this.#pending.size > 0;
      this.#post(this.#takeItems());
      if (rows) this.#rowsSentAt = now;
    }
    if (this.#credit > 0 && this.#pending.size === 0 && this.#state !== null && this.#stateIsDue() && now >= this.#stateDueAt()) {
      this.#sentState = this.#state;
      this.#stateSentAt = now;
      this.#post(`{"type":"state","state":${JSON.stringify(this.#state)}}`);
    }
    this.#schedule();
  }

  #hasRows(): boolean {
    return this.#pending.size > 0 || this.#reset || this.#columns !== null;
  }

  #stateIsDue(): boolean {
    return this.#state !== null && this.#state !== this.#sentState;
  }

  /** A change of state goes out with the next message; one that only moves a time or a count is paced. */
  #stateDueAt(): number {
    if (this.#state?.state !== this.#sentState?.state) return this.#stateSentAt;
    if (this.#state?.state === 'live' && samePartial(this.#state, this.#sentState)) return this.#stateSentAt + liveEveryMs;
    return this.#stateSentAt + messageEveryMs;
  }

  #takeItems(): string {
    const upserts: string[] = [];
    const removes: string[] = [];
    let count = 0;
    for (const uid of this.#pending) {
      if (count++ >= rowsPerMessage) break;
      this.#pending.delete(uid);
      const row = this.#source.store.get(uid);
      if (row === undefined) removes.push(JSON.stringify(uid));
      else upserts.push(row.json);
    }
    const columns = this.#columns === null ? '' : `"columns":${JSON.stringify(this.#columns)},`;
    const reset = this.#reset ? '"reset":true,' : '';
    const coalesced = this.#coalesced === 0 ? '' : `,"coalesced":${this.#coalesced}`;
    const since = this.#since === null ? '' : `,"since":${this.#since}`;
    // What did not fit into this message has waited as long.
    if (this.#pending.size === 0) this.#since = null;
    this.#columns = null;
    this.#reset = false;
    this.#coalesced = 0;
    return `{"type":"items","items":{${columns}${reset}"upserts":[${upserts.join(',')}],"removes":[${removes.join(',')}]${coalesced}${since}}}`;
  }

  #post(event: string): void {
    this.#credit--;
    this.#send(event);
  }
}

function samePartial(a: Freshness, b: Freshness | null): boolean {
  return a.state === 'live' && b?.state === 'live' && JSON.stringify(a.partial) === JSON.stringify(b.partial);
}
