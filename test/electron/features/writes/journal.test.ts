import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '../../../../electron/features/writes/journal.ts';
import { journalFileName } from '../../../../electron/features/writes/journal-folder.ts';
import { type JournalLine, journalLineText } from '../../../../electron/features/writes/journal-lines.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import { type JournalEntry, type JournalQuery, journalQuerySchema } from '../../../../shared/journal.ts';
import { askedLine, done } from './journal-fixture.ts';

let folder: string;
const journals: Journal[] = [];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'timonier-journal-')), 'journal');
});
afterEach(async () => {
  await Promise.all(journals.splice(0).map((journal) => journal.close()));
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

/** A start of the app. */
function begun(rotateAt?: number): Journal {
  const journal = new Journal(folder, rotateAt);
  journals.push(journal);
  return journal;
}

const answered = (id: string): JournalLine => ({ line: 'answered', id, answeredAt: 1_795_000_000_900, outcome: done });
const query = (asked: Partial<JournalQuery> = {}) => journalQuerySchema.parse(asked);

/** Every page, one after the other, as a screen that scrolls to the end gets them. */
async function readAll(journal: Journal, asked: Partial<JournalQuery> = {}) {
  const entries: JournalEntry[] = [];
  let damagedLines = 0;
  let before = '';
  do {
    const page = await journal.read(query({ ...asked, before }));
    entries.push(...page.entries);
    damagedLines += page.damagedLines;
    before = page.next;
  } while (before !== '');
  return { entries, damagedLines };
}

const told = ({ id, outcome }: JournalEntry) => `${id} ${outcome.type}`;

test('whatever several starts of the app write at once, into files however small, is read back whole, newest first, by pages of any size', async () => {
  const step = fc.record({ start: fc.nat(2), answer: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 70 }),
      async (steps, rotateAt, limit) => {
        rmSync(folder, { recursive: true, force: true });
        const starts = [begun(rotateAt), begun(rotateAt), begun(rotateAt)];
        const open: string[][] = [[], [], []];
        const expected = new Map<string, string>();
        await Promise.all(
          steps.map(({ start, answer }, index) => {
            const journal = starts[start] as Journal;
            const waiting = answer ? open[start]?.shift() : undefined;
            if (waiting !== undefined) {
              expected.set(waiting, `${waiting} done`);
              return journal.append(answered(waiting));
            }
            const id = `${String(index).padStart(5, '0')}-${start}`;
            open[start]?.push(id);
            expected.set(id, `${id} unknown`);
            return journal.append(askedLine(id));
          }),
        );
        const all = [...expected.values()].sort().reverse();
        for (const reader of [starts[0] as Journal, begun()]) {
          const { entries, damagedLines } = await readAll(reader, { limit });
          expect(entries.map(told)).toEqual(all);
          expect(damagedLines).toBe(0);
        }
        await Promise.all(journals.splice(0).map((journal) => journal.close()));
      },
    ),
    { numRuns: 60 },
  );
});

test('cut at any byte, a file gives back what was written whole, nothing else, and says that a line is damaged', async () => {
  mkdirSync(folder);
  const lines = [askedLine('1'), askedLine('2'), answered('1'), askedLine('3'), answered('3'), answered('2')].map(journalLineText);
  const path = join(folder, journalFileName(0, '00000000', 1));
  const whole = Buffer.from(lines.join(''));
  for (let size = whole.length; size >= 0; size--) {
    writeFileSync(path, whole.subarray(0, size));
    const { entries, damagedLines } = await readAll(begun());
    const outcomes = new Map<string, string>();
    let end = 0;
    let torn = 0;
    for (const text of lines) {
      const begins = end;
      end += Buffer.byteLength(text);
      const line = JSON.parse(text) as JournalLine;
      // A line whose end is there but for its line break is whole.
      if (end - 1 <= size) outcomes.set(line.id, line.line === 'asked' ? 'unknown' : 'done');
      else if (begins < size) torn++;
    }
    expect(entries.map(told)).toEqual([...outcomes].map(([id, outcome]) => `${id} ${outcome}`).reverse());
    expect(damagedLines).toBe(torn);
  }
});

test('a start of the app after a crash adds to no file of before, so that a torn line takes none with it', async () => {
  const first = begun();
  await first.append(askedLine('1'));
  await first.close();
  const [torn] = readdirSync(folder);
  appendFileSync(join(folder, torn ?? ''), '{"line":"asked","id":"2"');
  const next = begun();
  await next.append(askedLine('3'));
  expect(await readAll(next)).toMatchObject({ entries: [{ id: '3' }, { id: '1' }], damagedLines: 1 });
});

test('a crash in the middle of beginning another file, which leaves it empty or with half a line, loses nothing', async () => {
  const journal = begun(1);
  await journal.append(askedLine('1'));
  await journal.append(answered('1'));
  const [, second] = readdirSync(folder).sort();
  for (const left of [10, 0]) {
    truncateSync(join(folder, second ?? ''), left);
    const { entries, damagedLines } = await readAll(begun());
    expect(entries.map(told)).toEqual(['1 unknown']);
    expect(damagedLines).toBe(left === 0 ? 0 : 1);
  }
});

test('files and folder are for nobody but the user', async () => {
  const journal = begun(1);
  await journal.append(askedLine('1'));
  await journal.append(askedLine('2'));
  expect(readdirSync(folder)).toHaveLength(2);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('lines that are none of ours are counted once, whatever the pages, and never shown', async () => {
  mkdirSync(folder);
  const odd = [
    '',
    '{}',
    '[1]',
    'null',
    '{"line":"asked","id":"x"}',
    '{"line":"answered","id":"9","answeredAt":1,"outcome":{"type":"done"}}',
  ];
  const answerToNothing = journalLineText(answered('gone')).trimEnd();
  const text = [odd[1], journalLineText(askedLine('1')).trimEnd(), ...odd, journalLineText(askedLine('2')).trimEnd(), answerToNothing];
  const bytes = Buffer.concat([Buffer.from(`${text.join('\n')}\n`), Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a])]);
  writeFileSync(join(folder, 'journal.ndjson'), bytes);
  // A reader that goes on, and one that comes anew for each page.
  const journal = begun();
  for (const limit of [1, 2, 200])
    expect(await readAll(journal, { limit })).toMatchObject({ entries: [{ id: '2' }, { id: '1' }], damagedLines: 8 });
  const first = await begun().read(query({ limit: 1 }));
  const rest = await begun().read(query({ limit: 1, before: first.next }));
  expect([first.damagedLines + rest.damagedLines, rest.entries.map(({ id }) => id)]).toEqual([8, ['1']]);
});

test('a line that is far too long is one damaged line, and those around it are read', async () => {
  mkdirSync(folder);
  const long = `{"line":"asked","id":"${'x'.repeat(17_000_000)}"}\n`;
  writeFileSync(join(folder, 'journal.ndjson'), `${journalLineText(askedLine('1'))}${long}${journalLineText(askedLine('2'))}`);
  expect(await readAll(begun())).toMatchObject({ entries: [{ id: '2' }, { id: '1' }], damagedLines: 1 });
});

test('a file that cannot be read is named, and the others are shown', async () => {
  const journal = begun();
  await journal.append(askedLine('1'));
  mkdirSync(join(folder, 'other.ndjson'));
  // A folder has a size on some file systems and none on others; both are no lines.
  const page = await begun().read(query());
  expect(page.entries.map(({ id }) => id)).toEqual(['1']);
  expect(page.unreadable).toEqual([{ path: join(folder, 'other.ndjson'), code: 'EISDIR' }]);
});

test('no folder yet is an empty journal; a folder that cannot be one is said, and what cannot be written is refused until it can', async () => {
  const journal = begun();
  expect(await journal.read(query())).toMatchObject({ entries: [], next: '', unreadable: [], folder });
  writeFileSync(folder, 'a file');
  await expect(journal.append(askedLine('1'))).rejects.toThrow();
  expect((await journal.read(query())).unreadable).toEqual([{ path: folder, code: 'ENOTDIR' }]);
  rmSync(folder);
  await journal.append(askedLine('2'));
  expect((await readAll(journal)).entries.map(({ id }) => id)).toEqual(['2']);
});

test('words, context, drain and outcome narrow what is found; a page that goes on knows entries that came meanwhile from those it had', async () => {
  const journal = begun();
  const other = asContextId('file#dev');
  await journal.append(askedLine('1', { contextId: other, context: 'dev', run: 'r1' }));
  await journal.append(askedLine('2', { run: 'r1' }));
  await journal.append(answered('2'));
  await journal.append(askedLine('3'));
  const ids = async (asked: Partial<JournalQuery>) => (await readAll(journal, asked)).entries.map(({ id }) => id);
  expect(await ids({ text: 'NODE-2 prod' })).toEqual(['2']);
  expect(await ids({ text: 'node-2 dev' })).toEqual([]);
  expect(await ids({ contextId: other })).toEqual(['1']);
  expect(await ids({ run: 'r1' })).toEqual(['2', '1']);
  expect(await ids({ outcome: 'unknown' })).toEqual(['3', '1']);
  const first = await journal.read(query({ limit: 2 }));
  await journal.append(askedLine('4'));
  expect(first.entries.map(({ id }) => id)).toEqual(['3', '2']);
  expect((await journal.read(query({ limit: 2, before: first.next }))).entries.map(({ id }) => id)).toEqual(['1']);
  expect(await journal.find('1')).toMatchObject({ id: '1', context: 'dev' });
  expect(await journal.find('2')).toMatchObject({ outcome: done });
  expect(await journal.find('25')).toBeNull();
});

test('a write that waits for its answer is under way only in the process that sent it', async () => {
  const journal = begun();
  await journal.append(askedLine('1'));
  expect((await journal.read(query())).underWay).toEqual(['1']);
  expect((await begun().read(query())).underWay).toEqual([]);
  await journal.append(answered('1'));
  expect((await journal.read(query())).underWay).toEqual([]);
});

test('a search that finds nothing looks at so much and no more, says how far back it came, and comes to the end', async () => {
  mkdirSync(folder);
  const entry = (index: number) => journalLineText(askedLine(String(index).padStart(6, '0'), { at: index, options: 'x'.repeat(9000) }));
  const text = Array.from({ length: 4000 }, (_, index) => entry(index)).join('');
  writeFileSync(join(folder, 'journal.ndjson'), text);
  const journal = begun();
  const first = await journal.read(query({ text: 'node-000007' }));
  expect(first.entries).toEqual([]);
  expect(first.lookedBackTo).toBeGreaterThan(1000);
  expect(first.next).not.toBe('');
  expect((await readAll(journal, { text: 'node-000007' })).entries.map(({ at }) => at)).toEqual([7]);
});

test('what is written is masked, in whatever the caller gave, and a write whose values had to be masked is not undone from here', async () => {
  const journal = begun();
  const secrets = { group: '', version: 'v1', resource: 'secrets', subresource: '', namespace: 'shop', name: 'db', uid: 'u' };
  const canary = 'canary-7f3a';
  await journal.append(askedLine('1', { target: secrets, options: { data: { a: canary } }, before: { data: { a: canary } } }));
  const error = { kind: 'internal', message: `"password": "${canary}"` } as const;
  await journal.append({ line: 'answered', id: '1', answeredAt: 1, outcome: { type: 'failed', error } });
  await journal.append(askedLine('2'));
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(canary);
  expect((await readAll(journal)).entries.map(({ undoable }) => undoable)).toEqual([true, false]);
});
