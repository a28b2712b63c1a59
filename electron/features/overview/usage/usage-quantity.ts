import { quantityMilli, quantityValue } from '../../../kube/quantity.ts';

/*
 * Quantities of metrics.k8s.io, which come in two forms (metrics-server: `123456789n`, `20480Ki`) and are nearly all different, so that remembering them
 * as quantity.ts does would gain nothing. Whatever is in another form is read there.
 */

const digits = /^\d{1,15}$/;
const kibi = 1024;

/** CPU in billionths of a core, so that sums are made before anything is rounded; null when it is no quantity. Forms finer than `n` do not exist. */
export function nanocoresOf(text: string): number | null {
  const [number, suffix] = [text.slice(0, -1), text.slice(-1)];
  if (suffix === 'n' && digits.test(number)) return Number(number);
  if (suffix === 'u' && digits.test(number)) return Number(number) * 1_000;
  const milli = quantityMilli(text);
  return milli === null ? null : milli * 1_000_000;
}

/** Memory in bytes; null when it is no quantity. */
export function memoryBytesOf(text: string): number | null {
  const number = text.slice(0, -2);
  if (text.endsWith('Ki') && digits.test(number)) return Number(number) * kibi;
  return quantityValue(text);
}

/** Billionths of a core as whole thousandths, rounded up as Quantity.MilliValue does. */
export function millicoresOf(nanocores: number): number {
  return Math.ceil(nanocores / 1_000_000);
}
