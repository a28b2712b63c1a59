import type { Clock } from '../../../kube/clock.ts';
import type { Transport } from '../../../kube/transport.ts';
import type { NextRead } from './plan-next-read.ts';

/** What a wait ends with, whatever comes first; a new plan and the stop always end it. */
export interface WaitLimits {
  /** In ms; null = never. */
  readonly ms: number | null;
  /** Plans that are no reason to end it are false. Default: every other plan is. */
  readonly wanted?: (other: NextRead) => boolean;
  /** The context is worth another try (`Transport.released`). */
  readonly released?: true;
  /** Something else has happened. Must not reject. */
  readonly or?: Promise<void>;
}

/** Waits until something else is to be done than now, because the facts changed or time passed. */
export class PlanWaiter {
  readonly #options: { readonly clock: Clock; readonly transport: Transport; readonly stopped: AbortSignal; readonly plan: () => NextRead };
  readonly #waiting = new Set<() => void>();

  constructor(options: {
    readonly clock: Clock;
    readonly transport: Transport;
    readonly stopped: AbortSignal;
    readonly plan: () => NextRead;
  }) {
    this.#options = options;
  }

  /** What is to be done. */
  get now(): NextRead {
    return this.#options.plan();
  }

  /** The facts changed. */
  look(): void {
    for (const each of [...this.#waiting]) each();
  }

  /** Resolves when another plan than this one is due, and at once when it is; or when the limits say so. Never rejects. */
  other(plan: NextRead, { ms, wanted = () => true, released, or }: WaitLimits): Promise<void> {
    const { clock, transport, stopped, plan: planNow } = this.#options;
    const over = new AbortController();
    const signal = AbortSignal.any([stopped, over.signal]);
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(look);
        cancel();
        over.abort();
        resolve();
      };
      const look = () => {
        const other = planNow();
        if (!samePlan(plan, other) && wanted(other)) done();
      };
      const cancel = ms === null ? () => undefined : clock.after(ms, done);
      this.#waiting.add(look);
      signal.addEventListener('abort', done, { once: true });
      if (released === true) void transport.released(signal).then(done);
      void or?.then(done);
      if (signal.aborted) done();
      else look();
    });
  }
}

/** True when there is no difference between what both would do. */
export function samePlan(one: NextRead, other: NextRead): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
