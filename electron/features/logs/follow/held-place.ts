import type { Slots } from '../../../kube/slots.ts';
import type { NextRead } from './plan-next-read.ts';
import { type PlanWaiter, samePlan } from './plan-waiter.ts';

/**
 * Logs of one context that a view has open at once: each is a stream here, and in the API server a request and a connection to a kubelet that never
 * end. Ten HTTP/2 connections of a hundred streams, as API servers announce them; the others wait until one of these ends. Each view has its own,
 * so that one over a whole cluster leaves no other without a word to read.
 */
export const mostOpenLogs = 1_000;

/** What a place is taken and waited for with. */
export interface HeldPlaceOptions {
  /** Those of the whole view. */
  readonly places: Slots;
  readonly plans: PlanWaiter;
  readonly stopped: AbortSignal;
  /** There is none: somebody else's log must end first. */
  readonly onWait: () => void;
}

/**
 * A follower's place among the logs that are open. It is kept through breaks, so that nobody who waits comes between a log and the lines that it missed,
 * and given back when there is nothing to read.
 */
export class HeldPlace {
  readonly #options: HeldPlaceOptions;
  #leave: (() => void) | null = null;

  constructor(options: HeldPlaceOptions) {
    this.#options = options;
  }

  /** Resolves to true when there is a place and `plan` is still what is to be done, to false when it is not, or after the stop. Never rejects. */
  async take(plan: NextRead): Promise<boolean> {
    if (this.#leave !== null) return true;
    const { places, plans, stopped, onWait } = this.#options;
    if (!places.free) onWait();
    const over = new AbortController();
    const taken = places.take(AbortSignal.any([stopped, over.signal])).then(
      (leave) => {
        this.#leave = leave;
      },
      // Nothing but our own signal ends the wait.
      () => undefined,
    );
    await plans.other(plan, { ms: null, or: taken });
    over.abort(new Error('there is something else to do'));
    await taken;
    return this.#leave !== null && samePlan(plan, plans.now);
  }

  /** Gives the place back, if there is one. */
  leave(): void {
    this.#leave?.();
    this.#leave = null;
  }
}
