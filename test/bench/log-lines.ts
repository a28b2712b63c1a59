/** A log made before anybody measures: lines of one length, so that a line is found by its number. */
export interface PreparedLog {
  readonly count: number;
  /** `STAMP TEXT\n` one after the other, as the kubelet answers with timestamps. */
  readonly bytes: Buffer;
  /** The number of the first line at or after a time, ms since the epoch. */
  firstAt(time: number): number;
}

/** Bytes of a line's own text. */
export const textBytes = 100;
/** `2026-11-02T14:02:29.439123456Z ` before the text, a line feed after it. */
const stampBytes = 31;
/** What a line takes on the wire. */
export const lineBytes = stampBytes + textBytes + 1;
/** Between two lines, in microseconds: a container that writes 100,000 lines a second. */
const stepMicros = 10;

/** RFC 3339 with nine digits, from microseconds since the epoch and the nanoseconds after them. */
export function stampText(micros: number, nanos: number): string {
  const ms = Math.floor(micros / 1_000);
  const rest = String((micros - ms * 1_000) * 1_000 + nanos).padStart(6, '0');
  return `${new Date(ms).toISOString().slice(0, 23)}${rest}Z`;
}

/** The text of line `number`: logfmt of a shop, one in a hundred an error, one in twenty a warning; always `textBytes` long, ASCII. */
export function lineText(number: number): string {
  const level = number % 100 === 37 ? 'error' : number % 20 === 3 ? 'warn' : number % 9 === 1 ? 'debug' : 'info';
  const trace = (Math.imul(number, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  const status = number % 100 === 37 ? 504 : 200;
  return `level=${level} msg="POST /v2/checkout/sessions" status=${status} n=${number} trace=${trace} cart=c_${trace.slice(2)} item=`
    .padEnd(textBytes, trace)
    .slice(0, textBytes);
}

/** Makes `count` lines whose last is stamped `until` (ms since the epoch). */
export function prepareLog(count: number, until: number): PreparedLog {
  const bytes = Buffer.allocUnsafe(count * lineBytes);
  const firstMicros = until * 1_000 - (count - 1) * stepMicros;
  for (let number = 0; number < count; number++)
    bytes.write(`${stampText(firstMicros + number * stepMicros, number % 1_000)} ${lineText(number)}\n`, number * lineBytes, lineBytes);
  return {
    count,
    bytes,
    firstAt: (time) => Math.min(count, Math.max(0, Math.ceil((time * 1_000 - firstMicros) / stepMicros))),
  };
}
