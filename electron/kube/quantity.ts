/*
 * Kubernetes quantities (`250m`, `1.5Gi`, `2e3`) as whole numbers, exactly as resource.Quantity of apimachinery rounds them (pkg/api/resource/quantity.go:
 * Value and MilliValue round away from zero). Sizes beyond 2^53 lose their last digits, which no node has.
 */

/** Multipliers as a numerator over a denominator. */
const suffixes: Readonly<Record<string, readonly [bigint, bigint]>> = {
  n: [1n, 1_000_000_000n],
  u: [1n, 1_000_000n],
  m: [1n, 1_000n],
  '': [1n, 1n],
  k: [1_000n, 1n],
  M: [1_000_000n, 1n],
  G: [1_000_000_000n, 1n],
  T: [1_000_000_000_000n, 1n],
  P: [1_000_000_000_000_000n, 1n],
  E: [1_000_000_000_000_000_000n, 1n],
  Ki: [1n << 10n, 1n],
  Mi: [1n << 20n, 1n],
  Gi: [1n << 30n, 1n],
  Ti: [1n << 40n, 1n],
  Pi: [1n << 50n, 1n],
  Ei: [1n << 60n, 1n],
};

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?$/;

/** Texts repeat: a cluster has a few hundred different ones. */
const remembered = new Map<string, readonly [value: number, milli: number] | null>();
/** More different ones than this are not remembered: somebody makes them up. */
const mostRemembered = 10_000;

/** The number, rounded up to a whole one: bytes of `1Gi`. Null when the text is no quantity. */
export function quantityValue(text: string): number | null {
  return read(text)?.[0] ?? null;
}

/** Thousandths, rounded up to a whole number: 250 of `250m`, 2000 of `2`. Null when the text is no quantity. */
export function quantityMilli(text: string): number | null {
  return read(text)?.[1] ?? null;
}

function read(text: string): readonly [number, number] | null {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text);
  if (remembered.size < mostRemembered) remembered.set(text, parsed);
  return parsed;
}

function parse(text: string): readonly [number, number] | null {
  const [match, sign, whole = '', fraction = '', suffix = '', exponent] = form.exec(text) ?? [];
  if (match === undefined || whole + fraction === '') return null;
  const [times, over] = exponent === undefined ? (suffixes[suffix] ?? [1n, 1n]) : power(Number(exponent));
  const numerator = BigInt(whole + fraction) * times;
  const denominator = over * 10n ** BigInt(fraction.length);
  const signed = (scale: bigint) => Number(roundedUp(numerator * scale, denominator)) * (sign === '-' ? -1 : 1);
  return [signed(1n), signed(1_000n)];
}

function power(exponent: number): readonly [bigint, bigint] {
  return exponent >= 0 ? [10n ** BigInt(exponent), 1n] : [1n, 10n ** BigInt(-exponent)];
}

function roundedUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}
