import type { LogMark, LogSourceState, LogStart } from '../../../../shared/logs.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { Slots } from '../../../kube/slots.ts';
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
  /** For the logs of its view and context that are open: one is taken while there is something to read. */
  readonly places: Slots;
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
