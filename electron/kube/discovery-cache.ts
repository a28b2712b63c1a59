import type { Discovery } from '../../shared/resource.ts';
import type { Clock } from './clock.ts';
import { discover } from './discovery.ts';
import type { Transport } from './transport.ts';

/** Discovery is asked for again after this long, since CRDs come and go (F35). */
const freshForMs = 10 * 60_000;

/** The discovery of one context: asked for once by however many callers, kept ten minutes, forgotten when a known resource answers 404. */
export class DiscoveryCache {
  readonly #clock: Clock;
  #current: { readonly answer: Promise<Discovery>; readonly at: number } | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rejects with RequestFailure when the server cannot be asked; the next call asks again. */
  get(transport: Transport, signal: AbortSignal): Promise<Discovery> {
    const known = this.#current;
    if (known !== null && this.#clock.monotonic() - known.at < freshForMs) return known.answer;
    const answer = discover(transport, signal);
    const entry = { answer, at: this.#clock.monotonic() };
    this.#current = entry;
    answer.catch(() => {
      if (this.#current === entry) this.#current = null;
    });
    return answer;
  }

  /** The next call asks again. */
  forget(): void {
    this.#current = null;
  }
}
