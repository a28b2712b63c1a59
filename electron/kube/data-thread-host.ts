import type { MessagePort } from 'node:worker_threads';
import { type ClusterError, failure, success } from '../../shared/cluster-error.ts';
import type { ContextId } from '../../shared/context-id.ts';
import type { ThreadDiagnostics } from '../../shared/diagnostics.ts';
import { ColdFiles } from './cold-files.ts';
import { ContextSession, type SessionOptions } from './context-session.ts';
import { diagnosticsChannel, type FromDataThread, type ToDataThread } from './data-thread-protocol.ts';
import type { SourceQuery } from './list-source.ts';
import { LoopMeter } from './loop-meter.ts';
import type { TierBudget } from './plan-tiers.ts';
import { clusterErrorOf } from './request-failure.ts';
import { StreamWriter } from './stream-writer.ts';
import { TierKeeper, type TierReport } from './tier-keeper.ts';

/** Answers one call channel; arguments were parsed by the gate. Rejects with RequestFailure. */
export type CallHandler = (session: ContextSession, args: unknown) => Promise<unknown>;

/** Serves one reader of a stream channel. Events are JSON texts of StreamEvents; must not throw. */
export type StreamHandler = (session: ContextSession, args: unknown, write: (event: string) => void) => StreamServer;

/** A stream that is being served: nothing is written after `close`, and nothing without credit. */
export interface StreamServer {
  /** The reader has taken `count` messages and can take as many again. */
  grant(count: number): void;
  close(): void;
}

/** Reads for another thread until `port` is closed, from either side. Owns the port. Must not throw. */
export type FeedHandler = (session: ContextSession, request: unknown, port: MessagePort) => void;

/** What the host needs from its thread. */
export interface HostOptions extends Omit<SessionOptions, 'files' | 'onStatus' | 'onUnauthorized'> {
  readonly post: (message: FromDataThread) => void;
  /** Private folder for the rows that nobody looks at; null or absent = they stay in memory. */
  readonly coldFolder?: string | null;
  /** What may stay in memory; absent = `tierBudget`. */
  readonly budget?: TierBudget;
  /** By channel. */
  readonly calls: Readonly<Record<string, CallHandler>>;
  /** Streams of features, by channel; `rows.watch` is the host's own. */
  readonly streams?: Readonly<Record<string, StreamHandler>>;
  /** By the name of the feed. */
  readonly feeds?: Readonly<Record<string, FeedHandler>>;
}

/** A wall clock that moved this much more or less than a tick, in ms, tells of sleep, of a process that was stopped or of a clock that was set (F22). */
const clockGapMs = 10_000;
const clockTickMs = 1_000;

/** The data thread's side of the protocol: sessions by context, streams and calls by id. Independent of worker_threads. */
export class DataThreadHost {
  readonly #options: HostOptions;
  readonly #sessionOptions: SessionOptions;
  readonly #sessions = new Map<ContextId, ContextSession>();
  readonly #loop: LoopMeter;
  readonly #tiers: TierKeeper;
  readonly #streams = new Map<number, StreamServer>();

  constructor(options: HostOptions) {
    this.#options = options;
    this.#loop = new LoopMeter(options.clock);
    this.#sessionOptions = {
      ...options,
      files: new ColdFiles(options.coldFolder ?? null),
      onStatus: (contextId, status) => options.post({ type: 'status', contextId, status }),
      onUnauthorized: (contextId, detail) => options.post({ type: 'unauthorized', contextId, detail }),
    };
    this.#watchClock(options.clock.now());
    this.#tiers = new TierKeeper(options.clock, () => this.#sessions.values(), options.budget);
  }

  /** Where the rows of every context are and what they take, for diagnostics. */
  tiers(): TierReport {
    return this.#tiers.report();
  }

  /** Takes one message of the main process. Never throws for what a page could have sent. */
  receive(message: ToDataThread): void {
    switch (message.type) {
      case 'connect':
        this.#session(message.connection.contextId).connect(message.connection, message.namespaces);
        break;
      case 'connect-failed':
        this.#session(message.contextId).park(message.error, message.retryAt);
        break;
      case 'disconnect':
        this.#sessions.get(message.contextId)?.disconnect();
        this.#forgetIdle();
        break;
      case 'retry':
        this.#sessions.get(message.contextId)?.retry();
        break;
      case 'wake':
        for (const session of this.#sessions.values()) session.wake();
        break;
      case 'feed':
        this.#feed(message.feed, message.contextId, message.request, message.port);
        break;
      case 'call':
        void this.#call(message.id, message.channel, message.args);
        break;
      case 'open':
        this.#open(message.id, message.channel, message.args);
        break;
      case 'credit':
        this.#streams.get(message.id)?.grant(message.count);
        break;
      case 'close':
        this.#streams.get(message.id)?.close();
        this.#streams.delete(message.id);
        this.#forgetIdle();
        break;
    }
  }

  async #call(id: number, channel: string, args: unknown): Promise<void> {
    const { calls, post } = this.#options;
    if (channel === diagnosticsChannel) {
      post({ type: 'result', id, result: success(this.#diagnose()) });
      return;
    }
    const handler = calls[channel];
    const contextId = contextIdIn(args);
    if (handler === undefined || contextId === null) {
      post({ type: 'result', id, result: failure(noSuchChannel(channel)) });
      return;
    }
    try {
      post({ type: 'result', id, result: success(await handler(this.#session(contextId), args)) });
    } catch (thrown) {
      post({ type: 'result', id, result: failure(clusterErrorOf(thrown)) });
    }
    this.#forgetIdle();
  }

  #diagnose(): ThreadDiagnostics {
    return { ...this.#loop.read(), contexts: [...this.#sessions.values()].map((session) => session.diagnose()) };
  }

  #open(id: number, channel: string, args: unknown): void {
    const { clock, post } = this.#options;
    const contextId = contextIdIn(args);
    const write = (event: string) => post({ type: 'event', id, event });
    const serve = this.#options.streams?.[channel];
    if (contextId !== null && serve !== undefined) {
      this.#streams.set(id, serve(this.#session(contextId), args, write));
      return;
    }
    if (channel !== 'rows.watch' || contextId === null) {
      write(JSON.stringify({ type: 'end', error: noSuchChannel(channel) }));
      return;
    }
    const { resource, namespaces, fieldSelector } = args as RowsWatchArguments;
    const held = this.#session(contextId).hold({ ref: resource, namespaces, fieldSelector: fieldSelector ?? '', labelSelector: '' });
    const writer = new StreamWriter(held.source, clock, write);
    const close = () => {
      writer.close();
      held.release();
    };
    this.#streams.set(id, { grant: (count) => writer.grant(count), close });
  }

  #feed(feed: string, contextId: ContextId, request: unknown, port: MessagePort): void {
    const handler = this.#options.feeds?.[feed];
    if (handler === undefined) port.close();
    else handler(this.#session(contextId), request, port);
  }

  #session(contextId: ContextId): ContextSession {
    let session = this.#sessions.get(contextId);
    if (session === undefined) {
      session = new ContextSession(contextId, this.#sessionOptions);
      this.#sessions.set(contextId, session);
    }
    return session;
  }

  #forgetIdle(): void {
    for (const [contextId, session] of this.#sessions) if (session.idle) this.#sessions.delete(contextId);
  }

  /** Timers stop while the machine sleeps and headless systems send no power events, so the clock is looked at. */
  #watchClock(before: number): void {
    const { clock } = this.#options;
    clock.after(clockTickMs, () => {
      const now = clock.now();
      if (Math.abs(now - before - clockTickMs) > clockGapMs) this.receive({ type: 'wake' });
      this.#watchClock(now);
    });
  }
}

interface RowsWatchArguments {
  readonly resource: SourceQuery['ref'];
  readonly namespaces: readonly string[] | null;
  readonly fieldSelector?: string;
}

function contextIdIn(args: unknown): ContextId | null {
  if (typeof args !== 'object' || args === null || !('contextId' in args)) return null;
  return typeof args.contextId === 'string' ? (args.contextId as ContextId) : null;
}

function noSuchChannel(channel: string): ClusterError {
  return { kind: 'internal', message: `the data thread has no channel ${channel}` };
}
