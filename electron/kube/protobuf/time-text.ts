import { ProtobufError } from './protobuf-error.ts';

/** Go's year 1 and year 9999, in seconds: what JSON of the API can hold. */
const earliest = -62_135_596_800;
const latest = 253_402_300_799;

/**
 * A Timestamp as the API's JSON prints it: metav1.Time in whole seconds (`nanos` null), metav1.MicroTime with six digits
 * (apimachinery meta/v1 time.go, micro_time.go). Throws ProtobufError for what is no such time.
 */
export function timeText(seconds: number, nanos: number | null): string {
  if (seconds < earliest || seconds > latest) throw new ProtobufError('a time is out of range');
  const text = new Date(seconds * 1000).toISOString();
  const whole = text.slice(0, text.length - 5);
  if (nanos === null) return `${whole}Z`;
  if (nanos < 0 || nanos > 999_999_999) throw new ProtobufError('a fraction of a second is out of range');
  return `${whole}.${String(Math.trunc(nanos / 1000)).padStart(6, '0')}Z`;
}
