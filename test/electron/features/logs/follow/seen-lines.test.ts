import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LineBatch } from '../../../../../electron/features/logs/feed.ts';
import { Rejoin } from '../../../../../electron/features/logs/follow/rejoin.ts';
import { SeenLines } from '../../../../../electron/features/logs/follow/seen-lines.ts';
import { linesOf } from './follow-context.ts';

interface Line {
  /** Its stamp. */
  readonly micros: number;
  readonly nanos: number;
  readonly text: string;
  /** When it was written, in microseconds, where that is not its stamp. */
  readonly writtenAt?: number;
}

const start = 1_790_000_000_000_000;

function batchOf(lines: readonly Line[]): LineBatch {
  let length = 0;
  return {
    bytes: new Uint8Array(Buffer.from(lines.map(({ text }) => `${text}\n`).join(''))),
    ends: Uint32Array.from(lines, ({ text }) => {
      length += Buffer.byteLength(text) + 1;
      return length;
    }),
    micros: Float64Array.from(lines, ({ micros }) => micros),
    nanos: Uint16Array.from(lines, ({ nanos }) => nanos),
    arrivedAt: timeOf(lines) / 1000,
  };
}

/** When the last of some lines was written, in microseconds. */
function timeOf(lines: readonly Line[]): number {
  const last = lines.at(-1);
  return last?.writtenAt ?? last?.micros ?? 0;
}

function batches(lines: readonly Line[], size: number): LineBatch[] {
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, index) => batchOf(lines.slice(index * size, (index + 1) * size)));
}

/** What a server gives after a break: every line of the file that is not older than the second that is asked for. */
function answer(file: readonly Line[], seen: SeenLines): Line[] {
  const since = (seen.since ?? Number.NEGATIVE_INFINITY) * 1000;
  return file.filter(({ micros }) => micros >= since);
}

/**
 * Reads a file up to `brokenAt`, breaks, reads the rest; in batches of `size`. `rotated`: what was read before a break is gone from the file after it.
 * What an answer brings before a line that was seen is held back until then, as catch-up.ts does.
 */
function readWithBreaks(file: readonly Line[], breaks: readonly number[], size: number, rotated = false): string[] {
  const seen = new SeenLines();
  const got: string[] = [];
  let read = 0;
  for (const brokenAt of [...breaks, file.length]) {
    const end = Math.max(read, brokenAt);
    const rejoin = new Rejoin(seen, timeOf(file.slice(0, end)) / 1000);
    let held: LineBatch[] = [];
    for (const batch of batches(answer(file.slice(rotated ? read : 0, end), seen), size)) {
      const wasProven = rejoin.proven;
      const fresh = rejoin.fresh({ batch, unstamped: [] });
      if (!wasProven && rejoin.proven) held = [];
      if (fresh !== null) held.push(fresh);
    }
    for (const batch of held) {
      seen.append(batch);
      got.push(...linesOf(batch));
    }
    read = end;
  }
  return got;
}

const steps = fc.array(
  fc.record({
    /** Mostly small; equal stamps, and now and then seconds. */
    after: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(0, 0, 1, 1_000, 300_000) }, fc.integer({ min: 0, max: 3_000_000 })),
    nanos: fc.constantFrom(0, 0, 500),
    text: fc.constantFrom('tick', 'tick', 'tock', '', 'caf\u00e9'),
  }),
  { minLength: 1, maxLength: 80 },
);

function fileOf(made: readonly { readonly after: number; readonly nanos: number; readonly text: string }[]): Line[] {
  let micros = start;
  return made.map(({ after, nanos, text }) => {
    micros += after;
    return { micros, nanos, text };
  });
}

const breaks = fc.array(fc.nat(80), { maxLength: 8 }).map((places) => places.sort((a, b) => a - b));

test('lines with equal stamps and equal texts come as often as they were written, however often the reading broke', () => {
  fc.assert(
    fc.property(steps, breaks, fc.integer({ min: 1, max: 9 }), (made, places, size) => {
      const file = fileOf(made);
      expect(readWithBreaks(file, places, size)).toEqual(linesOf(batchOf(file)));
    }),
    { numRuns: 2_000 },
  );
});

test('stamps that go back, by a little at any time or by seconds while the log is read, make no line come twice or go missing', () => {
  const jumping = steps.chain((made) =>
    fc.record({ file: fc.constant(fileOf(made)), at: fc.nat(80), by: fc.constantFrom(200, 100_000, 900_000, 1_500_000, 7_000_000) }),
  );
  fc.assert(
    fc.property(jumping, breaks, fc.integer({ min: 1, max: 9 }), ({ file, at, by }, places, size) => {
      // Every line is another, so that counting cannot hide a mistake.
      // The server gives nothing older than what was asked for, also of what is written later: after a break a clock set back hides lines.
      const heard = by <= 100_000 ? places : places.filter((place) => place > at);
      const set = file.map((line, index) => ({
        ...line,
        micros: index >= at ? line.micros - by : line.micros,
        text: `${line.text} ${index}`,
      }));
      expect(readWithBreaks(set, heard, size)).toEqual(linesOf(batchOf(set)));
    }),
    { numRuns: 2_000 },
  );
});

test('a second with more lines than are remembered comes again without a duplicate', () => {
  const flood = Array.from({ length: 40_000 }, (_, index) => ({
    micros: start + Math.floor(index / 3),
    nanos: 0,
    text: `${'x'.repeat(90)} ${index % 2}`,
  }));
  expect(readWithBreaks(flood, [10_000, 30_000, 30_001], 2_500)).toEqual(linesOf(batchOf(flood)));
  const empty = Array.from({ length: 150_000 }, (_, index) => ({ micros: start + Math.floor(index / 7), nanos: 0, text: '' }));
  expect(readWithBreaks(empty, [100_000], 2_500)).toEqual(linesOf(batchOf(empty)));
});

test('the rest of a line whose beginning is older than what was asked for is not a line', () => {
  const seen = new SeenLines();
  seen.append(
    batchOf([
      { micros: start, nanos: 0, text: 'long line, whole' },
      { micros: start + 1_000_000, nanos: 0, text: 'next' },
    ]),
  );
  const rejoin = new Rejoin(seen, (start + 2_000_000) / 1000);
  const batch = batchOf([
    { micros: start + 1_000_000, nanos: 0, text: ', whole' },
    { micros: start + 1_000_000, nanos: 0, text: 'next' },
    { micros: start + 1_100_000, nanos: 0, text: 'new' },
  ]);
  const fresh = rejoin.fresh({ batch, unstamped: [0] });
  expect(fresh === null ? [] : linesOf(fresh).map((line) => line.slice(31))).toEqual(['new']);
  expect(rejoin.proven).toBe(true);
});

test('of a container that writes thousands of lines a second each comes once, wherever the reading broke', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(12_000), { maxLength: 4 }),
      fc.integer({ min: 50, max: 900 }),
      fc.constantFrom(20, 150, 400),
      (places, size, step) => {
        const file = Array.from({ length: 12_000 }, (_, index) => ({
          micros: start + index * step,
          nanos: 0,
          text: `line ${index} ${'x'.repeat(index % 70)}`,
        }));
        expect(
          readWithBreaks(
            file,
            places.toSorted((a, b) => a - b),
            size,
          ),
        ).toEqual(linesOf(batchOf(file)));
      },
    ),
    { numRuns: 12 },
  );
});

const hour = 3_600_000_000;

test('a clock that is ahead, by hours or years, for one line or for many, hides no line when it is set right, and makes none come twice', () => {
  // Ahead from a line on, for some lines; breaks anywhere, also where the file was rotated meanwhile.
  const ahead = fc.record({
    at: fc.nat(80),
    lines: fc.integer({ min: 1, max: 80 }),
    by: fc.constantFrom(0.5 * hour, hour, 10 * 8_766 * hour),
  });
  fc.assert(
    fc.property(steps, ahead, breaks, fc.integer({ min: 1, max: 9 }), fc.boolean(), (made, { at, lines, by }, places, size, rotated) => {
      const file = fileOf(made).map((line, index) => ({
        ...line,
        writtenAt: line.micros,
        micros: index >= at && index < at + lines ? line.micros + by : line.micros,
        text: `${line.text} ${index}`,
      }));
      expect(readWithBreaks(file, places, size, rotated)).toEqual(linesOf(batchOf(file)));
    }),
    { numRuns: 2_000 },
  );
});

test('of an hour that comes again because a clock is ahead, only what may be new has to wait for the first line that is known', () => {
  // A line a second from a clock that is an hour ahead.
  const file = Array.from({ length: 3_600 }, (_, index) => ({
    micros: start + hour + index * 1_000_000,
    nanos: 0,
    text: `line ${index}`,
    writtenAt: start + index * 1_000_000,
  }));
  const seen = new SeenLines();
  for (const batch of batches(file, 50)) seen.append(batch);
  expect(seen.since).toBe((start + hour) / 1000 - 2_000);
  const rejoin = new Rejoin(seen, (start + hour + 5_000_000) / 1000);
  const first = rejoin.fresh({ batch: batchOf(file.slice(0, 100)), unstamped: [] });
  expect(first?.ends).toHaveLength(16);
  expect(rejoin.fresh({ batch: batchOf(file.slice(100)), unstamped: [] })).toBeNull();
  expect(rejoin.proven).toBe(true);
});
