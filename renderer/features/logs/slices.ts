import { useCallback, useSyncExternalStore } from 'react';

/**
 * Values by name, each with listeners of its own: what changes often (rows, rates) does not wake those who look at something else.
 * Listeners are called at once, in the order of subscribing, after the value is in place; one that throws stops the others.
 */
export class Slices<Values extends object> {
  #values: Values;
  readonly #listeners = new Map<keyof Values, Set<() => void>>();

  constructor(values: Values) {
    this.#values = values;
  }

  /** The value now; the same object until it changes. */
  get<Name extends keyof Values>(name: Name): Values[Name] {
    return this.#values[name];
  }

  /** Puts a value and tells its listeners; nothing happens when it is the same (`Object.is`). */
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    if (Object.is(this.#values[name], value)) return;
    this.#values = { ...this.#values, [name]: value };
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }

  /** Calls `listener` after every change of one value, until the returned function is called. */
  subscribe(name: keyof Values, listener: () => void): () => void {
    let listeners = this.#listeners.get(name);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
    }
    const held = listeners;
    held.add(listener);
    return () => {
      held.delete(listener);
    };
  }
}

/** One value for a component, which renders again only when that value changes. */
export function useSlice<Values extends object, Name extends keyof Values>(slices: Slices<Values>, name: Name): Values[Name] {
  const subscribe = useCallback((listener: () => void) => slices.subscribe(name, listener), [slices, name]);
  const read = () => slices.get(name);
  return useSyncExternalStore(subscribe, read, read);
}
