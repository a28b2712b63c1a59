import type { Freshness } from '../../../shared/freshness.ts';
import type { Row } from '../../../shared/row.ts';
import type { Clock } from '../../kube/clock.ts';
import type { SourceQuery } from '../../kube/list-source.ts';
import type { HeldSource } from '../../kube/reflector-registry.ts';
import type { OverviewKind } from './overview-kind.ts';
import { PodBook } from './pod-book.ts';
import { RowBook } from './row-book.ts';
import { RowMirror } from './row-mirror.ts';

/** Where rows are kept. */
interface Book {
  set(row: Row): void;
  delete(uid: string): void;
  clear(): void;
}

/** Key of the pods among the kinds. */
export const podsKey = 'pods';
/** Key of the nodes among the kinds. */
export const nodesKey = 'nodes';

/**
 * The lists that an overview of one cluster is made from, watched from `start` to `stop`: pods as sums, everything else as rows. `onChange` is called after
 * every turn in which something was taken in, and when the freshness of a list changed.
 */
export class ClusterBoard {
  readonly pods = new PodBook();
  readonly #books = new Map<string, RowBook>();
  readonly #held: { readonly key: string; readonly held: HeldSource; readonly mirror: RowMirror }[] = [];

  constructor(kinds: readonly OverviewKind[], hold: (query: SourceQuery) => HeldSource, clock: Clock, onChange: () => void) {
    for (const { key, query } of kinds) {
      const held = hold(query);
      const mirror = new RowMirror(held.source, clock, { ...tellBook(this.#bookOf(key)), changed: onChange });
      this.#held.push({ key, held, mirror });
    }
  }

  /** Rows of a kind that is no pod, in no order; null until its list was complete once, or while nobody may read it. */
  rows(key: string): Iterable<Row> | null {
    return this.knows(key) ? (this.#books.get(key)?.rows ?? null) : null;
  }

  /** Another number after every change of the rows of a kind. */
  revision(key: string): number {
    return this.#books.get(key)?.revision ?? 0;
  }

  /** Whether the list of a kind is complete, now or as it was last seen. */
  knows(key: string): boolean {
    const found = this.#held.find((one) => one.key === key);
    if (found === undefined) return false;
    const { state } = found.held.source;
    return found.mirror.settled && (state.state === 'live' || state.state === 'stale' || state.state === 'catching-up');
  }

  /** Whether a first list is still on its way, or was not told whole yet. */
  get reading(): boolean {
    return this.#held.some(({ held, mirror }) => {
      const { state } = held.source.state;
      return !mirror.settled || state === 'connecting' || state === 'listing' || state === 'catching-up';
    });
  }

  /** How true each list is. */
  get sources(): Readonly<Record<string, Freshness>> {
    return Object.fromEntries(this.#held.map(({ key, held }) => [key, held.source.state]));
  }

  stop(): void {
    for (const { held, mirror } of this.#held) {
      mirror.stop();
      held.release();
    }
    this.#held.length = 0;
  }

  #bookOf(key: string): Book {
    if (key === podsKey) return this.pods;
    const book = new RowBook();
    this.#books.set(key, book);
    return book;
  }
}

function tellBook(book: Book) {
  return {
    row: (_uid: string, row: Row) => book.set(row),
    gone: (uid: string) => book.delete(uid),
    clear: () => book.clear(),
  };
}
