import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { levelOf } from '../../../../../electron/features/logs/lines/level.ts';
import { Scanner } from '../../../../../electron/features/logs/search/scanner.ts';
import { everything } from '../../../../../electron/features/logs/view/line-filter.ts';
import { ViewLines } from '../../../../../electron/features/logs/view/view-lines.ts';
import { type LogFilter, logLevels } from '../../../../../shared/logs.ts';
import { until } from '../../../kube/test-context.ts';
import { batchOf, type TestLine, testBaseMs } from './test-lines.ts';
import { textOfRow } from './thread-fixture.ts';

let folder: string;
let scanner: Scanner;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-lines-'));
  scanner = new Scanner();
});

afterAll(async () => {
  await scanner.close();
  rmSync(folder, { recursive: true, force: true });
});

const roomy = { bytes: 1_000_000, lines: 10_000 };
/** Most of what the tests write goes to the file, in segments of a few lines, and all of it may stay there. */
const tight = { bytes: 3_000, lines: 10_000 };

const open = (budget = roomy, where: string | null = folder) => new ViewLines(budget, where, testBaseMs, scanner, () => undefined);

const texts = async (lines: ViewLines) => (await lines.rows(lines.visible.ids.slice())).map(textOfRow);

const word = fc.constantFrom('ERROR', 'INFO', 'WARN', 'apple', 'pear', 'plum', 'ä');
const testLine = fc.record({ micros: fc.nat(2_000), text: fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')) });
const batch = fc.record({ source: fc.nat(2), lines: fc.array(testLine, { maxLength: 15 }) });
const batches = fc.array(batch, { maxLength: 25 });
const pattern = fc.record({ text: fc.constantFrom('apple', 'p', 'pear|plum', '^INFO', 'Ä'), regex: fc.boolean(), matchCase: fc.boolean() });
const filter: fc.Arbitrary<LogFilter> = fc.record({
  include: fc.array(pattern, { maxLength: 2 }),
  exclude: fc.array(pattern, { maxLength: 1 }),
  levels: fc.option(fc.subarray(['info', 'warn', 'error'] as const)),
  hiddenSources: fc.subarray([0, 1, 2]),
  onlySources: fc.option(fc.subarray([0, 1, 2])),
  context: fc.nat(2),
});

interface Placed extends TestLine {
  readonly source: number;
  readonly order: number;
}

/** The lines of batches in view order. */
function placed(all: readonly { readonly source: number; readonly lines: readonly TestLine[] }[]): Placed[] {
  const highest = [0, 0, 0];
  const lines = all.flatMap(({ source, lines }) =>
    lines.map((line) => {
      const order = Math.max(highest[source] ?? 0, line.micros);
      highest[source] = order;
      return { ...line, source, order };
    }),
  );
  return lines.sort((a, b) => a.order - b.order || a.source - b.source);
}

function naive(lines: readonly Placed[], { include, exclude, levels, hiddenSources, onlySources, context }: LogFilter): string[] {
  const has = (text: string) => (each: { text: string; regex: boolean; matchCase: boolean }) =>
    each.regex
      ? new RegExp(each.text, each.matchCase ? 'u' : 'iu').test(text)
      : (each.matchCase ? text : text.toLowerCase()).includes(each.matchCase ? each.text : each.text.toLowerCase());
  const passes = lines.map(({ text, source }) => {
    const bytes = Buffer.from(text);
    const level = logLevels[levelOf(bytes, 0, bytes.length)] ?? null;
    const fits = levels === null || (level !== null && levels.includes(level));
    const shown = !hiddenSources.includes(source) && (onlySources === null || onlySources.includes(source));
    return fits && shown && include.every(has(text)) && !exclude.some(has(text));
  });
  return lines.flatMap(({ text, source }, index) => {
    const own = lines.flatMap((line, at) => (line.source === source ? [at] : []));
    const place = own.indexOf(index);
    return own.slice(Math.max(0, place - context), place + context + 1).some((at) => passes[at]) ? [text] : [];
  });
}

describe('what is visible', () => {
  it('is what the filter says of each line, whether the lines came before it, after it, late, or lie in the file', async () => {
    await fc.assert(
      fc.asyncProperty(batches, batches, filter, fc.boolean(), async (before, after, spec, spills) => {
        const lines = open(spills ? tight : roomy);
        try {
          const take = (all: typeof before) => {
            for (const each of all) {
              lines.append(each.source, batchOf(each.lines));
              lines.settle();
            }
          };
          take(before);
          const filtered = lines.filter(spec);
          take(after);
          await filtered;
          const expected = naive(placed([...before, ...after]), spec);
          await until(`${expected.length} visible`, () => lines.visible.length === expected.length, 2_000);
          expect(await texts(lines)).toEqual(expected);
          const shown = lines.takeHistogram().counts.flat();
          expect(shown.reduce((sum, count) => sum + count, 0)).toBe(expected.length);
        } finally {
          await lines.close();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('marks the neighbours of what matches as context', async () => {
    const lines = open();
    lines.append(0, batchOf(['a', 'b', 'hit', 'c', 'd'].map((text, micros) => ({ micros, text }))));
    await lines.filter({ ...everything, include: [{ text: 'hit', regex: false, matchCase: true }], context: 1 });
    const rows = await lines.rows(lines.visible.ids.slice());
    expect(rows.map((row) => [textOfRow(row), row.type === 'line' && row.context === true])).toEqual([
      ['b', true],
      ['hit', false],
      ['c', true],
    ]);
    await lines.close();
  });

  it('is everything, with a reason, when a pattern is none', async () => {
    const lines = open();
    lines.append(0, batchOf([{ micros: 1, text: 'a' }]));
    await lines.filter({ ...everything, include: [{ text: '(', regex: true, matchCase: true }] });
    expect(lines.filterState.error).toMatch(/./);
    lines.append(0, batchOf([{ micros: 2, text: 'b' }]));
    lines.settle();
    expect(await texts(lines)).toEqual(['a', 'b']);
    await lines.close();
  });
});

describe('a budget', () => {
  const numbered = (from: number, count: number) =>
    batchOf(Array.from({ length: count }, (_, index) => ({ micros: from + index, text: `line ${from + index}` })));

  it('lets the oldest lines go to a private file, reads them back as they were, and removes the file in the end', async () => {
    const lines = open({ bytes: 4_000, lines: 1_000 });
    const expected: string[] = [];
    for (let from = 0; from < 4_000; from += 50) {
      lines.append(0, numbered(from, 50));
      lines.settle();
      for (let index = from; index < from + 50; index++) expected.push(`line ${index}`);
    }
    await until('all but the budget in the file', () => lines.store.bytes - lines.budget.spilledBytes <= 4_000);
    const files = readdirSync(folder);
    expect(files).toHaveLength(1);
    expect(statSync(path.join(folder, files[0] ?? '')).mode & 0o777).toBe(0o600);
    expect(await texts(lines)).toEqual(expected);
    expect(await lines.text(7)).toBe('line 7');
    lines.search(1, { text: '7$', regex: true, matchCase: true });
    await until('found', () => lines.searchState?.progress === 1);
    expect(lines.searchState?.found).toBe(400);
    await lines.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['without a folder', () => null],
    ['when nothing can be written', () => path.join(folder, 'is', 'not', 'there')],
  ])('drops the oldest and counts them where they are missing, %s', async (_when, where) => {
    const lines = open({ bytes: 1_000_000, lines: 400 }, where());
    await lines.filter({ ...everything, hiddenSources: [9] });
    lines.search(1, { text: '0$', regex: true, matchCase: true });
    for (let from = 0; from < 3_000; from += 30) {
      lines.append(0, numbered(from * 10, 20));
      lines.append(1, numbered(from * 10 + 5, 10));
      lines.settle();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('settled down', () => {
      lines.settle();
      const { order, settledTo, nextId } = lines.store;
      return settledTo === nextId && lines.visible.length === order.length && order.length <= 402;
    });
    const rows = await lines.rows(lines.visible.ids.slice());
    const marks = rows.flatMap((row) => (row.type === 'mark' && row.mark.mark === 'dropped' ? [row.mark.count ?? 0] : []));
    const kept = rows.filter(({ type }) => type === 'line');
    expect(marks).toHaveLength(2);
    expect(rows.slice(0, 2).some(({ type }) => type === 'mark')).toBe(true);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept.length).toBeGreaterThan(300);
    expect(marks.reduce((sum, count) => sum + count, 0) + kept.length).toBe(3_000);
    expect(lines.store.lost.count).toBe(3_000 - kept.length);
    expect(kept.at(-1)).toMatchObject({ text: 'line 29719' });
    const found = kept.filter((row) => textOfRow(row).endsWith('0')).length;
    await until('the search knows', () => lines.searchState?.found === found);
    const counted = lines.takeHistogram().counts.flat();
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(kept.length);
    await lines.close();
  });

  it('drops the oldest of what is in the file beyond its limit', async () => {
    const lines = open({ bytes: 1_000_000, lines: 100 });
    for (let from = 0; from < 3_000; from += 10) {
      lines.append(0, numbered(from, 10));
      lines.settle();
      if (from % 100 === 0) await until('written', () => lines.budget.spilledBytes > 0 || from < 200);
    }
    lines.settle();
    const rows = await lines.rows(lines.visible.ids.slice());
    const dropped = lines.store.lost.count;
    expect(rows[0]).toMatchObject({ type: 'mark', mark: { mark: 'dropped', count: dropped, why: 'budget' } });
    expect(rows.slice(1).map(textOfRow)).toEqual(Array.from({ length: 3_000 - dropped }, (_, index) => `line ${dropped + index}`));
    expect(3_000 - dropped).toBeLessThanOrEqual(500);
    await lines.close();
  });
});
