import type { ContextId } from '../../shared/context-id.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import type { Column, Row } from '../../shared/row.ts';
import type { PageClient } from './page-client.ts';

/** Longest wait for anything that is not measured itself, in ms: generous, because machines that test are busy. */
const patience = 60_000;

/** Waits until `condition` says something truthy whenever `changed` fires; resolves to it and to how long that took. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  fire(): void {
    for (const listener of this.#listeners) listener();
  }

  until<Value>(what: string, condition: () => Value | undefined | false, limit = patience): Promise<{ value: Value; ms: number }> {
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#listeners.delete(look);
        reject(new Error(`not within ${limit} ms: ${what}`));
      }, limit);
      const look = () => {
        const value = condition();
        if (value === undefined || value === false) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve({ value, ms: performance.now() - started });
      };
      this.#listeners.add(look);
      look();
    });
  }
}

/** The rows of one kind in one context, kept as a page keeps them. */
export class WatchedList {
  readonly rows = new Map<string, Row>();
  readonly changes = new Changes();
  freshness: Freshness | null = null;
  columns: readonly Column[] = [];
  /** Every state it went through, in order. */
  readonly states: string[] = [];
  readonly close: () => void;

  constructor(client: PageClient, contextId: ContextId, resource: ResourceRef, namespaces: string[] | null = null) {
    this.close = client.open('rows.watch', { contextId, resource, namespaces, fieldSelector: '' }, (event) => {
      if (event.type === 'state') {
        this.freshness = event.state;
        if (this.states.at(-1) !== event.state.state) this.states.push(event.state.state);
      } else if (event.type === 'items') {
        if (event.items.columns !== undefined) this.columns = event.items.columns;
        if (event.items.reset === true) this.rows.clear();
        for (const uid of event.items.removes) this.rows.delete(uid);
        for (const row of event.items.upserts) this.rows.set(row.uid, row);
      }
      this.changes.fire();
    });
  }

  /** Resolves when the list is complete and its watch is open. */
  live(): Promise<unknown> {
    return this.state('live');
  }

  state(state: Freshness['state']): Promise<{ ms: number }> {
    return this.changes.until(`${state}, but it is ${JSON.stringify(this.freshness)}`, () => this.freshness?.state === state);
  }

  /** Rows whose name starts so. */
  named(prefix: string): Row[] {
    return [...this.rows.values()].filter((row) => row.name.startsWith(prefix));
  }
}
