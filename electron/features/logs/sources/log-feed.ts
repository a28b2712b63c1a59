import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { LogStart } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { ContextSession } from '../../../kube/context-session.ts';
import type { Slots } from '../../../kube/slots.ts';
import type { FeedRequest, FeedResume, ToFeed } from '../feed.ts';
import { LogFollower } from '../follow/log-follower.ts';
import { FeedWriter, type PostToFeed } from './feed-writer.ts';
import { type BeginReading, LogFeedSource } from './log-feed-source.ts';
import { type PlannedSource, planLogSources } from './plan-log-sources.ts';
import type { LogPod } from './project-log-pods.ts';
import { readAgain } from './read-again.ts';
import { resolveTarget, type TargetContext, type TargetPods } from './resolve-target.ts';
import { StartQueue } from './start-queue.ts';
import { isSurelyGone, StrayPod } from './stray-pod.ts';

/** What a feed needs of its context. */
export type FeedSession = Pick<ContextSession, 'contextId' | 'hold' | 'lastingTransport'>;

/** What a feed works with. */
export interface FeedOptions {
  readonly clock: Clock;
  /** For its logs that are open at once. */
  readonly places: Slots;
  readonly post: PostToFeed;
}

/** A pod that joins later and is at most this much older than the feed, in ms, is new: all of its log is wanted. Clocks differ by less. */
const youngerThanMs = 300_000;
/** What a selection says is told at most this often, in ms: pods come by the hundred. */
const selectionEveryMs = 50;

interface Selection {
  readonly index: number;
  readonly containers: readonly string[];
  target: TargetPods | null;
  told: string;
}

/** A pod that was seen, with the selections that have it now: none = it is gone. */
interface SeenPod {
  pod: LogPod;
  readonly having: Map<Selection, readonly string[]>;
  readonly sources: Map<string, LogFeedSource>;
}

/**
 * What one view reads from one context: watches the pods of its selections and follows every container of theirs, each once however many
 * selections name it. Sources stay when their pods are gone: they are read to their end. A pod that is made anew under its name is another.
 * It goes on by itself when the context is connected again. After `close` nothing is posted and no request is left open.
 */
export class LogFeed {
  readonly #session: FeedSession;
  readonly #request: FeedRequest;
  readonly #clock: Clock;
  readonly #places: Slots;
  readonly #writer: FeedWriter;
  readonly #queue: StartQueue;
  readonly #closed = new AbortController();
  readonly #openedAt: number;
  readonly #selections: readonly Selection[];
  readonly #context: TargetContext;
  /** By uid. */
  readonly #pods = new Map<string, SeenPod>();
  /** Pods that left their selections, by uid. */
  readonly #strays = new Map<string, StrayPod>();
  /** Those that are followed, by their number in the feed. */
  readonly #sources = new Map<number, LogFeedSource>();
  #nextFeed = 0;
  #cancelTelling: (() => void) | null = null;

  constructor(session: FeedSession, request: FeedRequest, { clock, places, post }: FeedOptions) {
    this.#session = session;
    this.#request = request;
    this.#clock = clock;
    this.#places = places;
    this.#writer = new FeedWriter(post);
    this.#queue = new StartQueue(clock);
    this.#context = { clock, hold: session.hold.bind(session), transport: session.lastingTransport };
    this.#openedAt = clock.now();
    this.#selections = request.selections.map(({ index, containers }) => ({ index, containers, target: null, told: '' }));
  }

  /** Begins to watch. */
  start(): void {
    this.#request.selections.forEach(({ target }, at) => {
      const selection = this.#selections[at];
      if (selection === undefined) return;
      selection.target = resolveTarget(this.#context, target, {
        pod: (pod, joined) => this.#pod(selection, pod, joined),
        gone: (uid) => this.#gone(selection, uid),
        changed: () => this.#tellSoon(),
      });
    });
    this.#tellSoon();
  }

  take(message: ToFeed): void {
    switch (message.type) {
      case 'credit':
        this.#writer.grant(message.bytes);
        break;
      case 'leave':
        this.#sources.get(message.feed)?.stop();
        break;
      case 'again':
        this.#again(message);
        break;
    }
  }

  close(): void {
    this.#closed.abort(new Error('the feed was closed'));
    this.#cancelTelling?.();
    this.#queue.close();
    this.#writer.close();
    for (const { target } of this.#selections) target?.close();
    for (const stray of this.#strays.values()) stray.close();
  }

  #pod(selection: Selection, pod: LogPod, joined: boolean): void {
    let seen = this.#pods.get(pod.uid);
    if (seen === undefined) {
      seen = { pod, having: new Map(), sources: new Map() };
      this.#pods.set(pod.uid, seen);
    }
    seen.pod = pod;
    seen.having.set(selection, selection.containers);
    for (const planned of planLogSources(pod, wantedOf(seen), true)) {
      const source = seen.sources.get(planned.container);
      if (source === undefined) seen.sources.set(planned.container, this.#follow(selection, pod, planned, joined));
      else source.changed({ ...source.source, ...this.#varying(pod, planned) }, planned.facts);
    }
  }

  #gone(selection: Selection, uid: string): void {
    const seen = this.#pods.get(uid);
    if (seen === undefined || !seen.having.delete(selection) || seen.having.size > 0) return;
    if (this.#strays.has(uid) || isSurelyGone(seen.pod)) this.#deleted(seen);
    else this.#watchStray(seen, { ...selection });
  }

  /** It has no selection any more, but it may be there: reading goes on by what its own watch says. */
  #watchStray({ pod }: SeenPod, selection: Selection): void {
    const stray = new StrayPod(this.#context.hold, pod, {
      pod: (now, joined) => this.#pod(selection, now, joined),
      gone: (uid) => this.#strayGone(selection, uid),
    });
    this.#strays.set(pod.uid, stray);
  }

  #strayGone(selection: Selection, uid: string): void {
    const seen = this.#pods.get(uid);
    this.#strays.delete(uid);
    if (seen === undefined) return;
    seen.having.delete(selection);
    if (seen.having.size === 0) this.#deleted(seen);
  }

  #deleted(seen: SeenPod): void {
    for (const source of seen.sources.values()) source.changed(source.source, { ...source.facts, pod: 'deleted' });
  }

  #follow(selection: Selection, pod: LogPod, planned: PlannedSource, joined: boolean): LogFeedSource {
    const { contextId } = this.#session;
    const { container, containerType, facts } = planned;
    const { namespace, name, uid } = pod;
    const identity = { contextId, namespace, pod: name, podUid: uid, container, containerType };
    const source = { feed: this.#nextFeed++, selection: selection.index, ...identity, ...this.#varying(pod, planned) };
    const start = joined ? this.#startOfNew(pod) : this.#request.start;
    const reading = { ...this.#reading, start, resume: this.#resumeOf(uid, container) };
    const feed = new LogFeedSource(source, facts, (what) => new LogFollower({ ...reading, ...what }), this.#means);
    this.#sources.set(source.feed, feed);
    return feed;
  }

  /** What every source of this feed is made with. */
  get #means() {
    return { writer: this.#writer, queue: this.#queue, closed: this.#closed.signal };
  }

  /** What every reading of this feed is made with. */
  get #reading() {
    return { transport: this.#session.lastingTransport, places: this.#places, clock: this.#clock };
  }

  /** A source of its own, which nothing but its reading changes. */
  #again({ feed, from, to }: Extract<ToFeed, { type: 'again' }>): void {
    const known = this.#sources.get(feed);
    if (known === undefined) return;
    const begin: BeginReading = (what) => {
      void readAgain({ ...this.#reading, ...what, from, to });
      return null;
    };
    new LogFeedSource({ ...known.source, feed: this.#nextFeed++ }, known.facts, begin, this.#means);
  }

  #varying({ node }: LogPod, { facts, hasPrevious }: PlannedSource) {
    return { node, restarts: facts.restarts, hasPrevious };
  }

  #startOfNew({ createdAt }: LogPod): LogStart {
    const { start } = this.#request;
    if (createdAt === null || createdAt < this.#openedAt - youngerThanMs) return start;
    return { since: { type: 'all' }, tailLines: null, previous: start.previous };
  }

  #resumeOf(podUid: string, container: string): FeedResume | null {
    return this.#request.resume.find((each) => each.podUid === podUid && each.container === container) ?? null;
  }

  #tellSoon(): void {
    this.#cancelTelling ??= this.#clock.after(selectionEveryMs, () => {
      this.#cancelTelling = null;
      for (const selection of this.#selections) this.#tell(selection);
    });
  }

  #tell(selection: Selection): void {
    if (selection.target === null) return;
    const { error, size } = selection.target;
    const said: { readonly error: ClusterError | null; readonly pods: number } = { error, pods: size };
    const text = JSON.stringify(said);
    if (text === selection.told) return;
    selection.told = text;
    this.#writer.say({ type: 'selection', index: selection.index, ...said });
  }
}

/** Names of the containers that any selection wants; empty = all. */
function wantedOf({ having }: SeenPod): readonly string[] {
  const wanted = [...having.values()];
  return wanted.some((names) => names.length === 0) ? [] : wanted.flat();
}
