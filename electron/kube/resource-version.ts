/**
 * Compares two resourceVersions: negative, 0 or positive; null when they cannot be ordered. API servers promise that versions of
 * one resource are ordered as decimal numbers (KEP-5504); an aggregated API that writes something else only allows equality.
 */
export function compareResourceVersions(a: string, b: string): number | null {
  if (a === b) return 0;
  if (!isNumber(a) || !isNumber(b)) return null;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : 1;
}

/** A decimal number without leading zeros, so that text comparison of equal lengths orders it; past 2^53 in the wild. */
function isNumber(version: string): boolean {
  return /^[1-9]\d*$/.test(version);
}
