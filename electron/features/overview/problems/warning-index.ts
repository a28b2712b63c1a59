import type { EventFacts } from './facts/event-facts.ts';
import { factsOf, type RowsByKey } from './problem-kinds.ts';

/** Warnings older than this explain nothing of now, in ms: events are kept for an hour, and repeated while their cause lasts. */
const freshMs = 3_600_000;

/** The newest warning about each object, found when somebody asks. */
export class WarningIndex {
  readonly #rows: RowsByKey;
  readonly #now: number;
  #newest: ReadonlyMap<string, EventFacts> | null = null;

  constructor(rows: RowsByKey, now: number) {
    this.#rows = rows;
    this.#now = now;
  }

  /** Of the last hour; null when there is none. */
  newest(kind: string, namespace: string, name: string): EventFacts | null {
    this.#newest ??= this.#read();
    return this.#newest.get(`${kind}/${namespace}/${name}`) ?? null;
  }

  /** As `newest`, with one of these reasons only. */
  newestOf(reasons: readonly string[], kind: string, namespace: string, name: string): EventFacts | null {
    const event = this.newest(kind, namespace, name);
    return event !== null && reasons.includes(event.reason) ? event : null;
  }

  #read(): ReadonlyMap<string, EventFacts> {
    const newest = new Map<string, EventFacts>();
    for (const [, event] of factsOf(this.#rows, 'events:warning')) {
      if (event.at === null || this.#now - event.at > freshMs) continue;
      const key = `${event.kind}/${event.namespace}/${event.name}`;
      const other = newest.get(key);
      if (other?.at === undefined || other.at === null || event.at > other.at) newest.set(key, event);
    }
    return newest;
  }
}

/** How often warnings happened in the hour before `now`, each event counted once; null while events are not known. */
export function countWarnings(rows: RowsByKey, now: number): number | null {
  if (rows('events:warning') === null) return null;
  let count = 0;
  for (const [, { at }] of factsOf(rows, 'events:warning')) if (at !== null && now - at <= freshMs) count++;
  return count;
}
