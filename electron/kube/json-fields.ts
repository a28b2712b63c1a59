/*
 * Reading parsed JSON of the API without trusting it: every reader answers Go's zero value for what is absent or of
 * another type, as the server's own decoding would for an absent field. They allocate nothing.
 */

/** An object of unknown fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

const noFields: JsonObject = Object.freeze({});
const noItems: readonly unknown[] = Object.freeze([]);

/** The value when it is a JSON object, else an empty one. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : noFields;
}

/** The value when it is an array, else an empty one. Items are still unknown. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : noItems;
}

/** The texts of an array, else none; items of any other type are left out. */
export function textsOf(value: unknown): readonly string[] {
  return arrayOf(value).filter((item) => typeof item === 'string');
}

/** The value when it is text, else the empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value when it is a number, else `absent`, which is 0 unless the API documents another default. */
export function numberOf(value: unknown, absent = 0): number {
  return typeof value === 'number' ? value : absent;
}

/** True when the object has this field as an object: how Go's `state.Waiting != nil` reads in JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
