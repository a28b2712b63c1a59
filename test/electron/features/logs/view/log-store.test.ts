import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStore } from '../../../../../electron/features/logs/view/log-store.ts';
import { textOf } from '../../../../../electron/features/logs/view/read-rows.ts';
import { batchOf, type TestLine, testBaseMs } from './test-lines.ts';

/** What a store holds in view order, as `source:text`. */
function told(store: LogStore): string[] {
  return Array.from(store.order.ids, (id) => {
    const segment = store.segments.of(id);
    if (segment?.data == null) throw new Error(`line ${id} is not there`);
    const start = segment.offsets[id - segment.firstId] ?? 0;
    const end = (segment.offsets[id - segment.firstId + 1] ?? 0) - 1;
    return `${store.columns.source(id)}:${textOf(segment.data.slice(start, end))}`;
  });
}

const line = (micros: number, text: string): TestLine => ({ micros, text });

/** A batch of one of four sources, whose stamps go anywhere within two milliseconds, or the wish to have the order settled. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ source: fc.nat(3), stamps: fc.array(fc.tuple(fc.nat(2_000), fc.nat(999)), { maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

describe('the order of a view', () => {
  it('is that of arrival within a source and by time across sources, however batches interleave and stamps go back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = new LogStore(testBaseMs);
        const expected: { source: number; time: number; text: string }[] = [];
        const highest = [0, 0, 0, 0];
        for (const each of steps) {
          if (each === null) {
            store.settle();
            continue;
          }
          const { source, stamps } = each;
          store.append(
            source,
            batchOf(stamps.map(([micros, nanos], index) => ({ micros, nanos, text: `line ${expected.length + index}` }))),
          );
          for (const [micros, nanos] of stamps) {
            const time = Math.max(highest[source] ?? 0, micros * 1_000 + nanos);
            highest[source] = time;
            expected.push({ source, time, text: `${source}:line ${expected.length}` });
          }
        }
        store.settle();
        const sorted = expected.map((each, arrival) => ({ ...each, arrival }));
        sorted.sort((a, b) => a.time - b.time || a.source - b.source || a.arrival - b.arrival);
        expect(told(store)).toEqual(sorted.map(({ text }) => text));
      }),
    );
  });

  it('has a line from a clock that is ahead where it came, and what its source writes after it where its time is', () => {
    const hour = 3_600_000_000;
    const second = 1_000_000;
    const store = new LogStore(testBaseMs);
    store.append(0, batchOf([line(0, 'before'), line(hour, 'ahead')]));
    store.append(1, batchOf([line(2 * second, 'other')], testBaseMs + 2_000));
    const at = { micros: testBaseMs * 1_000 + hour, nanos: 0 };
    store.mark(0, at, { mark: 'reconnected', from: testBaseMs, at: testBaseMs + 2_500, lines: 1 });
    store.append(0, batchOf([line(3 * second, 'after')], testBaseMs + 3_000));
    store.append(1, batchOf([line(4 * second, 'other')], testBaseMs + 4_000));
    store.settle();
    expect(told(store)).toEqual(['0:before', '0:ahead', '0:', '1:other', '0:after', '1:other']);
    // Its stamp stays what it was.
    expect(store.columns.micros(1)).toBe(testBaseMs * 1_000 + hour);
  });

  it('places late lines and says from where on the rows are others', () => {
    const store = new LogStore(testBaseMs);
    store.append(0, batchOf([line(10, 'a'), line(30, 'c')]));
    expect(store.settle()).toEqual({ from: 0, to: 2, changedFrom: null });
    store.append(1, batchOf([line(20, 'b'), line(40, 'd')]));
    expect(store.settle()).toEqual({ from: 2, to: 4, changedFrom: 1 });
    expect(told(store)).toEqual(['0:a', '1:b', '0:c', '1:d']);
  });

  it('keeps a stack trace with its head when another container writes meanwhile', () => {
    const store = new LogStore(testBaseMs);
    store.append(
      0,
      batchOf([line(10, 'ERROR it broke'), line(30, '\tat a.b.C(C.java:1)'), line(50, '\tat a.b.D(D.java:2)'), line(60, 'on')]),
    );
    store.append(1, batchOf([line(40, 'INFO other')]));
    store.settle();
    expect(told(store)).toEqual(['0:ERROR it broke', '0:\tat a.b.C(C.java:1)', '0:\tat a.b.D(D.java:2)', '1:INFO other', '0:on']);
  });

  it('gives a mark its place after the lines before it, whatever its stamp says', () => {
    const store = new LogStore(testBaseMs);
    store.append(0, batchOf([line(10, 'a'), line(30, 'b')]));
    const at = { micros: testBaseMs * 1_000 + 20, nanos: 0 };
    const id = store.mark(0, at, { mark: 'ended', exitCode: 0, reason: 'Completed', at: null });
    store.append(0, batchOf([line(5, 'c')]));
    store.settle();
    expect(told(store)).toEqual(['0:a', '0:b', '0:', '0:c']);
    expect(store.order.at(2)).toBe(id);
    expect(store.marks.get(id)).toEqual({ mark: 'ended', exitCode: 0, reason: 'Completed', at: null });
  });

  it('takes a line that is longer than a segment, and empty lines', () => {
    const store = new LogStore(testBaseMs);
    const long = 'x'.repeat(3_000_000);
    store.append(0, batchOf([line(1, ''), line(2, long), line(3, ''), line(4, 'end')]));
    store.settle();
    expect(told(store)).toEqual(['0:', `0:${long}`, '0:', '0:end']);
  });

  it('keeps order and text over segments and chunks of columns', () => {
    const store = new LogStore(testBaseMs);
    for (let batch = 0; batch < 20; batch++)
      store.append(
        batch % 2,
        batchOf(Array.from({ length: 10_000 }, (_, index) => line(batch * 10_000 + index, `${batch * 10_000 + index}`))),
      );
    store.settle();
    expect(store.segments.list.length).toBeGreaterThan(10);
    expect(told(store).every((text, index) => text === `${Math.floor(index / 10_000) % 2}:${index}`)).toBe(true);
  });
});
