import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { FromFacts } from './facts-feed.ts';
import { RunFacts } from './run-facts.ts';
import type { ContextState } from './run-state.ts';

/** A data thread that died is back after about a second; a feed that was lost is opened again after this, in ms. */
const reopenMs = 1_000;
/** Facts that come together are looked at together, in ms. */
const gatherMs = 20;

/** Hands a data thread its end of a feed for this context. */
export type OpenFeed = (contextId: ContextId, port: MessagePort) => void;

/** The facts of one context of a run, from `open` to `close`; a feed that is lost is opened again. `onFacts` is called after they have changed. */
export class ContextDrive {
  readonly facts = new RunFacts();
  /** Requests that are on their way. */
  inFlight = 0;
  readonly #contextId: ContextId;
  readonly #openFeed: OpenFeed;
  readonly #clock: Clock;
  readonly #onFacts: () => void;
  #port: MessagePort | null = null;
  #cancelReopen: () => void = () => undefined;
  #cancelGather: (() => void) | null = null;
  #wanted: ContextState | null = null;
  #closed = false;

  constructor(contextId: ContextId, openFeed: OpenFeed, clock: Clock, onFacts: () => void) {
    this.#contextId = contextId;
    this.#openFeed = openFeed;
    this.#clock = clock;
    this.#onFacts = onFacts;
    this.#open();
  }

  /** Follows the pods of this state and their replacements from now on. */
  follow(context: ContextState): void {
    this.#wanted = context;
    const ours = context.nodes.flatMap(({ pods }) =>
      pods.filter(({ step }) => step.step !== 'skipped' || (step.why !== 'verdict' && step.why !== 'refused')),
    );
    const message = this.facts.follow({
      namespaces: distinct(ours.map(({ namespace }) => namespace)),
      // Also those that are gone: what is followed changes with the nodes, not with every pod.
      pods: ours.map(({ uid }) => uid),
      controllers: distinct(ours.map(({ controller }) => controller).filter((uid) => uid !== '')),
    });
    if (message !== null) this.#port?.postMessage(message);
  }

  close(): void {
    this.#closed = true;
    this.#cancelReopen();
    this.#cancelGather?.();
    this.#port?.close();
  }

  #open(): void {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message: FromFacts) => {
      if (this.#port !== port1) return;
      this.facts.take(message);
      this.#cancelGather ??= this.#clock.after(gatherMs, () => {
        this.#cancelGather = null;
        this.#onFacts();
      });
    });
    port1.on('close', () => {
      if (this.#port !== port1 || this.#closed) return;
      this.#port = null;
      this.facts.lost();
      this.#onFacts();
      this.#cancelReopen = this.#clock.after(reopenMs, () => this.#open());
    });
    // It must not keep a process alive that is about to end.
    port1.unref();
    this.#openFeed(this.#contextId, port2);
    if (this.#wanted !== null) this.follow(this.#wanted);
  }
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
