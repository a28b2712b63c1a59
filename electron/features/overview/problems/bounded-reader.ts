import type { Clock } from '../../../kube/clock.ts';
import { RequestFailure } from '../../../kube/request-failure.ts';

/** Questions of one reader at the same time: what somebody waits for in another view goes past them. */
const mostInFlight = 4;

/** Asks an API server for an object as JSON; rejects with RequestFailure. */
export type Ask = (path: string, signal: AbortSignal) => Promise<unknown>;

/** One thing to know. */
export interface Question<Value> {
  readonly key: string;
  /** What it is asked of: when this text is another one, it is asked again. */
  readonly text: string;
  /** Asked again after this time in any case, in ms; null = never. */
  readonly againMs: number | null;
  readonly read: (ask: Ask, signal: AbortSignal) => Promise<Value>;
}

interface Kept<Value> {
  readonly text: string;
  readonly at: number;
  /** Null when it could not be read. */
  readonly value: Value | null;
}

/**
 * Asks a few questions at a time and keeps the answers for as long as they are wanted. What cannot be answered is not asked again before it changes or its time has come.
 * `onChange` is called when something new is known.
 */
export class BoundedReader<Value> {
  readonly #ask: Ask;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #kept = new Map<string, Kept<Value>>();
  readonly #asked = new Set<string>();
  readonly #stopped = new AbortController();
  #wanted: readonly Question<Value>[] = [];

  constructor(ask: Ask, clock: Clock, onChange: () => void) {
    this.#ask = ask;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** What is known, by key. */
  get values(): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    for (const [key, { value }] of this.#kept) if (value !== null) values.set(key, value);
    return values;
  }

  /** Says what is wanted now, the most wanted first, in place of what was. */
  want(questions: readonly Question<Value>[]): void {
    this.#wanted = questions;
    const keys = new Set(questions.map(({ key }) => key));
    for (const key of [...this.#kept.keys()]) if (!keys.has(key)) this.#kept.delete(key);
    this.#next();
  }

  /** Ends what is being asked; nothing is told after that. */
  stop(): void {
    this.#stopped.abort(new Error('stopped'));
  }

  #next(): void {
    if (this.#stopped.signal.aborted) return;
    const now = this.#clock.monotonic();
    for (const question of this.#wanted) {
      if (this.#asked.size >= mostInFlight) return;
      const { key, text, againMs } = question;
      const kept = this.#kept.get(key);
      const known = kept !== undefined && kept.text === text && (againMs === null || now - kept.at < againMs);
      if (!known && !this.#asked.has(key)) this.#read(question);
    }
  }

  #read({ key, text, read }: Question<Value>): void {
    const { signal } = this.#stopped;
    this.#asked.add(key);
    const take = (value: Value | null) => {
      this.#asked.delete(key);
      if (signal.aborted) return;
      this.#kept.set(key, { text, at: this.#clock.monotonic(), value });
      this.#next();
      this.#onChange();
    };
    read(this.#ask, signal).then(take, (thrown: unknown) => {
      // Gone meanwhile, not allowed, or not answered. Anything else is a defect.
      if (!(thrown instanceof RequestFailure) && !signal.aborted) throw thrown;
      take(null);
    });
  }
}
