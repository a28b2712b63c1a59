/** What was made last, and of what: it is made again only when that changed. Keys are compared one by one. */
export class LastValue<Value> {
  #key: readonly unknown[] | null = null;
  #value: Value | null = null;

  get(key: readonly unknown[], make: () => Value): Value {
    const same = this.#key !== null && key.length === this.#key.length && key.every((part, index) => Object.is(part, this.#key?.[index]));
    if (same && this.#value !== null) return this.#value;
    const value = make();
    this.#key = key;
    this.#value = value;
    return value;
  }
}
