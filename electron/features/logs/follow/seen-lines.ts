import { aheadMs } from '../../../../shared/log-clocks.ts';
import type { FeedResume, LineBatch, Stamp } from '../feed.ts';
import { keyOf, Recall } from './recall.ts';

const lineFeed = Buffer.from('\n');
const microsPerSecond = 1_000_000;
/**
 * A line may have a stamp this much older than the one before it, in microseconds: stdout and stderr are stamped before either is written. So the second is asked for in which
 * such a line would be. A clock that is right and is set back further, to before what was asked for, hides what is written then: the kubelet does not give it, nor to kubectl.
 */
const strayMicros = 100_000;
/** Bytes of text that are remembered: what a container writes in one second, unless it writes flat out; what is beyond is counted. */
const longestMemory = 1_048_576;
/** Lines that are remembered, for those without text. */
const mostRemembered = 65_536;

/**
 * The lines that were sent last, as far as they come again after a break: API servers cut `sinceTime` to whole seconds (`LogLocation` in
 * pkg/registry/core/pod/strategy.go), so everything since the second of the last stamp does. Bytes are kept as they are and compared only after a break.
 */
export class SeenLines {
  #bytes = Buffer.alloc(0);
  #ends = new Uint32Array(0);
  #micros = new Float64Array(0);
  #nanos = new Uint16Array(0);
  /** Lines from `#first` (whose text begins at `#begin`) to `#count` are remembered. */
  #first = 0;
  #begin = 0;
  #count = 0;
  #second = Number.NEGATIVE_INFINITY;
  /** When the last line came, ms since the epoch by the server's clock. */
  #heardAt = 0;
  /** The last stamp of a follower that left no lines. */
  #resumedAt: Stamp | null = null;
  /** The newest stamp among lines that are forgotten. */
  #forgottenUpTo = Number.NEGATIVE_INFINITY;
  /** Forgotten lines that come again all the same; infinite when nobody knows how many. */
  #forgotten = 0;

  /** As another follower left it: what comes again before the lines that are known was seen as well. */
  static of({ at, heardAt, lines }: FeedResume): SeenLines {
    const seen = new SeenLines();
    let length = 0;
    const ends = Uint32Array.from(lines, ({ text }) => {
      length += text.length + 1;
      return length;
    });
    seen.append({
      bytes: new Uint8Array(Buffer.concat(lines.flatMap(({ text }) => [text, lineFeed]))),
      ends,
      micros: Float64Array.from(lines, (line) => line.at.micros),
      nanos: Uint16Array.from(lines, (line) => line.at.nanos),
      arrivedAt: heardAt,
    });
    seen.#heardAt = heardAt;
    seen.#second = secondOf(at.micros);
    seen.#resumedAt = at;
    seen.#forgottenUpTo = Math.max(seen.#forgottenUpTo, lines[0]?.at.micros ?? at.micros);
    seen.#forgotten = Number.POSITIVE_INFINITY;
    return seen;
  }

  /**
   * The second from which lines must be asked for again, in ms since the epoch; null before the first line. It is never beyond the time, by the server's clock, at which the last
   * line came: that line may have been stamped by a clock that is set right meanwhile, and what was written then would be hidden for as long as the clock was ahead.
   */
  get since(): number | null {
    if (!Number.isFinite(this.#second)) return null;
    return (this.#isAhead ? Math.min(this.#second, secondOf(this.#heardAt * 1000)) : this.#second) / 1000;
  }

  /** The stamp of the last line; null before the first. */
  get last(): Stamp | null {
    if (this.#count > this.#first) return { micros: this.#micros[this.#count - 1] ?? 0, nanos: this.#nanos[this.#count - 1] ?? 0 };
    return this.#resumedAt;
  }

  /** Remembers what was sent. Costs a copy of its last second. */
  append(batch: LineBatch): void {
    const count = batch.ends.length;
    if (count === 0) return;
    this.#moveTo(secondOf(batch.micros[count - 1] ?? 0));
    this.#heardAt = batch.arrivedAt;
    const from = this.#firstToRemember(batch);
    for (let index = 0; index < from; index++) this.#forget(batch.micros[index] ?? 0);
    if (from > 0) this.#forgetAll();
    const begin = from === 0 ? 0 : (batch.ends[from - 1] ?? 0);
    const added = batch.bytes.subarray(begin, batch.ends[count - 1]);
    this.#makeRoom(added.length, count - from);
    const shift = this.#end - begin;
    this.#bytes.set(added, this.#end);
    for (let index = from; index < count; index++) this.#ends[this.#count + index - from] = (batch.ends[index] ?? 0) + shift;
    this.#micros.set(batch.micros.subarray(from), this.#count);
    this.#nanos.set(batch.nanos.subarray(from), this.#count);
    this.#count += count - from;
    while (this.#isFull && this.#count - this.#first > 1) this.#forgetFirst();
  }

  /** What must be compared with the lines of the next answer, which is asked for at `now` (ms, the server's clock). Not changed by what is appended later. */
  recall(now: number): Recall {
    const lines = new Map<number, Map<string, number>>();
    let begin = this.#begin;
    for (let index = this.#first; index < this.#count; index++) {
      const end = this.#ends[index] ?? begin;
      const micros = this.#micros[index] ?? 0;
      const key = keyOf(this.#nanos[index] ?? 0, this.#bytes.subarray(begin, end - 1));
      const same = lines.get(micros) ?? new Map<string, number>();
      lines.set(micros, same);
      same.set(key, (same.get(key) ?? 0) + 1);
      begin = end;
    }
    const lastMicros = this.last?.micros ?? 0;
    // Asked for from earlier than what is remembered, the answer begins with some that are not; and those that were counted are all there only where stamps tell what came before what.
    const isUncertain = this.#isAhead || (this.#forgotten > 0 && this.#forgottenUpTo > lastMicros);
    const count = isUncertain ? Number.POSITIVE_INFINITY : this.#forgotten;
    const isKnown = this.#count > this.#first;
    const seenBefore = this.#isAhead ? Number.NEGATIVE_INFINITY : lastMicros + (isKnown ? 0 : 1);
    return new Recall(lines, this.#count - this.#first, { upTo: this.#forgottenUpTo, count, seenBefore, askedMicros: now * 1000 });
  }

  get #isAhead(): boolean {
    return (this.last?.micros ?? 0) > (this.#heardAt + aheadMs) * 1000;
  }

  get #isFull(): boolean {
    return this.#end - this.#begin > longestMemory || this.#count - this.#first > mostRemembered;
  }

  get #end(): number {
    return this.#count === this.#first ? this.#begin : (this.#ends[this.#count - 1] ?? 0);
  }

  #moveTo(second: number): void {
    if (second === this.#second) return;
    const before = this.#second;
    this.#second = second;
    while (this.#first < this.#count && (this.#micros[this.#first] ?? 0) < second) this.#forgetFirst();
    // Of what is forgotten nothing comes again, unless stamps go back: by a little where two streams are written at once, or because a clock was set.
    if (this.#forgottenUpTo < second) this.#forgotten = 0;
    else if (before !== Number.NEGATIVE_INFINITY) this.#forgotten = Number.POSITIVE_INFINITY;
  }

  /** Index of the first line of a batch that is of the present second, with all that follow, and fits. */
  #firstToRemember(batch: LineBatch): number {
    const { ends, micros } = batch;
    const total = ends[ends.length - 1] ?? 0;
    let from = ends.length - 1;
    while (from > 0 && (micros[from - 1] ?? 0) >= this.#second && ends.length - from < mostRemembered) {
      if (total - (from > 1 ? (ends[from - 2] ?? 0) : 0) > longestMemory) break;
      from--;
    }
    return from;
  }

  #forget(micros: number): void {
    if (micros > this.#forgottenUpTo) this.#forgottenUpTo = micros;
    if (micros >= this.#second) this.#forgotten++;
  }

  #forgetFirst(): void {
    this.#forget(this.#micros[this.#first] ?? 0);
    this.#begin = this.#ends[this.#first] ?? 0;
    this.#first++;
  }

  #forgetAll(): void {
    while (this.#first < this.#count) this.#forgetFirst();
  }

  #makeRoom(bytes: number, lines: number): void {
    if (this.#first === this.#count) {
      this.#first = 0;
      this.#begin = 0;
      this.#count = 0;
    }
    const end = this.#end;
    if (end + bytes > this.#bytes.length || this.#count + lines > this.#ends.length) this.#compact(bytes, lines);
  }

  /**
   * Moves what is remembered to the front where that leaves a third of the room free (so that it is not moved for every batch) and the room is not far too
   * much: a container that writes flat out needs no new memory then.
   */
  #compactInPlace(length: number, count: number, bytes: number, lines: number): boolean {
    const needed = length + bytes;
    const enough = 1.5 * needed <= this.#bytes.length && 1.5 * (count + lines) <= this.#ends.length;
    if (!enough || this.#bytes.length > 4 * needed) return false;
    this.#bytes.copyWithin(0, this.#begin, this.#begin + length);
    for (let index = 0; index < count; index++) this.#ends[index] = (this.#ends[this.#first + index] ?? 0) - this.#begin;
    this.#micros.copyWithin(0, this.#first, this.#count);
    this.#nanos.copyWithin(0, this.#first, this.#count);
    this.#first = 0;
    this.#begin = 0;
    this.#count = count;
    return true;
  }

  #compact(bytes: number, lines: number): void {
    const length = this.#end - this.#begin;
    const count = this.#count - this.#first;
    if (this.#compactInPlace(length, count, bytes, lines)) return;
    const remembered = this.#bytes.subarray(this.#begin, this.#begin + length);
    const room = Math.max(1_024, 2 * (length + bytes));
    const places = Math.max(16, 2 * (count + lines));
    const next = Buffer.allocUnsafeSlow(room);
    next.set(remembered);
    const ends = new Uint32Array(places);
    for (let index = 0; index < count; index++) ends[index] = (this.#ends[this.#first + index] ?? 0) - this.#begin;
    const micros = new Float64Array(places);
    micros.set(this.#micros.subarray(this.#first, this.#count));
    const nanos = new Uint16Array(places);
    nanos.set(this.#nanos.subarray(this.#first, this.#count));
    this.#bytes = next;
    this.#ends = ends;
    this.#micros = micros;
    this.#nanos = nanos;
    this.#first = 0;
    this.#begin = 0;
    this.#count = count;
  }
}

/** The second from which everything is asked for again when this was the last stamp. */
function secondOf(micros: number): number {
  return Math.floor((micros - strayMicros) / microsPerSecond) * microsPerSecond;
}
