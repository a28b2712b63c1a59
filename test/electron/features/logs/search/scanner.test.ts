import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LineQuery, Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { tookTooLong } from '../../../../../electron/features/logs/search/search-worker.ts';
import type { LogPattern } from '../../../../../shared/logs.ts';
import { bundleSearchThread } from './search-bundle.ts';
import { segmentOf } from './segment-of.ts';

/* The scanner with its real threads, bundled as they are shipped. */

let bundle: Awaited<ReturnType<typeof bundleSearchThread>>;
let scanner: Scanner;
beforeAll(async () => {
  bundle = await bundleSearchThread();
  scanner = new Scanner({ threadFile: bundle.file });
});
afterAll(async () => {
  await scanner.close();
  bundle.remove();
});

const signal = new AbortController().signal;
const literal = (text: string, matchCase = false): LogPattern => ({ text, regex: false, matchCase });
const regex = (text: string, matchCase = false): LogPattern => ({ text, regex: true, matchCase });
const including = (...include: LogPattern[]): LineQuery => ({ include, exclude: [] });
const catastrophe = regex('^(a+)+$');
const hopeless = `${'a'.repeat(60)}!`;

/** Indexes of the lines that match. */
async function found(query: LineQuery, lines: readonly string[], from = 0): Promise<number[] | string> {
  const result = await scanner.scan(query, segmentOf(lines), from, signal);
  return result.ok ? [...result.matched].flatMap((one, index) => (one === 1 ? [index + from] : [])) : result.error;
}

test('lines match that have every include and no exclude', async () => {
  const lines = ['GET /a 200', 'get /a 500', 'GET /b 500', 'POST /a 500', ''];
  expect(await found(including(literal('get')), lines)).toEqual([0, 1, 2]);
  expect(await found(including(literal('GET', true)), lines)).toEqual([0, 2]);
  expect(await found({ include: [literal('/a'), regex('\\b5\\d\\d$')], exclude: [literal('post')] }, lines)).toEqual([1]);
  expect(await found({ include: [], exclude: [literal('a')] }, lines)).toEqual([2, 4]);
  expect(await found(including(), lines)).toEqual([0, 1, 2, 3, 4]);
  expect(await found(including(regex('^$')), lines)).toEqual([4]);
  expect(await found(including(literal('a')), lines, 2)).toEqual([3]);
});

test('a pattern sees one line, never two', async () => {
  const lines = ['foo', 'bar', 'baz', ' foo'];
  expect(await found(including(regex('o\\s*b')), lines)).toEqual([]);
  expect(await found(including(regex('o[^x]b')), lines)).toEqual([]);
  expect(await found(including(regex('foo(?!\\s*bar)')), lines)).toEqual([0, 3]);
  expect(await found(including(regex('(?<!\\s)ba.$')), lines)).toEqual([1, 2]);
  expect(await found(including(regex('^.*foo')), lines)).toEqual([0, 3]);
  expect(await found(including(regex('\\n')), lines)).toEqual([]);
});

test('what JavaScript takes only out of habit is taken, and what is no pattern says why', async () => {
  expect(await found(including(regex('a\\-b')), ['a-b'])).toEqual([0]);
  expect(await found(including(regex('(a')), ['a'])).toBe('Unterminated group');
  expect(await found({ include: [], exclude: [regex('[b-a]')] }, ['a'])).toBe('Range out of order in character class');
  expect(await found(including(literal('(a|b)*[\\d/')), ['x (a|b)*[\\d/', 'a'])).toEqual([0]);
});

test('a pattern that tries everything is answered with an error, and the next task gets its answer', async () => {
  const bad = scanner.scan(including(catastrophe), segmentOf(['aaa', hopeless, 'aaa']), 0, signal);
  const good = found(including(literal('b')), ['a', 'b']);
  expect(await bad).toEqual({ ok: false, error: tookTooLong });
  expect(await good).toEqual([1]);
  expect(await found(including(catastrophe), ['aaa', 'ab'])).toEqual([0]);
});

test('ranges of such a pattern are an error too, and ranges do not wait behind scans', async () => {
  const order: string[] = [];
  const segment = segmentOf(Array.from({ length: 2_000 }, (_, index) => `line ${index}`));
  const scans = Array.from({ length: 20 }, () =>
    scanner.scan(including(regex('line \\d+')), segment, 0, signal).then(() => order.push('scan')),
  );
  const ranges = await scanner.ranges([regex('\\d+'), literal('A')], ['a1', '', 'b 22 c 3'], signal).then((result) => {
    order.push('ranges');
    return result;
  });
  await Promise.all(scans);
  expect(ranges).toEqual({
    ok: true,
    ranges: [
      [[0, 2]],
      [],
      [
        [2, 4],
        [7, 8],
      ],
    ],
  });
  expect(order.indexOf('ranges')).toBeLessThan(order.length - 1);
  expect(await scanner.ranges([catastrophe], ['a', hopeless], signal)).toEqual({ ok: false, error: tookTooLong });
  expect(await scanner.ranges([regex('(')], ['a'], signal)).toEqual({ ok: false, error: 'Unterminated group' });
});

test('lines in a file are read by the thread; a file that is gone is an error', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-spill-'));
  const segment = segmentOf(['one', 'two', 'zwölf']);
  const file = path.join(folder, 'lines');
  writeFileSync(file, Buffer.concat([Buffer.from('before'), new Uint8Array(segment.bytes)]));
  const spilled = { ...segment, bytes: null, file: { path: file, offset: 6, length: segment.bytes.byteLength } };
  expect(await scanner.scan(including(literal('ZWÖLF')), spilled, 0, signal)).toEqual({ ok: true, matched: new Uint8Array([0, 0, 1]) });
  const short = { ...spilled, file: { ...spilled.file, length: 1_000 } };
  expect(await scanner.scan(including(literal('o')), short, 0, signal)).toMatchObject({
    ok: false,
    error: expect.stringContaining('shorter'),
  });
  rmSync(folder, { recursive: true });
  expect(await scanner.scan(including(literal('o')), spilled, 0, signal)).toMatchObject({
    ok: false,
    error: expect.stringContaining('ENOENT'),
  });
});

test('an aborted task is answered at once and its place goes to the next', async () => {
  const abort = new AbortController();
  const segment = segmentOf(['a']);
  const busy = [1, 2].map(() => scanner.scan(including(catastrophe), segmentOf([hopeless]), 0, abort.signal));
  const waiting = scanner.scan(including(literal('a')), segment, 0, abort.signal);
  const after = scanner.scan(including(literal('a')), segment, 0, signal);
  abort.abort();
  for (const one of [...busy, waiting]) expect(await one).toMatchObject({ ok: false });
  expect(await after).toEqual({ ok: true, matched: new Uint8Array([1]) });
  expect(await scanner.scan(including(literal('a')), segment, 0, abort.signal)).toMatchObject({ ok: false });
});

test('after close everything is answered with an error', async () => {
  const other = new Scanner({ threadFile: bundle.file });
  const busy = other.scan(including(catastrophe), segmentOf([hopeless]), 0, signal);
  const waiting = Array.from({ length: 3 }, () => other.scan(including(literal('a')), segmentOf(['a']), 0, signal));
  await other.close();
  for (const one of [busy, ...waiting]) expect(await one).toMatchObject({ ok: false });
  expect(await other.scan(including(literal('a')), segmentOf(['a']), 0, signal)).toMatchObject({ ok: false });
});

test('a thread that cannot start is an error, not silence', async () => {
  const other = new Scanner({ threadFile: path.join(tmpdir(), 'no-such-thread.cjs') });
  expect(await other.scan(including(literal('a')), segmentOf(['a']), 0, signal)).toMatchObject({
    ok: false,
    error: expect.stringContaining('search thread'),
  });
  await other.close();
});

const anyLine = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', 'a', 'error', 'ERROR ', 'é', 'naïve', '日本語', '👩‍👩‍👧', '\u2028', '\r', 'a\0b', 'ſ', 'K'),
  )
  .map((text) => text.replaceAll('\n', ''));
const anyPattern: fc.Arbitrary<LogPattern> = fc.record({
  text: fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.constantFrom('error', '.*', '^', '$', '\\s', '[^a]', 'a|b', '(?=a)', '\\p{L}', '\\b', '.*a|b', '^.$', '\\w+', 'k', 's', '\\-'),
  ),
  regex: fc.boolean(),
  matchCase: fc.boolean(),
});

/** The same question asked naively, of one decoded line. */
function naive(query: LineQuery, line: string): boolean {
  const test = (pattern: LogPattern): boolean => {
    const flags = `s${pattern.matchCase ? '' : 'i'}`;
    const source = pattern.regex ? pattern.text : [...pattern.text].map((one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join('');
    try {
      return new RegExp(source, `${flags}u`).test(line);
    } catch {
      return new RegExp(source, flags).test(line);
    }
  };
  return query.include.every(test) && !query.exclude.some(test);
}

test('a scan finds what asking line by line finds, of any lines in any place', async () => {
  const query = fc.record({ include: fc.array(anyPattern, { maxLength: 3 }), exclude: fc.array(anyPattern, { maxLength: 2 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          anyLine,
          fc.uint8Array({ maxLength: 12 }).map((bytes) => bytes.filter((byte) => byte !== 0x0a)),
        ),
        { maxLength: 20 },
      ),
      query,
      fc.nat(),
      async (lines, asked, anyFrom) => {
        const from = lines.length === 0 ? 0 : anyFrom % lines.length;
        const segment = segmentOf(lines);
        const result = await scanner.scan(asked, segment, from, signal);
        const texts = lines.slice(from).map((line) => (typeof line === 'string' ? Buffer.from(line) : Buffer.from(line)).toString('utf8'));
        let expected: boolean[] | null;
        try {
          for (const pattern of [...asked.include, ...asked.exclude]) naive({ include: [pattern], exclude: [] }, '');
          expected = texts.map((text) => naive(asked, text));
        } catch {
          expected = null;
        }
        expect(result.ok ? [...result.matched].map(Boolean) : null).toEqual(expected);
        const now = scanner.scanNow(asked, segment, from);
        if (now !== null) expect(now).toEqual(result);
        else expect([...asked.include, ...asked.exclude].some((pattern) => pattern.regex)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
