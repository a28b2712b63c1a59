import type { ClusterError } from '../../shared/cluster-error.ts';
import type { RestartReason } from '../../shared/diagnostics.ts';
import type { Freshness } from '../../shared/freshness.ts';
import { resourceKey } from '../../shared/resource.ts';
import { Backoff } from './backoff.ts';
import { statusErrorOf } from './classify-failure.ts';
import type { Clock } from './clock.ts';
import { pause } from './clock.ts';
import { isExpired, isForbidden, isNotAcceptable, isNotServed, isNotWatchable, isTooLarge } from './list-failure.ts';
import type { ListScope } from './list-watch.ts';
import { ListWatch } from './list-watch.ts';
import { ProtobufError } from './protobuf/protobuf-error.ts';
import { clusterErrorOf, RequestFailure } from './request-failure.ts';
import { compareResourceVersions } from './resource-version.ts';
import type { DecodedRow, RowDecoder } from './row-decoder.ts';
import type { SourceCounter } from './source-counter.ts';
import type { Store } from './store.ts';
import type { Transport } from './transport.ts';
import { versionOfBookmark } from './version-of-bookmark.ts';
import { WatchCorruption, type WatchEvent } from './watch-decoder.ts';

/** A watch is asked to end after 5 to 10 minutes, at random, so that many do not come back together (client-go minWatchTimeout). */
const shortestWatchSeconds = 300;
/** A refused list is asked again this often, without anybody's help (F11). */
const forbiddenRetryMs = 15 * 60_000;
/** A resource that is gone is looked for this often (F36). */
const notServedRetryMs = 60_000;
/** How often a resource without the watch verb is listed. */
const pollMs = 30_000;
/** A break that heals within this is not shown. */
const visibleAfterMs = 5_000;
/** Longest wait between attempts while the server accepts watches but ends them at once: the table is never later than this. */
const brokenWatchDelayMs = 5_000;
/**
 * Shortest wait before a repetition, in ms. Two timers end together: the countdown's, and ours that waits for it. Where ours is first the
 * transport still refuses, and waiting for what is left, which is nothing, would go round for ever without letting the other timer run.
 */
const shortestWaitMs = 50;
/** A watch that lived this long did its work; the next one may follow at once. */
const healthyWatchMs = 30_000;

/** After a rest: what a watch has to tell of the meantime follows its head at once; a table is not called live before this has passed, ms. */
const catchUpMs = 150;

/** Where another reflector of the same scope may go on. */
export interface ReflectorPosition {
  readonly version: string;
  /** ms since the epoch: when the rows were last known to be true. */
  readonly at: number;
}

/** What a reflector needs. */
export interface ReflectorOptions {
  readonly transport: Transport;
  readonly scope: ListScope;
  readonly decoder: RowDecoder;
  readonly store: Store;
  readonly counter: SourceCounter;
  /** False for rows that were not asked for, though the scope holds them. */
  readonly accepts: (row: DecodedRow) => boolean;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Go on from here: the store holds the rows as of `version`, which were true at `at` (ms since the epoch). */
  readonly from?: ReflectorPosition;
  /** Called at every change of state and whenever bytes arrived; not after `stop`. */
  readonly onState: (state: Freshness) => void;
  /** Columns may have become known or changed. */
  readonly onColumns: () => void;
  /** The resource is not served here: discovery may be old. */
  readonly onNotServed: () => void;
}

/**
 * client-go's Reflector: keeps the rows of one list scope equal to the server's, for weeks. Lists, watches from there,
 * resumes from the last resourceVersion when a watch breaks, lists again only when that version has expired; a list again
 * is a diff. Failures back off with jitter or park; nothing is ever silently given up.
 *
 * Promises: events are applied in the order received and each at most once; after `stop` nothing is called and no request
 * is left open.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #clock: Clock;
  readonly #listWatch: ListWatch;
  readonly #backoff: Backoff;
  readonly #watchBackoff: Backoff;
  readonly #stopped = new AbortController();
  /** Where to watch or list from; empty = from the most recent. */
  #version = '';
  #synced = false;
  #listNext = true;
  #pagesExpired = 0;
  /** 410s to watches since the last event. */
  #watchesExpired = 0;
  #corruptions = 0;
  /** Answers in a row that our version is from the future. */
  #tooLarge = 0;
  #lastByteAt: number;
  #brokenSince: number | null = null;
  #cancelReveal: () => void = () => undefined;
  /** The rows are from before a rest and no watch or list has made them true yet. */
  #catchingUp = false;
  #cancelCatchUp: () => void = () => undefined;
  #state: Freshness;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#listWatch = new ListWatch(options.transport, options.scope, options.decoder);
    const random = options.random === undefined ? {} : { random: options.random };
    this.#backoff = new Backoff(options.clock, random);
    this.#watchBackoff = new Backoff(options.clock, { ...random, maximumMs: brokenWatchDelayMs / 2 });
    this.#lastByteAt = options.clock.now();
    this.#state = { state: 'connecting', since: options.clock.now(), detail: '' };
    if (options.from === undefined) return;
    this.#version = options.from.version;
    this.#synced = true;
    this.#listNext = false;
    // Whatever goes wrong: the rows are as old as that.
    this.#brokenSince = options.from.at;
    this.#catchingUp = true;
    this.#state = { state: 'catching-up', since: options.from.at };
  }

  /** Where another reflector can go on without a list; null before the first list, and when a list has to come first. */
  get position(): ReflectorPosition | null {
    const state = this.#state;
    if (!this.#synced || this.#listNext || this.#version === '') return null;
    if (state.state === 'live') return { version: this.#version, at: state.lastByteAt };
    return state.state === 'stale' || state.state === 'catching-up' ? { version: this.#version, at: state.since } : null;
  }

  get state(): Freshness {
    return this.#state;
  }

  /** Starts once; the work goes on until `stop`. */
  start(): void {
    void this.#run();
  }

  stop(): void {
    this.#stopped.abort(new Error('stopped'));
    this.#cancelReveal();
    this.#cancelCatchUp();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        if (this.#listNext) await this.#list(signal);
        else await this.#watch(signal);
      } catch (thrown) {
        if (!signal.aborted) await this.#recover(thrown, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { store, scope } = this.#options;
    const resourceVersion = this.#version;
    // Into an empty store: whatever is in it at the end was listed, for nobody else puts rows of this scope there.
    const listed = store.size === 0 ? null : new Set<string>();
    let received = 0;
    let about: number | null = null;
    const version = await this.#listWatch.list(
      { resourceVersion, paged: this.#pagesExpired < 3, signal },
      {
        onPage: (estimate) => {
          about = estimate ?? about;
          this.#options.onColumns();
        },
        onRow: (row) => {
          if (!this.#options.accepts(row)) return;
          received++;
          listed?.add(row.uid);
          // A list without a version is a consistent read, so it may take versions back; any other is only "not older than".
          store.upsert(row, scope.namespace, resourceVersion === '');
        },
        onBytes: () => {
          this.#lastByteAt = this.#clock.now();
          if (!this.#synced) this.#publish({ state: 'listing', received, about, lastByteAt: this.#lastByteAt });
        },
      },
    );
    signal.throwIfAborted();
    this.#options.onColumns();
    store.keepOnly(scope.namespace, listed, version, resourceVersion === '');
    this.#lastByteAt = this.#clock.now();
    this.#version = version;
    this.#catchingUp = false;
    this.#synced = true;
    this.#listNext = false;
    this.#pagesExpired = 0;
    this.#tooLarge = 0;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const seconds = Math.round(shortestWatchSeconds * (1 + (this.#options.random ?? Math.random)()));
    const stop = new AbortController();
    const openedAt = this.#clock.monotonic();
    let opened = false;
    let events = 0;
    try {
      const answer = await this.#listWatch.watch(this.#version, seconds, AbortSignal.any([signal, stop.signal]));
      opened = true;
      if (this.#catchingUp) this.#liveSoon();
      else this.#live();
      const decoder = this.#options.decoder.watchReader(answer.contentType);
      for await (const chunk of answer.body) {
        signal.throwIfAborted();
        for (const event of decoder.push(chunk)) {
          this.#apply(event);
          events++;
          this.#options.counter.events++;
        }
        this.#lastByteAt = this.#clock.now();
        this.#live();
      }
      if (decoder.unfinished > 0) throw new RequestFailure(this.#closed('the watch was cut in the middle of an event'));
    } catch (thrown) {
      if (signal.aborted) return;
      if (!opened || !isBreak(thrown)) throw thrown;
      await this.#resumeLater(clusterErrorOf(thrown), this.#clock.monotonic() - openedAt, signal);
      return;
    } finally {
      stop.abort(new Error('the watch has ended'));
    }
    // Closed by the server in good order. One that lived less than a second without an event is a failure (F6).
    const lived = this.#clock.monotonic() - openedAt;
    if (lived < healthyWatchMs && !signal.aborted) {
      const what = events === 0 && lived < 1000 ? 'the watch was closed at once' : 'the watch was closed early';
      await this.#resumeLater(this.#closed(what), lived, signal);
    }
  }

  #apply(event: WatchEvent): void {
    const { store, scope, decoder } = this.#options;
    switch (event.type) {
      case 'ADDED':
      case 'MODIFIED':
      case 'DELETED': {
        const row = decoder.watched(event.object);
        if (row === null) throw new WatchCorruption(`a ${event.type} event without an object`, false);
        this.#options.onColumns();
        if (!this.#options.accepts(row)) this.#advance(row.resourceVersion);
        else if (event.type === 'DELETED') store.remove(row.uid, row.resourceVersion, scope.namespace);
        else if (this.#isPast(row.resourceVersion) && !store.knows(row.uid)) {
          // A replay of what came and went unseen, or a server whose history began anew: only a consistent list can tell.
          this.#relist('', 'list-unknown');
          throw new RequestFailure(this.#closed('the watch told of an unknown object from the past'));
        } else store.upsert(row, scope.namespace);
        this.#advance(row.resourceVersion);
        break;
      }
      case 'BOOKMARK':
        this.#advance(versionOfBookmark(event.object));
        break;
      case 'ERROR':
        throw new RequestFailure(statusErrorOf(event.object));
      default:
        // A type of a future API: nothing is known about it, and a later bookmark moves on (P31).
        return;
    }
    this.#corruptions = 0;
    this.#watchesExpired = 0;
  }

  /** True for a version that the last list or this watch has already been past. */
  #isPast(version: string): boolean {
    return (compareResourceVersions(version, this.#version) ?? 1) <= 0;
  }

  #advance(version: string): void {
    if (version !== '' && (compareResourceVersions(version, this.#version) ?? 1) > 0) this.#version = version;
  }

  #live(): void {
    if (this.#catchingUp) {
      this.#backoff.reset();
      return;
    }
    this.#brokenSince = null;
    this.#cancelReveal();
    this.#backoff.reset();
    this.#publish({ state: 'live', lastByteAt: this.#lastByteAt, partial: null });
  }

  /** The watch after a rest is open. */
  #liveSoon(): void {
    this.#cancelCatchUp();
    this.#cancelCatchUp = this.#clock.after(catchUpMs, () => {
      this.#catchingUp = false;
      this.#live();
    });
  }

  /** The watch worked and ended: go on from the last version, at once the first time, a little later when it happens again. */
  async #resumeLater(error: ClusterError, livedMs: number, signal: AbortSignal): Promise<void> {
    this.#options.counter.restart(reasonOf(error));
    const delay = this.#watchBackoff.next();
    const first = this.#watchBackoff.attempt === 1 || livedMs >= healthyWatchMs;
    if (livedMs >= healthyWatchMs) this.#watchBackoff.reset();
    // Silence was found by a time-out, so rows may be old for as long as that already.
    this.#break(error, error.kind === 'unreachable' && error.cause === 'timeout');
    if (!first) await this.#wait(delay, signal);
  }

  /** Something failed before or beside a working watch: decide where to go on and how long to wait. */
  async #recover(thrown: unknown, signal: AbortSignal): Promise<void> {
    if (thrown instanceof WatchCorruption) {
      this.#corruptions++;
      // Once: ask again from the last good version. Again, or an event too long to take: only a list helps (F14, F15).
      if (thrown.tooLong || this.#corruptions >= 2) this.#relist(this.#version, 'list-corrupt');
      await this.#resumeLater({ kind: 'invalid-answer', contentType: 'application/json', detail: thrown.message }, 0, signal);
      return;
    }
    // A list whose encoding was odd: the decoder asks for JSON now, which happens once a connection. Rows that came before
    // the oddness may be wrong at their right version: only a consistent list takes those back.
    if (thrown instanceof ProtobufError && !thrown.cutOff) {
      this.#version = '';
      return;
    }
    const error = clusterErrorOf(thrown);
    // A proxy or an aggregated API that knows JSON only and reads no further than the first of what was asked for.
    if (isNotAcceptable(error) && this.#options.decoder.encoding === 'protobuf') {
      this.#options.decoder.fallBack('not-offered');
      return;
    }
    if (isExpired(error)) {
      // A list at the last version may be too old as well, then only the most recent one is left (client-go relistResourceVersion).
      // So is one whose own list says a version that cannot be watched: that list came from a replica that lags (F18).
      const whileListing = this.#listNext;
      if (whileListing) this.#pagesExpired++;
      else this.#watchesExpired++;
      this.#relist(whileListing || this.#watchesExpired > 1 ? '' : this.#version, 'list-expired');
      this.#break(error, false);
      if (this.#pagesExpired > 1 || this.#watchesExpired > 1) await this.#wait(this.#backoff.next(), signal);
      return;
    }
    if (isTooLarge(error)) {
      // A replica that lags catches up when waited for; a server restored from a backup never does (P26).
      this.#tooLarge++;
      this.#relist(this.#tooLarge < 3 ? this.#version : '', 'list-ahead');
      this.#break(error, false);
      await this.#wait((error.retryAfterSeconds ?? 1) * 1000, signal);
      return;
    }
    if (!this.#listNext && (isNotWatchable(error) || isForbidden(error))) {
      this.#live();
      this.#relist(this.#version, 'list-poll');
      await this.#wait(pollMs, signal);
      return;
    }
    await this.#fail(error, thrown instanceof RequestFailure ? thrown.retryAt : undefined, signal);
  }

  async #fail(error: ClusterError, retryAt: number | null | undefined, signal: AbortSignal): Promise<void> {
    this.#cancelCatchUp();
    const now = this.#clock.now();
    let shown = error;
    let delay: number | null;
    // A refusal is an answer; what failed is asked again.
    if (!isForbidden(error)) this.#options.counter.restart('request-failed');
    if (retryAt !== undefined) {
      this.#backoff.next();
      delay = retryAt === null ? null : Math.max(0, retryAt - now);
    } else if (isForbidden(error)) {
      delay = forbiddenRetryMs;
    } else if (isNotServed(error)) {
      delay = notServedRetryMs;
      const what = resourceKey(this.#options.scope.ref);
      shown = { kind: 'unsupported', what, message: `this cluster does not serve ${what} (${this.#options.scope.ref.version})` };
      this.#relist('', 'list-absent');
      this.#options.onNotServed();
    } else {
      const least = error.kind === 'status' ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      delay = Math.max(this.#backoff.next(), least);
    }
    this.#show(shown, delay === null ? null : now + delay);
    await this.#wait(delay, signal);
  }

  #relist(version: string, reason: RestartReason): void {
    this.#options.counter.restart(reason);
    this.#listNext = true;
    this.#version = version;
  }

  /** Not live any more; shown at once or when it has not healed soon. */
  #break(error: ClusterError, atOnce: boolean): void {
    this.#brokenSince ??= this.#clock.now();
    this.#cancelReveal();
    this.#cancelCatchUp();
    if (atOnce) this.#show(error, this.#clock.now());
    else this.#cancelReveal = this.#clock.after(visibleAfterMs, () => this.#show(error, this.#clock.now()));
  }

  #show(error: ClusterError, retryAt: number | null): void {
    this.#cancelReveal();
    this.#brokenSince ??= this.#clock.now();
    const since = this.#brokenSince;
    const attempt = Math.max(1, this.#backoff.attempt);
    const hasRows = this.#synced || this.#options.store.size > 0;
    if (hasRows) this.#publish({ state: 'stale', since, error, retryAt, attempt });
    else if (isForbidden(error)) this.#publish({ state: 'forbidden', since, error, retryAt });
    else this.#publish({ state: 'unreachable', since, error, retryAt, attempt });
  }

  #publish(state: Freshness): void {
    if (this.#stopped.signal.aborted) return;
    this.#state = state;
    this.#options.onState(state);
  }

  /** Waits, null = for ever, but never past a retry or a new connection. */
  async #wait(ms: number | null, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    const released = this.#options.transport.released(either).then(() => {
      if (!either.aborted) this.#backoff.reset();
    });
    await (ms === null ? released : Promise.race([released, pause(this.#clock, Math.max(shortestWaitMs, ms), either)]));
    done.abort();
  }

  #closed(detail: string): ClusterError {
    return { kind: 'unreachable', cause: 'closed', host: this.#options.transport.host, code: '', detail };
  }
}

/** Why a watch that worked has to be opened again. */
function reasonOf(error: ClusterError): RestartReason {
  if (error.kind === 'invalid-answer') return 'watch-corrupt';
  if (error.kind !== 'unreachable') return 'watch-error';
  return error.cause === 'timeout' ? 'watch-silent' : 'watch-ended';
}

/** True when an open watch ended for reasons of the network or the server's health, which say nothing about its resourceVersion. */
function isBreak(thrown: unknown): boolean {
  if (thrown instanceof WatchCorruption) return false;
  if (!(thrown instanceof RequestFailure)) return false;
  const { error } = thrown;
  if (error.kind === 'unreachable') return true;
  return error.kind === 'status' && !isExpired(error) && !isTooLarge(error) && !isForbidden(error) && !isNotServed(error);
}
