import type { ContextId } from '../../shared/context-id.ts';
import type { Clock } from './clock.ts';
import type { ContextSession } from './context-session.ts';
import { planTiers, type TierBudget, tierBudget } from './plan-tiers.ts';

/** How often it is looked at who may rest, ms. */
const lookEveryMs = 2_000;
/** After a file could not be written nothing is tried for this long, ms: a full disk does not empty itself in seconds. */
const afterFailureMs = 60_000;

/** Where the rows of a thread are. */
export interface TierReport {
  readonly sources: readonly {
    readonly contextId: ContextId;
    /** The query, as JSON. */
    readonly query: string;
    readonly tier: 'hot' | 'cold';
    readonly rows: number;
    /** In memory when hot (about), on disk when cold. */
    readonly bytes: number;
  }[];
  /** Why rows that nobody looks at stay in memory; null when nothing failed since the last success. `at` in ms since the epoch. */
  readonly failure: { readonly message: string; readonly at: number } | null;
}

/**
 * Sends the sources of a thread to rest as plan-tiers.ts says, one after the other, so that writing them is never a burst. Runs
 * as long as its clock; a source that is looked at meanwhile wakes by itself (ListSource.look).
 */
export class TierKeeper {
  readonly #clock: Clock;
  readonly #sessions: () => Iterable<ContextSession>;
  readonly #budget: TierBudget;
  #failure: TierReport['failure'] = null;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, sessions: () => Iterable<ContextSession>, budget: TierBudget = tierBudget) {
    this.#clock = clock;
    this.#sessions = sessions;
    this.#budget = budget;
    this.#next();
  }

  report(): TierReport {
    const sources = this.#all().map(({ session, key, source: { cold, store } }) => ({
      contextId: session.contextId,
      query: key,
      tier: cold === null ? ('hot' as const) : ('cold' as const),
      rows: cold?.file.rows ?? store.size,
      bytes: cold?.file.bytes ?? store.bytes,
    }));
    return { sources, failure: this.#failure };
  }

  #next(): void {
    this.#clock.after(lookEveryMs, () => void this.#look().finally(() => this.#next()));
  }

  async #look(): Promise<void> {
    const now = this.#clock.monotonic();
    if (now < this.#notBefore) return;
    const all = new Map(this.#all().map((each) => [`${each.session.contextId}\n${each.key}`, each]));
    const plan = planTiers(
      [...all].map(([id, { source, lookedAt }]) => ({ id, lookedAt, bytes: source.store.bytes, canRest: source.canRest })),
      now,
      this.#budget,
    );
    for (const id of plan) {
      const each = all.get(id);
      // Looked at while others were being written.
      if (each === undefined || this.#isRead(each.session, each.key)) continue;
      try {
        await each.session.rest(each.source);
        this.#failure = null;
      } catch (thrown) {
        this.#failure = { message: thrown instanceof Error ? thrown.message : String(thrown), at: this.#clock.now() };
        this.#notBefore = this.#clock.monotonic() + afterFailureMs;
        return;
      }
    }
  }

  #isRead(session: ContextSession, key: string): boolean {
    return session.looks().some((each) => each.key === key && each.lookedAt === null);
  }

  #all() {
    return [...this.#sessions()].flatMap((session) => session.looks().map((look) => ({ session, ...look })));
  }
}
