const zero = 48;
const dash = 45;
const colon = 58;
const dot = 46;
const plus = 43;
const space = 32;
const letterT = 84;
const letterZ = 90;

/** Length of `2026-11-25T18:38:47`, what every stamp begins with. */
const fixedLength = 19;
/** 10 to the power of what is missing to nine digits of a fraction. */
const scales = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 10, 1];

/** Length of `2026-11-25T18:38:47.439123456Z `, which the kubelet writes of every time in UTC. */
const usualLength = 31;
/** Length of what such stamps of one second have in common, point included. */
const secondLength = 20;
/** `Z ` as two bytes, the first the lowest. */
const usualEnd = 0x20_5a;
/** Four line feeds, which no line has. */
const noText = 0x0a0a0a0a;

/**
 * Reads the stamp that `timestamps=true` puts before every line, from bytes: RFC 3339 with up to nine digits of fraction and `Z` or an
 * offset (the kubelet's `2006-01-02T15:04:05.000000000Z07:00`, k8s.io/cri-client/pkg/logs; runtimes that cut trailing zeros are
 * read as well), then one space. One reader is kept for many lines: it makes no objects and remembers the day.
 */
export class StampReader {
  /** The stamp that was read last, as in `Stamp` of feed.ts. */
  micros = 0;
  nanos = 0;
  #day = 0;
  #dayMs = 0;
  /** The last stamp of the usual form: the second it is of, as bytes and in microseconds. */
  readonly #second = new Int32Array(secondLength / Int32Array.BYTES_PER_ELEMENT).fill(noText);
  #secondMicros = 0;

  /** As `read`, of a line in `view`; most lines are of the same second as the one before, of which only the fraction is read then. */
  readNext(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    if (end - start < usualLength) return this.read(bytes, start, end);
    const second = this.#second;
    if (
      view.getInt32(start + 16, true) === second[4] &&
      view.getInt32(start + 12, true) === second[3] &&
      view.getInt32(start + 8, true) === second[2] &&
      view.getInt32(start + 4, true) === second[1] &&
      view.getInt32(start, true) === second[0] &&
      view.getUint16(start + usualLength - 2, true) === usualEnd
    ) {
      const high = four(view.getInt32(start + secondLength, true));
      const low = four(view.getInt32(start + secondLength + 4, true));
      const last = (bytes[start + secondLength + 8] as number) - zero;
      if (high >= 0 && low >= 0 && last >= 0 && last <= 9) {
        const fraction = high * 100_000 + low * 10 + last;
        const micros = (fraction / 1000) | 0;
        this.nanos = fraction - micros * 1000;
        this.micros = this.#secondMicros + micros;
        return start + usualLength;
      }
    }
    const text = this.read(bytes, start, end);
    if (text === start + usualLength && bytes[start + secondLength - 1] === dot && view.getUint16(text - 2, true) === usualEnd) {
      for (let word = 0; word < second.length; word++) second[word] = view.getInt32(start + word * Int32Array.BYTES_PER_ELEMENT, true);
      this.#secondMicros = Math.floor(this.micros / 1e6) * 1e6;
    }
    return text;
  }

  /** Index at which the text begins, after the stamp and its space; -1 when the line has no valid stamp, which leaves `micros` and `nanos` alone. */
  read(bytes: Uint8Array, start: number, end: number): number {
    if (end - start <= fixedLength) return -1;
    if (bytes[start + 4] !== dash || bytes[start + 7] !== dash || bytes[start + 10] !== letterT) return -1;
    if (bytes[start + 13] !== colon || bytes[start + 16] !== colon) return -1;
    const year = two(bytes, start) * 100 + two(bytes, start + 2);
    const dayMs = this.#dayOf(year, two(bytes, start + 5), two(bytes, start + 8));
    const hour = two(bytes, start + 11);
    const minute = two(bytes, start + 14);
    const second = two(bytes, start + 17);
    // NaN of what is not a digit fails every comparison.
    if (!(year >= 0 && dayMs >= -8.64e15 && hour <= 23 && minute <= 59 && second <= 59)) return -1;
    let at = start + fixedLength;
    let fraction = 0;
    if (bytes[at] === dot) {
      at++;
      const first = at;
      let value = 0;
      for (; at < end; at++) {
        const digit = (bytes[at] as number) - zero;
        if (digit < 0 || digit > 9) break;
        if (at - first < 9) value = value * 10 + digit;
      }
      if (at === first) return -1;
      fraction = value * (scales[Math.min(9, at - first)] as number);
    }
    let offsetMinutes = 0;
    const zone = bytes[at];
    if (zone === letterZ) at++;
    else if ((zone === plus || zone === dash) && end - at >= 6 && bytes[at + 3] === colon) {
      const hours = two(bytes, at + 1);
      const minutes = two(bytes, at + 4);
      if (!(hours <= 23 && minutes <= 59)) return -1;
      offsetMinutes = (hours * 60 + minutes) * (zone === dash ? -1 : 1);
      at += 6;
    } else return -1;
    if (at < end && bytes[at++] !== space) return -1;
    const nanos = fraction % 1000;
    this.nanos = nanos;
    this.micros = (dayMs + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000) * 1000 + (fraction - nanos) / 1000;
    return at;
  }

  /** ms since the epoch at which a day begins (UTC); NaN when there is no such day. */
  #dayOf(year: number, month: number, date: number): number {
    const day = (year * 100 + month) * 100 + date;
    if (day === this.#day) return this.#dayMs;
    const midnight = new Date(0);
    midnight.setUTCFullYear(year, month - 1, date);
    const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === date;
    if (!exists) return Number.NaN;
    this.#day = day;
    this.#dayMs = midnight.getTime();
    return this.#dayMs;
  }
}

/** The number that four digits are, the first in the lowest byte; negative when they are none. All four at once: most of a stamp's time was its fraction. */
function four(word: number): number {
  if (((word & 0xf0f0f0f0) | 0) !== 0x30303030 || (((word + 0x06060606) & 0xf0f0f0f0) | 0) !== 0x30303030) return -1;
  const digits = word & 0x0f0f0f0f;
  const pairs = digits * 10 + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}

/** The number that two digits are; NaN when they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - zero;
  const ones = (bytes[at + 1] as number) - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
