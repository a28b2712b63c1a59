import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportJournal } from '../../../../electron/features/writes/export-journal.ts';
import { Journal } from '../../../../electron/features/writes/journal.ts';
import { journalTableHead, journalTableRow } from '../../../../electron/features/writes/journal-table.ts';
import { type JournalEntry, journalExportSchema, journalQuerySchema } from '../../../../shared/journal.ts';
import { askedLine, done } from './journal-fixture.ts';

let folder: string;
let journal: Journal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-export-'));
  journal = new Journal(folder);
});
afterEach(async () => {
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
});

async function exported(asked: { format: 'csv' | 'ndjson'; text?: string }) {
  let text = '';
  let entries = 0;
  let damagedLines = 0;
  for await (const piece of exportJournal(journal, journalExportSchema.parse(asked))) {
    text += piece.text;
    entries += piece.entries;
    damagedLines += piece.damagedLines;
  }
  return { text, entries, damagedLines };
}

const idOf = (index: number) => String(index).padStart(4, '0');

/** RFC 4180, 2.: records end with CRLF, cells are quoted and quotes in them doubled. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gsy)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function entryOf(about: Partial<JournalEntry>): JournalEntry {
  const { line: _line, ...asked } = askedLine('1');
  return { ...asked, answeredAt: 1_795_000_000_900, outcome: done, ...about };
}

test('NDJSON has every entry as the page shows it, newest first, and says how many lines could not be read', async () => {
  for (let index = 0; index < 450; index++) await journal.append(askedLine(idOf(index)));
  await journal.append({ line: 'answered', id: idOf(7), answeredAt: 5, outcome: done });
  writeFileSync(join(folder, 'torn.ndjson'), '{"line":"asked"');
  const { text, entries, damagedLines } = await exported({ format: 'ndjson' });
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalEntry);
  expect([entries, lines.length, damagedLines]).toEqual([450, 450, 1]);
  expect(lines.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, index) => idOf(449 - index)));
  const page = await journal.read(journalQuerySchema.parse({ text: `node-${idOf(7)}` }));
  expect(lines.at(-8)).toEqual(page.entries[0]);
});

test('CSV has a head, then a line for each entry that the filters let through', async () => {
  await journal.append(askedLine('1'));
  await journal.append(askedLine('2', { context: 'dev' }));
  const { text, entries } = await exported({ format: 'csv', text: 'dev' });
  const [head = [], ...rows] = parseCsv(text);
  expect(entries).toBe(1);
  expect(rows.map((row) => row[head.indexOf('name')])).toEqual(['node-2']);
  expect(rows.map((row) => row[head.indexOf('outcome')])).toEqual(['unknown']);
  expect(rows.map((row) => row[head.indexOf('after')])).toEqual(['{"unschedulable":true}']);
});

test('an empty journal is a head alone, or nothing', async () => {
  expect((await exported({ format: 'csv' })).text).toBe(journalTableHead);
  expect((await exported({ format: 'ndjson' })).text).toBe('');
});

test('no cell is a formula to a spreadsheet, whatever is in a name; what was in it is still there', () => {
  const begins = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠', ' =', '"=', '');
  const nasty = fc
    .tuple(begins, fc.string({ unit: fc.constantFrom('=', '"', ',', ';', '\n', '\r', '|', 'A', '1', ' ') }))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(nasty, nasty, (context, name) => {
      const entry = entryOf({ context, target: { ...askedLine('1').target, name } });
      const [head = [], row = []] = parseCsv(journalTableHead + journalTableRow(entry));
      expect(row).toHaveLength(head.length);
      // A number is none.
      for (const cell of row) if (!/^-?\d+$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\n＝＋－＠]/);
      expect(row[head.indexOf('context')]?.replace(/^'/, '')).toBe(context.replace(/^'/, ''));
      expect(row[head.indexOf('name')]?.replace(/^'/, '')).toBe(name.replace(/^'/, ''));
    }),
  );
});
