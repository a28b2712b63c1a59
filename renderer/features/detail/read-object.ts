import { parseTime } from '../../../shared/parse-time.ts';

/*
 * Objects arrive as whatever JSON the API server sent: these readers take one step into it and never throw. What is
 * missing or of another type reads as empty.
 */

/** A field that should be a map. */
export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A field that should be a list. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field that should be a string; empty when it is not. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A field that should be a number; null when it is not. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A time of the API (RFC 3339) in ms since the epoch; null when there is none. */
export function timeOf(value: unknown): number | null {
  return parseTime(value);
}

/** A map of strings: labels, annotations. */
export function textsOf(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(recordOf(value)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []));
}
