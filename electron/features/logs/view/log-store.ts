import { aheadMs } from '../../../../shared/log-clocks.ts';
import type { LogMark } from '../../../../shared/logs.ts';
import type { LineBatch, Stamp } from '../feed.ts';
import { type BlockState, continuesBlock, nextBlockState } from '../lines/continues.ts';
import { levelOf } from '../lines/level.ts';
import { type ColumnChunk, chunkLines, continuesFlag, LineColumns, levelBits, markFlag, placeInChunk } from './line-columns.ts';
import { LostLines } from './lost-lines.ts';
import { MergeOrder, sortIds } from './merge-order.ts';
import { appendLines, type Segment, Segments } from './segments.ts';

/** A stack trace is written at once: what comes later than this after the line before it begins something new, however it looks. In ns. */
const togetherNs = 1_000_000_000;
/** Lines that stay with their head at most, so that a container that indents all it writes is not one trace. */
const togetherLines = 1_000;

/** Where one source stands. */
interface SourceEnd {
  /** Order time of its last line. */
  order: number;
  /** Own time of its last line, on the same scale. */
  own: number;
  /** Stamp of its last line, on the same scale: it may be ahead of that. */
  stamp: number;
  level: number;
  /** What the lines so far may be followed by. */
  block: BlockState;
  /** Lines since the head of what goes on. */
  followers: number;
}

/** What `settle` did to the order. */
export interface Settled {
  /** First id that is new in the order; all up to the end are. */
  readonly from: number;
  readonly to: number;
  /** First position that holds another line than before; null = lines were only appended. */
  readonly changedFrom: number | null;
}

/** What `dropOldest` took away. */
export interface Dropped {
  readonly segments: readonly Segment[];
  /** Id of the oldest line that is kept. */
  readonly firstId: number;
  /** Marks of earlier droppings, which newer ones replace. */
  readonly gone: ReadonlySet<number>;
}

/** Lines that were dropped can be read again from the server while they are at most so many: more would push out what replaced them. */
const mostLinesAgain = 200_000;

/** The text of a mark. */
const emptyLine = Buffer.from('\n');
const emptyLineEnd = Uint32Array.of(1);

/**
 * The lines of a view. Lines and marks have ids 0, 1, 2… in order of arrival (four bytes: ten days of 5,000 lines a second). Their place is by time, then source, then arrival, where
 * a line's time is never before that of the line before it of the same source, nor far after its arrival: within a source the order is exactly that of arrival,
 * however its stamps jump, one from a clock that is ahead does not keep what comes after it at the end, and further lines of a stack trace stand with their head. Lines are found by id at once, and by position after `settle`.
 */
export class LogStore {
  readonly columns = new LineColumns();
  readonly segments: Segments;
  readonly order = new MergeOrder(this.columns);
  readonly marks = new Map<number, LogMark>();
  readonly lost = new LostLines();
  readonly #baseMicros: number;
  readonly #ends: SourceEnd[] = [];
  #nextId = 0;
  #settled = 0;
  #bytes = 0;

  /** `baseMs`: a time (ms since the epoch) near which the lines are; order times are exact within 104 days of it. */
  constructor(baseMs: number, segments = new Segments()) {
    this.segments = segments;
    this.#baseMicros = Math.floor(baseMs) * 1_000;
  }

  /** The id that the next line will have. */
  get nextId(): number {
    return this.#nextId;
  }

  /** Lines before this one have their place. */
  get settledTo(): number {
    return this.#settled;
  }

  /** The oldest line that is kept. */
  get firstId(): number {
    return this.segments.firstId;
  }

  /** Bytes of text that are kept, in memory and in the file, line ends included. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes lines of one source (0 to 65,535), which are copied. */
  append(source: number, batch: LineBatch): void {
    const { ends } = batch;
    const bytes = Buffer.from(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.byteLength);
    const state = this.#endOf(source);
    let start = 0;
    for (let line = 0; line < ends.length; ) {
      const chunk = this.columns.chunkFor(this.#nextId);
      const place = placeInChunk(this.#nextId);
      const to = Math.min(ends.length, line + chunkLines - place);
      chunk.micros.set(batch.micros.subarray(line, to), place);
      chunk.nanos.set(batch.nanos.subarray(line, to), place);
      chunk.sources.fill(source, place, place + to - line);
      this.#describe(state, chunk, place, batch, line, to);
      while (line < to) {
        const segment = this.segments.roomFor(this.#nextId, (ends[line] as number) - start);
        const taken = appendLines(segment, bytes, ends, line, to);
        line += taken;
        this.#nextId += taken;
        start = ends[line - 1] as number;
      }
    }
    this.#bytes += start;
  }

  /** Takes a mark that belongs after the lines of its source so far. Returns its id. */
  mark(source: number, at: Stamp, mark: LogMark): number {
    const state = this.#endOf(source);
    const own = this.#scale(at.micros, at.nanos);
    if (own > state.stamp) state.order = Math.max(state.order, own);
    // What comes after a mark continues nothing.
    state.block = 0;
    return this.#putMark(source, at, state.order, mark);
  }

  /** Gives every line that came since the last time its place. Cheap when nothing came. */
  settle(): Settled {
    const from = this.#settled;
    const to = this.#nextId;
    const ids = new Uint32Array(to - from);
    for (let index = 0; index < ids.length; index++) ids[index] = from + index;
    this.#settled = to;
    return { from, to, changedFrom: this.order.insert(sortIds(ids, this.columns)) };
  }

  /**
   * Forgets the lines of the oldest `count` segments, all of which must have been settled. Where they were each source gets a mark
   * that counts them (to be settled).
   */
  dropOldest(count: number): Dropped {
    const before = this.firstId;
    const segments = this.segments.dropOldest(count);
    const { firstId, columns } = this;
    const grown = this.lost.add(columns, before, firstId);
    const gone = new Set<number>();
    for (let id = before; id < firstId; id++) this.marks.delete(id);
    for (const { mark } of grown.values()) if (mark !== null && mark >= firstId) gone.add(mark);
    for (const id of gone) this.marks.delete(id);
    this.order.retain((id) => id >= firstId && !gone.has(id));
    for (const { used } of segments) this.#bytes -= used;
    for (const [source, lost] of grown) {
      const mark: LogMark = { mark: 'dropped', count: lost.count, why: 'budget', again: lost.count <= mostLinesAgain };
      // Half a nanosecond before what follows at the same time.
      lost.mark = this.#putMark(source, lost.to, lost.order - 0.5, mark);
    }
    columns.dropBefore(firstId);
    return { segments, firstId, gone };
  }

  /** Order time of a moment, ms since the epoch. */
  orderOf(ms: number): number {
    return this.#scale(ms * 1_000, 0);
  }

  #putMark(source: number, at: Stamp, order: number, mark: LogMark): number {
    const id = this.#nextId++;
    const chunk = this.columns.chunkFor(id);
    const place = placeInChunk(id);
    chunk.orders[place] = order;
    chunk.micros[place] = at.micros;
    chunk.nanos[place] = at.nanos;
    chunk.sources[place] = source;
    chunk.flags[place] = markFlag;
    appendLines(this.segments.roomFor(id, 1), emptyLine, emptyLineEnd, 0, 1);
    this.marks.set(id, mark);
    this.#bytes++;
    return id;
  }

  /** Order times, levels and flags of lines `from` up to `to` of a batch. */
  #describe(state: SourceEnd, chunk: ColumnChunk, place: number, batch: LineBatch, from: number, to: number): void {
    const { bytes, ends, micros, nanos } = batch;
    const { orders, flags } = chunk;
    let { order, own, level, block, followers } = state;
    const arrived = this.#scale(batch.arrivedAt * 1_000, 0);
    const ahead = arrived + aheadMs * 1_000_000;
    let start = from === 0 ? 0 : (ends[from - 1] as number);
    for (let line = from, at = place; line < to; line++, at++) {
      const end = ends[line] as number;
      const before = own;
      own = this.#scale(micros[line] as number, nanos[line] as number);
      if (own > ahead) own = arrived;
      const says = levelOf(bytes, start, end - 1) & levelBits;
      const together = followers < togetherLines && own - before <= togetherNs;
      block = nextBlockState(together ? block : 0, bytes, start, end - 1, says);
      if (continuesBlock(block)) {
        followers++;
        flags[at] = level | continuesFlag;
      } else {
        followers = 0;
        level = says;
        if (own > order) order = own;
        flags[at] = level;
      }
      orders[at] = order;
      start = end;
    }
    state.order = order;
    state.own = own;
    if (to > from) state.stamp = this.#scale(micros[to - 1] as number, nanos[to - 1] as number);
    state.level = level;
    state.block = block;
    state.followers = followers;
  }

  #scale(micros: number, nanos: number): number {
    return (micros - this.#baseMicros) * 1_000 + nanos;
  }

  #endOf(source: number): SourceEnd {
    let end = this.#ends[source];
    if (end === undefined) {
      end = {
        order: Number.NEGATIVE_INFINITY,
        own: Number.NEGATIVE_INFINITY,
        stamp: Number.NEGATIVE_INFINITY,
        level: 0,
        block: 0,
        followers: 0,
      };
      this.#ends[source] = end;
    }
    return end;
  }
}
