import type { Problem } from '../../../../shared/problem.ts';
import type { Clock } from '../../../kube/clock.ts';
import { type Ask, BoundedReader } from './bounded-reader.ts';
import { podQuestions, serviceQuestions } from './detail-questions.ts';
import { planProblems } from './plan-problems.ts';
import type { PodDetails } from './pod-details.ts';
import type { ProblemFacts, ServiceEndpoints } from './problem-facts.ts';
import { guardingServices } from './rules/api-problems.ts';
import { crashForgottenMs } from './rules/classify-pod.ts';

/** Rules that wait for time to pass are asked again this often, in ms: nothing in the cluster need change for it. */
const tickMs = 15_000;
/** What was found and is gone is remembered this long, in ms, so that what comes and goes keeps its beginning. */
const rememberMs = 300_000;

/** What is known of a cluster when problems are looked for; the rest the finder remembers itself. */
export type FinderFacts = Omit<ProblemFacts, 'details' | 'endpoints' | 'crashing' | 'found'>;

/**
 * Finds the problems of one cluster again and again: remembers since when, and which pods crash, and reads details of what is shown. `onChange` is called when
 * asking again would say something else, although no list changed.
 */
export class ProblemFinder {
  readonly #pods: BoundedReader<PodDetails>;
  readonly #services: BoundedReader<ServiceEndpoints>;
  readonly #found = new Map<string, { readonly first: number; last: number }>();
  readonly #crashing = new Map<string, number>();
  readonly #clock: Clock;
  readonly #onChange: () => void;
  #cancelTick: () => void;

  constructor(ask: Ask, clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    this.#pods = new BoundedReader(ask, clock, onChange);
    this.#services = new BoundedReader(ask, clock, onChange);
    this.#cancelTick = clock.after(tickMs, () => this.#tick());
  }

  /** The problems now, worst first. */
  find(facts: FinderFacts): readonly Problem[] {
    const { now } = facts;
    forgetOlder(this.#crashing, now - crashForgottenMs, (at) => at);
    forgetOlder(this.#found, now - rememberMs, ({ last }) => last);
    const plan = planProblems({
      ...facts,
      details: this.#pods.values,
      endpoints: this.#services.values,
      crashing: new Set(this.#crashing.keys()),
      found: new Map([...this.#found].map(([id, { first }]) => [id, first])),
    });
    for (const uid of plan.crashing) this.#crashing.set(uid, now);
    for (const id of plan.found) {
      const known = this.#found.get(id);
      if (known === undefined) this.#found.set(id, { first: now, last: now });
      else known.last = now;
    }
    this.#pods.want(podQuestions(plan.wanted));
    this.#services.want(serviceQuestions(guardingServices(facts)));
    return plan.problems;
  }

  stop(): void {
    this.#cancelTick();
    this.#pods.stop();
    this.#services.stop();
  }

  #tick(): void {
    this.#cancelTick = this.#clock.after(tickMs, () => this.#tick());
    this.#onChange();
  }
}

function forgetOlder<Value>(map: Map<string, Value>, before: number, timeOf: (value: Value) => number): void {
  for (const [key, value] of map) if (timeOf(value) < before) map.delete(key);
}
