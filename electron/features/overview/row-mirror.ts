import type { Freshness } from '../../../shared/freshness.ts';
import type { Row } from '../../../shared/row.ts';
import type { Clock } from '../../kube/clock.ts';
import type { ListSource, SourceReader } from '../../kube/list-source.ts';

/** Rows that are parsed in one turn of the thread: about 3 ms. */
const rowsPerTurn = 1_000;
/** Changes are gathered this long, in ms: a rollout changes the same pod many times. */
const gatherMs = 200;
/** Rows of the first list come once: they are taken as they come, in ms. */
const listingMs = 10;

/** Who is told of rows: what is new or changed, what is gone, and that all of it is forgotten. */
export interface MirrorReader {
  row(uid: string, row: Row): void;
  gone(uid: string): void;
  clear(): void;
  /** Called after a turn in which something changed, and when the source says something else of itself than that bytes came. */
  changed(): void;
}

/**
 * Reads the rows of a source as objects, a slice at a time and always the newest of each, so that fifty thousand of them stall nobody. A row that is gone is told
 * as gone, once. After `stop` nothing is told.
 */
export class RowMirror implements SourceReader {
  readonly #source: ListSource;
  readonly #clock: Clock;
  readonly #reader: MirrorReader;
  readonly #dirty = new Set<string>();
  readonly #unsubscribe: () => void;
  #said: string;
  #complete = false;
  #cancel: (() => void) | null = null;
  #stopped = false;

  constructor(source: ListSource, clock: Clock, reader: MirrorReader) {
    this.#source = source;
    this.#clock = clock;
    this.#reader = reader;
    this.#said = saidOf(source.state);
    for (const uid of source.store.uids()) this.#dirty.add(uid);
    this.#unsubscribe = source.subscribe(this);
    this.#schedule(0);
  }

  /** True when a complete list was told whole, since the last reset. Single changes that are gathered make it no less complete: they are a moment late. */
  get settled(): boolean {
    return this.#complete || this.#dirty.size === 0;
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#cancel?.();
  }

  row(uid: string): void {
    this.#dirty.add(uid);
    this.#schedule(this.#complete ? gatherMs : listingMs);
  }

  state(state: Freshness): void {
    // Bytes of a quiet watch come every minute of every list; who reads rows need not hear of each.
    const said = saidOf(state);
    if (said === this.#said) return;
    this.#said = said;
    this.#reader.changed();
  }

  columns(): void {
    // The kinds that are mirrored have fixed columns.
  }

  reset(): void {
    this.#dirty.clear();
    this.#complete = false;
    this.#reader.clear();
    this.#reader.changed();
  }

  #schedule(wait: number): void {
    if (this.#stopped || this.#cancel !== null || this.#dirty.size === 0) return;
    this.#cancel = this.#clock.after(wait, () => {
      this.#cancel = null;
      this.#turn();
    });
  }

  #turn(): void {
    let count = 0;
    for (const uid of this.#dirty) {
      if (count++ >= rowsPerTurn) break;
      this.#dirty.delete(uid);
      const stored = this.#source.store.get(uid);
      if (stored === undefined) this.#reader.gone(uid);
      else this.#reader.row(uid, JSON.parse(stored.json) as Row);
    }
    if (this.#dirty.size === 0 && isComplete(this.#source.state)) this.#complete = true;
    this.#reader.changed();
    this.#schedule(0);
  }
}

/** Whether a source in this state has all rows that it is to have. */
function isComplete({ state }: Freshness): boolean {
  return state === 'live' || state === 'stale' || state === 'catching-up';
}

/** A state without the time of its last byte. */
function saidOf(state: Freshness): string {
  return JSON.stringify('lastByteAt' in state ? { ...state, lastByteAt: 0 } : state);
}
