import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineSplitter, longestLine } from '../../../../../electron/features/logs/follow/split-lines.ts';

/** A line as columns say it: micros, nanos, text as Latin-1 so that every byte counts, and whether it had a stamp. */
type Line = readonly [micros: number, nanos: number, text: string, stamped: boolean];

const arrivedAt = 1_790_000_000_000;

/** Everything a splitter makes of pieces, taken whenever `takeEvery` pieces came. */
function split(pieces: readonly Uint8Array[], takeEvery = 1, finish = true): Line[] {
  const splitter = new LineSplitter();
  const lines: Line[] = [];
  const take = () => {
    const taken = splitter.take();
    if (taken === null) return;
    const { batch, unstamped } = taken;
    const bytes = Buffer.from(batch.bytes);
    for (let index = 0; index < batch.ends.length; index++) {
      const begin = index === 0 ? 0 : batch.ends[index - 1];
      lines.push([
        batch.micros[index] ?? Number.NaN,
        batch.nanos[index] ?? Number.NaN,
        bytes.toString('latin1', begin, (batch.ends[index] ?? 0) - 1),
        !unstamped.includes(index),
      ]);
    }
  };
  pieces.forEach((piece, index) => {
    splitter.push(piece, arrivedAt);
    if (index % takeEvery === 0) take();
  });
  if (finish) splitter.finish();
  take();
  return lines;
}

/** The same with strings, regular expressions and no hurry. */
function splitNaively(bytes: Uint8Array): Line[] {
  let micros = Number.NaN;
  let nanos = 0;
  const whole = Buffer.from(bytes).toString('latin1').split('\n');
  if (whole.at(-1) === '') whole.pop();
  return whole.map((raw) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)(?: |$)/.exec(line);
    const ms = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`);
    const exists = match !== null && new Date(`${match[1]}Z`).toJSON()?.slice(0, 19) === match[1];
    if (match === null || Number.isNaN(ms) || !exists) {
      if (Number.isNaN(micros)) micros = arrivedAt * 1000;
      return [micros, nanos, line, false];
    }
    const fraction = (match[2] ?? '').slice(0, 9).padEnd(9, '0');
    micros = ms * 1000 + Number(fraction.slice(0, 6));
    nanos = Number(fraction.slice(6));
    return [micros, nanos, line.slice(match[0].length), true];
  });
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const stamp = fc
  .tuple(
    fc.date({ min: new Date('1960-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }),
    fc.stringMatching(/^(\.[0-9]{1,9})?$/),
    fc.constantFrom('Z', '+02:00', '-07:30', '+23:59', '-00:00'),
  )
  .map(([date, fraction, zone]) => `${date.toISOString().slice(0, 19)}${fraction}${zone}`);
/** As the kubelet writes them, of few seconds, so that many follow one of the same second. */
const usualStamp = fc
  .tuple(fc.constantFrom('2026-11-25T18:38:47', '2026-11-25T18:38:48', '1969-12-31T23:59:59'), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([second, fraction]) => `${second}.${String(fraction).padStart(9, '0')}Z`);
const oddStamp = fc.constantFrom(
  '',
  '2026-02-30T00:00:00Z',
  '2026-11-25T24:00:00Z',
  '2026-11-25T10:00:00.Z',
  '2026-11-25t10:00:00Z',
  '2026-11-25T10:00',
  '2026-11-25T18:38:47.12345678:Z',
  '2026-11-25T18:38:47.1234/6789Z',
  '2026-11-25T18:38:47.123456789z',
  `${'\0'.repeat(20)}123456789Z`,
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\0\0', 'caf\u00e9 \u{1f600}', '\u001b[31mred', 'a\rb\r', ''),
);
const log = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 5, arbitrary: stamp }, { weight: 5, arbitrary: usualStamp }, oddStamp),
      fc.constantFrom(' ', ''),
      text,
      fc.constantFrom('\n', '\r\n'),
    ),
    {
      maxLength: 20,
    },
  )
  .map((lines) => Buffer.from(lines.map((line) => line.join('')).join('')));
const anyBytes = fc.uint8Array({ maxLength: 300 });
const places = fc.array(fc.nat(5_000), { maxLength: 30 });

test('whatever the bytes and wherever they are cut, the lines are those of a naive splitter', () => {
  fc.assert(
    fc.property(fc.oneof(log, anyBytes), places, fc.integer({ min: 1, max: 5 }), (bytes, at, takeEvery) => {
      expect(split(cut(bytes, at), takeEvery)).toEqual(splitNaively(bytes));
    }),
    { numRuns: 2_000 },
  );
});

test('stamps of any precision and offset are the same moment to the nanosecond', () => {
  const lines = [
    '2026-11-25T18:38:47.123456789Z a',
    '2026-11-25T20:38:47.123456789+02:00 b',
    '2026-11-25T11:08:47.123456789-07:30 c',
    '2026-11-25T18:38:47Z d',
    '2026-11-25T18:38:47.5Z e',
    '2024-02-29T23:59:59.999999999Z f',
  ];
  const base = Date.parse('2026-11-25T18:38:47Z') * 1000;
  expect(split([Buffer.from(`${lines.join('\n')}\n`)])).toEqual([
    [base + 123_456, 789, 'a', true],
    [base + 123_456, 789, 'b', true],
    [base + 123_456, 789, 'c', true],
    [base, 0, 'd', true],
    [base + 500_000, 0, 'e', true],
    [Date.parse('2024-02-29T23:59:59Z') * 1000 + 999_999, 999, 'f', true],
  ]);
});

test('a last line without its end is a line when the answer ended, and none when it was cut off', () => {
  const piece = Buffer.from('2026-11-25T18:38:47Z whole\n2026-11-25T18:38:48Z no newline');
  expect(split([piece]).map(([, , line]) => line)).toEqual(['whole', 'no newline']);
  expect(split([piece], 1, false).map(([, , line]) => line)).toEqual(['whole']);
  const splitter = new LineSplitter();
  splitter.push(piece, arrivedAt);
  splitter.discard();
  splitter.push(Buffer.from('2026-11-25T18:38:49Z after\n'), arrivedAt);
  const taken = splitter.take();
  expect(taken === null ? '' : Buffer.from(taken.batch.bytes).toString()).toBe('whole\nafter\n');
});

test.each([1, 10])('P42: a line of %i MB in small pieces is kept whole, byte for byte', (megabytes) => {
  const body = Buffer.alloc(megabytes * 1_000_000, 'x\0\u00e9', 'latin1');
  const line = Buffer.concat([Buffer.from('2026-11-25T18:38:47Z '), body, Buffer.from('\n2026-11-25T18:38:48Z next\n')]);
  const pieces = Array.from({ length: Math.ceil(line.length / 60_000) }, (_, index) => line.subarray(index * 60_000, (index + 1) * 60_000));
  const lines = split(pieces);
  expect(lines.map(([, , content]) => content.length)).toEqual([body.length, 4]);
  expect(lines[0]?.[2]).toBe(body.toString('latin1'));
});

test('of a line beyond the limit the beginning is kept, and its end says how much is not', () => {
  const head = Buffer.from('2026-11-25T18:38:47Z ');
  const piece = Buffer.alloc(1_048_576, 'y');
  const pieces = [head, ...Array.from({ length: 17 }, () => piece), Buffer.from('\n2026-11-25T18:38:48Z next\n')];
  const lines = split(pieces, 100);
  const lost = 17 * 1_048_576 + head.length - longestLine;
  expect(Buffer.from(lines[0]?.[2] ?? '', 'latin1').toString('utf8')).toMatch(
    new RegExp(`y … and ${lost} more bytes, which were not kept$`),
  );
  expect(lines[1]?.[2]).toBe('next');
});
