import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal } from '../../../../electron/features/writes/journal.ts';
import { journalQuerySchema } from '../../../../shared/journal.ts';
import { askedLine } from './journal-fixture.ts';

/** Processes that write at the same time, and how often they are killed and begun anew. */
const atOnce = 2;
const rounds = 4;
/** Size of their files: another is begun every few lines. */
const rotateAt = 4_000;
/** Lines of a process after which it may be killed. */
const linesBefore = 150;

const script = join(import.meta.dirname, 'journal-process.ts');

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-killed-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** What a process said until it ended: what it was promised. `onLines` hears how many lines that is so far. */
async function promisedTo(child: ChildProcess, onLines: (lines: number) => void = () => undefined): Promise<readonly string[]> {
  children.add(child);
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    onLines(output.split('\n').length - 1);
  });
  await new Promise((resolve) => child.once('close', resolve));
  children.delete(child);
  // A line of stdout that was cut promises nothing.
  return output.split('\n').slice(0, -1);
}

/** Runs a process until it said so many lines, and kills it (-9) in the middle of whatever it does. */
function writtenUntilKilled(start: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, [script, folder, start, String(rotateAt)], { stdio: ['ignore', 'pipe', 'inherit'] });
  return promisedTo(child, (lines) => {
    if (lines >= linesBefore) child.kill('SIGKILL');
  });
}

/** The outcome of every entry by its id, and how many lines are damaged; fails where entries come twice, out of order or altered. */
async function readBack(): Promise<{ readonly entries: ReadonlyMap<string, string>; readonly damagedLines: number }> {
  const journal = new Journal(folder);
  const entries = new Map<string, string>();
  let damagedLines = 0;
  let before = '';
  let last = '';
  do {
    const page = await journal.read(journalQuerySchema.parse({ before, limit: 100 }));
    for (const { id, target, outcome } of page.entries) {
      if (last !== '') expect(id < last).toBe(true);
      last = id;
      expect(target.name).toBe(askedLine(id).target.name);
      entries.set(id, outcome.type);
    }
    expect(page.unreadable).toEqual([]);
    damagedLines += page.damagedLines;
    before = page.next;
  } while (before !== '');
  return { entries, damagedLines };
}

function expectKept(promised: readonly string[], entries: ReadonlyMap<string, string>): void {
  for (const line of promised) {
    const [what, id = ''] = line.split(' ');
    if (what === 'refused') continue;
    expect([line, entries.has(id)]).toEqual([line, true]);
    if (what === 'answered') expect([line, entries.get(id)]).toEqual([line, 'done']);
  }
}

test('killed (-9) while several processes write and begin files: all that was said to be written is there, and nothing that was not', async () => {
  const promised: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const starts = Array.from({ length: atOnce }, (_, index) => `${round}${index}`);
    promised.push(...(await Promise.all(starts.map(writtenUntilKilled))).flat());
  }
  const { entries, damagedLines } = await readBack();
  expect(promised.length).toBeGreaterThan(rounds * atOnce * linesBefore - 1);
  expectKept(promised, entries);
  // A killed process tears at most the line that it was writing.
  expect(damagedLines).toBeLessThanOrEqual(rounds * atOnce);
  expect(readdirSync(folder).length).toBeGreaterThan(rounds * atOnce);
}, 60_000);

test.skipIf(process.platform === 'win32')(
  'a disk that takes no more: what was refused leaves nothing behind, and what was written before is whole',
  async () => {
    // The size of files is limited instead of a disk: the write that goes beyond is taken in part, then refused (setrlimit(2), RLIMIT_FSIZE).
    const limited = 'ulimit -f 64; trap "" XFSZ; exec "$@"';
    const command = ['-c', limited, 'sh', process.execPath, script, folder, '0', String(100_000_000)];
    const promised = await promisedTo(spawn('sh', command, { stdio: ['ignore', 'pipe', 'ignore'] }));
    expect(promised.filter((line) => line.startsWith('answered')).length).toBeGreaterThan(10);
    expect(promised.filter((line) => line.startsWith('refused')).length).toBeGreaterThan(0);
    const { entries, damagedLines } = await readBack();
    expectKept(promised, entries);
    expect(damagedLines).toBe(0);
    const asked = new Set(promised.filter((line) => line.startsWith('asked')).map((line) => line.split(' ')[1]));
    expect([...entries.keys()].filter((id) => !asked.has(id))).toEqual([]);
  },
  60_000,
);
