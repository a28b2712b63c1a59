import type { LogSourceState } from '../../../../shared/logs.ts';
import type { FeedSource } from '../feed.ts';
import type { ContainerFacts } from '../follow/container-facts.ts';
import type { FollowerOptions, FollowerSink } from '../follow/follower-options.ts';
import type { LogFollower } from '../follow/log-follower.ts';
import type { FeedWriter, SourceOutbox } from './feed-writer.ts';
import type { StartQueue } from './start-queue.ts';

/** How a source is read, by whom: a LogFollower, or what reads a span once more. The rest of FollowerOptions the source knows itself. */
export type BeginReading = (
  what: Pick<FollowerOptions, 'namespace' | 'pod' | 'container' | 'facts' | 'sink' | 'signal'>,
) => LogFollower | null;

/** What all sources of a feed share. */
export interface SourceMeans {
  readonly writer: FeedWriter;
  readonly queue: StartQueue;
  /** Aborted when the feed is closed. */
  readonly closed: AbortSignal;
}

/** One container in a feed: its follower, and what was said of it. */
export class LogFeedSource {
  readonly #outbox: SourceOutbox;
  readonly #left = new AbortController();
  #source: FeedSource;
  #facts: ContainerFacts;
  #state: LogSourceState;
  #follower: LogFollower | null = null;

  /** Says that the source is there, and calls `begin` when its turn has come in `queue`. */
  constructor(source: FeedSource, facts: ContainerFacts, begin: BeginReading, { writer, queue, closed }: SourceMeans) {
    this.#outbox = writer.outbox();
    this.#source = source;
    this.#facts = facts;
    this.#state =
      facts.state === 'waiting' || facts.state === 'absent' ? { state: 'waiting', reason: facts.waitingReason } : { state: 'connecting' };
    this.#say({ type: 'source', source, state: this.#state });
    queue.add((opened) => {
      if (this.#left.signal.aborted) {
        opened();
        return;
      }
      const { namespace, pod, container } = source;
      const signal = AbortSignal.any([closed, this.#left.signal]);
      this.#follower = begin({ namespace, pod, container, facts: this.#facts, sink: this.#sink(opened), signal });
    });
  }

  get source(): FeedSource {
    return this.#source;
  }

  get facts(): ContainerFacts {
    return this.#facts;
  }

  /** The pods' watch told something: says what changed of the source, and tells the follower. */
  changed(source: FeedSource, facts: ContainerFacts): void {
    if (JSON.stringify(source) !== JSON.stringify(this.#source)) {
      this.#source = source;
      this.#say({ type: 'source', source, state: this.#state });
    }
    if (JSON.stringify(facts) === JSON.stringify(this.#facts)) return;
    this.#facts = facts;
    this.#follower?.factsChanged(facts);
  }

  /** It is not read any more, and nothing more is said of it. */
  stop(): void {
    this.#left.abort(new Error('the view has no room for it'));
    this.#outbox.forget();
  }

  #sink(opened: () => void): FollowerSink {
    const { feed } = this.#source;
    return {
      lines: (batch) => this.#outbox.send({ type: 'lines', feed, batch }),
      mark: (at, mark) => this.#say({ type: 'mark', feed, at, mark }),
      state: (state) => {
        this.#state = state;
        if (state.state !== 'connecting') opened();
        this.#say({ type: 'state', feed, state });
      },
    };
  }

  #say(message: Parameters<SourceOutbox['send']>[0]): void {
    if (!this.#left.signal.aborted) void this.#outbox.send(message);
  }
}
