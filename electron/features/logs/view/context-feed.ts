import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { LogMark, LogSelection, LogStart } from '../../../../shared/logs.ts';
import type { FeedRequest, FeedResume, FeedSource, FromFeed, Stamp } from '../feed.ts';
import { planResume } from './plan-resume.ts';
import type { FeedReader } from './view-feed.ts';
import type { ViewLines } from './view-lines.ts';
import { mostSources, type ViewSources } from './view-sources.ts';

/** What a view reads, as it was opened. */
export interface ReadArguments {
  readonly selections: readonly LogSelection[];
  readonly start: LogStart;
  /** When it was opened, ms since the epoch. */
  readonly openedAt: number;
}

type Reconnected = Extract<LogMark, { mark: 'reconnected' }>;

/** Sources that go on within this of each other, in ms, had one and the same trouble: tries are spread over some seconds. */
const togetherMs = 10_000;

const tooManySources: ClusterError = {
  kind: 'unsupported',
  what: 'log sources',
  message: `a log view has at most ${mostSources} sources: the containers beyond them are not shown`,
};

/** Who hears what a view has to say of its feed's sources. */
export interface ContextFeedListener {
  selection(selection: Extract<FromFeed, { type: 'selection' }>): void;
  /** The view has no room for this source of the feed. */
  leftOut(feed: number): void;
}

/**
 * What the feeds of one context say, one feed after another, put into the view: feeds number their sources for themselves, a view
 * numbers them for good. A feed that replaces one that died goes on where the lines end.
 */
export class ContextFeed implements FeedReader {
  readonly #contextId: ContextId;
  readonly #args: ReadArguments;
  readonly #lines: ViewLines;
  readonly #sources: ViewSources;
  readonly #listener: ContextFeedListener;
  /** View numbers by the feed's. */
  #numbers = new Map<number, number>();
  /** Sources of all feeds so far by what they are. */
  readonly #known = new Map<string, number>();
  #asked = 0;
  /** What each selection said last, by its index. */
  readonly #said = new Map<number, Extract<FromFeed, { type: 'selection' }>>();
  /** The last time that sources went on after a break, and the mark that says so. */
  #reconnected: { readonly id: number; readonly mark: Reconnected } | null = null;
  /** Selections of which sources are not read: the view has as many as it can. */
  readonly #tooMany = new Set<number>();

  constructor(contextId: ContextId, args: ReadArguments, lines: ViewLines, sources: ViewSources, listener: ContextFeedListener) {
    this.#contextId = contextId;
    this.#args = args;
    this.#lines = lines;
    this.#sources = sources;
    this.#listener = listener;
  }

  begins(): void {
    this.#numbers = new Map();
  }

  take(message: FromFeed): void {
    if (message.type === 'selection') {
      this.#said.set(message.index, message);
      this.#tellSelection(message);
      return;
    }
    if (message.type === 'source') {
      this.#takeSource(message);
      return;
    }
    const number = this.#numbers.get(message.feed);
    if (number === undefined) return;
    if (message.type === 'state') this.#sources.setState(number, message.state);
    else if (message.type === 'mark') this.#takeMark(number, message);
    else {
      this.#lines.append(number, message.batch);
      this.#sources.count(number, message.batch);
    }
  }

  lost(): void {
    for (const number of this.#numbers.values()) this.#sources.lost(number);
  }

  canTake(): boolean {
    return !this.#lines.budget.full;
  }

  async request(): Promise<FeedRequest> {
    const { selections, start, openedAt } = this.#args;
    const again = this.#asked++ > 0;
    return {
      contextId: this.#contextId,
      selections: selections.flatMap(({ contextId, target, containers }, index) =>
        contextId === this.#contextId ? [{ index, target, containers }] : [],
      ),
      // Only what came after the opening was asked for, and a source that has no line yet may have written some meanwhile.
      start: again && start.tailLines === 0 ? { ...start, since: { type: 'time', time: openedAt }, tailLines: null } : start,
      resume: again ? await this.#resume() : [],
    };
  }

  /** The feed's number of a source; null when the feed that is there does not have it. */
  feedOf(number: number): number | null {
    for (const [feed, own] of this.#numbers) if (own === number) return feed;
    return null;
  }

  /** The list of sources says how each ended. Init containers do before a pod begins: that they went well is no news among lines, and every pod has several. */
  #takeMark(number: number, { at, mark }: Extract<FromFeed, { type: 'mark' }>): void {
    const isInit = this.#sources.get(number)?.containerType === 'init';
    if (isInit && mark.mark === 'ended' && mark.exitCode === 0) return;
    if (mark.mark === 'reconnected' && this.#isTold(mark)) return;
    const id = this.#lines.mark(number, at, mark);
    if (mark.mark === 'reconnected') this.#reconnected = { id, mark };
  }

  /** A connection that breaks breaks all logs of a context: that they go on is told once for all of them. */
  #isTold({ from, at, lines }: Reconnected): boolean {
    const told = this.#reconnected;
    if (told === null || from > told.mark.at || at > told.mark.at + togetherMs || !this.#lines.store.marks.has(told.id)) return false;
    const { mark } = told;
    const both = { from: Math.min(from, mark.from), at: Math.max(at, mark.at), lines: lines + mark.lines };
    this.#reconnected = { id: told.id, mark: { ...mark, ...both, sources: (mark.sources ?? 1) + 1 } };
    this.#lines.changeMark(told.id, this.#reconnected.mark);
    return true;
  }

  #takeSource({ source, state }: Extract<FromFeed, { type: 'source' }>): void {
    const bound = this.#numbers.get(source.feed);
    const key = keyOf(source);
    const known = bound ?? this.#known.get(key);
    // The same container twice in one feed is a span that is read once more: a source of its own.
    const isAgain = bound === undefined && known !== undefined && this.feedOf(known) !== null;
    if (known !== undefined && !isAgain) {
      this.#numbers.set(source.feed, known);
      this.#sources.update(known, source, state);
      return;
    }
    const number = this.#sources.add(source, state);
    if (number === null) {
      this.#listener.leftOut(source.feed);
      this.#leaveOut(source.selection);
      return;
    }
    this.#numbers.set(source.feed, number);
    if (!isAgain) this.#known.set(key, number);
  }

  /** Nothing of a selection is missing without a word. */
  #leaveOut(index: number): void {
    if (this.#tooMany.has(index)) return;
    this.#tooMany.add(index);
    this.#tellSelection(this.#said.get(index) ?? { type: 'selection', index, error: null, pods: 0 });
  }

  #tellSelection(said: Extract<FromFeed, { type: 'selection' }>): void {
    this.#listener.selection(this.#tooMany.has(said.index) ? { ...said, error: said.error ?? tooManySources } : said);
  }

  async #resume(): Promise<FeedResume[]> {
    const { store, bytes } = this.#lines;
    const wanted = [...this.#known.values()].filter((number) => (this.#sources.get(number)?.lines ?? 0) > 0);
    const plans = planResume(store.columns, store.firstId, store.nextId, new Set(wanted));
    // When the file cannot be read, a second's lines come twice: better than none ever again.
    const textOf = await bytes.of([...plans.values()].flatMap(({ ids }) => ids)).catch(() => null);
    return Array.from(plans, ([number, { at, ids }]) => {
      const source = this.#sources.get(number);
      const lines = textOf === null ? [] : ids.map((id) => ({ at: stampOf(this.#lines, id), text: textOf(id).slice() }));
      const heardAt = (source?.lastLineTime ?? 0) + (source?.lagMs ?? 0);
      return { podUid: source?.podUid ?? '', container: source?.container ?? '', restarts: source?.restarts ?? 0, at, heardAt, lines };
    });
  }
}

/** A line's own stamp. */
export function stampOf({ store: { columns } }: ViewLines, id: number): Stamp {
  return { micros: columns.micros(id), nanos: columns.nanos(id) };
}

function keyOf({ podUid, container }: FeedSource): string {
  return `${podUid}/${container}`;
}
