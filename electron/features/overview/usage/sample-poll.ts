import type { MissingUsage, UsageState } from '../../../../shared/usage.ts';
import type { Sample } from './read-samples.ts';
import { SampleSet } from './sample-set.ts';

/** metrics-server's own `--metric-resolution`, until its samples tell another rhythm. In ms. */
const usualRhythmMs = 15_000;
/** metrics-server takes no faster rhythm (cmd/metrics-server/app/options), and a slower one than this is asked for anyway. In ms. */
const fastestRhythmMs = 10_000;
const slowestRhythmMs = 120_000;

/** What the polls of one resource have brought: samples, their rhythm, and whether they are to be trusted. Pure but for what it keeps. */
export class SamplePoll {
  readonly samples = new SampleSet();
  #state: UsageState;
  #rhythmMs = usualRhythmMs;
  #newest: number | null = null;

  constructor(now: number) {
    this.#state = { state: 'waiting', since: now };
  }

  get state(): UsageState {
    return this.#state;
  }

  /** How often new samples come, as far as is known, in ms. */
  get rhythmMs(): number {
    return this.#rhythmMs;
  }

  /** Answered. `now`: ms since the epoch. */
  answered(samples: readonly Sample[], now: number): void {
    this.samples.replace(samples);
    if (samples.length === 0) {
      this.#state = { state: 'missing', since: sinceOf(this.#state, now), why: { kind: 'no-samples' } };
      return;
    }
    const at = newestOf(samples) ?? now;
    if (this.#newest !== null && at > this.#newest) this.#learn(at - this.#newest);
    this.#newest = at;
    const windowMs = samples[0]?.windowMs ?? 0;
    this.#state = { state: 'live', at, receivedAt: now, windowMs, everyMs: this.#rhythmMs };
  }

  /** `step`: ms between the newest samples of two answers. One poll too late misses a sample and sees twice the rhythm, so a shorter step is believed at once, a longer one slowly. */
  #learn(step: number): void {
    const bounded = Math.min(slowestRhythmMs, Math.max(fastestRhythmMs, step));
    this.#rhythmMs = bounded <= this.#rhythmMs ? bounded : Math.round(this.#rhythmMs + (bounded - this.#rhythmMs) / 4);
  }

  /** Not answered: what there was stays, and says that it is old. */
  failed(why: MissingUsage, now: number): void {
    const { state } = this;
    if (state.state === 'live' || state.state === 'stale')
      this.#state = { state: 'stale', at: state.at, receivedAt: state.receivedAt, why };
    else this.#state = { state: 'missing', since: sinceOf(state, now), why };
    // An API that is not there has no samples, however young the last ones are.
    if (why.kind === 'no-api') this.samples.replace([]);
  }
}

function sinceOf(state: UsageState, now: number): number {
  return state.state === 'missing' || state.state === 'waiting' ? state.since : now;
}

/** The latest time that any of them says; null when none does. */
function newestOf(samples: readonly Sample[]): number | null {
  let newest: number | null = null;
  for (const { at } of samples) if (at !== null && (newest === null || at > newest)) newest = at;
  return newest;
}
