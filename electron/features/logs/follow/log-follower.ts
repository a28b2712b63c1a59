import type { LogMark, LogSourceState, LogStart } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { Transport } from '../../../kube/transport.ts';
import type { FeedResume, LineBatch, Stamp } from '../feed.ts';
import type { ContainerFacts } from './container-facts.ts';

/** Where a follower's lines go. Nothing is called after `stop`. */
export interface FollowerSink {
  /** Lines in the container's order. Resolves when more may be sent (feed credit): the socket waits meanwhile. */
  lines(batch: LineBatch): Promise<void> | void;
  /** Belongs after the lines sent so far, before the next. */
  mark(at: Stamp, mark: LogMark): void;
  state(state: LogSourceState): void;
}

/** What a follower is made with. */
export interface FollowerOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Aborting it is `stop`. */
  readonly signal: AbortSignal;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly start: LogStart;
  /** Where another follower of the same container stopped; null = begin as `start` says. */
  readonly resume: FeedResume | null;
  readonly facts: ContainerFacts;
  readonly sink: FollowerSink;
}

/** Follows one container's log. */
export class LogFollower {
  readonly #options: FollowerOptions;
  readonly #stopped = new AbortController();
  #facts: ContainerFacts;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#facts = options.facts;
    options.signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** The pods' watch told something new. */
  factsChanged(facts: ContainerFacts): void {
    this.#facts = facts;
  }

  /** Ends the reading; the sink hears nothing more. */
  stop(): void {
    this.#stopped.abort(new Error(`stopped following ${this.#options.pod} (${this.#facts.containerId})`));
  }
}
