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

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-killed-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a process until it said so many lines, kills it (-9) in the middle of whatever it does, and answers what it was promised. */
async function writtenUntilKilled(start: string): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'journal-process.ts');
  const child = spawn(process.execPath, [script, folder, start, String(rotateAt)], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > linesBefore) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  children.delete(child);
  // A line of stdout that was cut promises nothing.
  return output.split('\n').slice(0, -1);
}

test('killed (-9) while several processes write and begin files: all that was said to be written is there, and nothing that was not', async () => {
  const promised: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const starts = Array.from({ length: atOnce }, (_, index) => `${round}${index}`);
    promised.push(...(await Promise.all(starts.map(writtenUntilKilled))).flat());
  }
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
  expect(promised.length).toBeGreaterThan(rounds * atOnce * linesBefore - 1);
  for (const line of promised) {
    const [what, id = ''] = line.split(' ');
    expect([line, entries.has(id)]).toEqual([line, true]);
    if (what === 'answered') expect([line, entries.get(id)]).toEqual([line, 'done']);
  }
  // A killed process tears at most the line that it was writing.
  expect(damagedLines).toBeLessThanOrEqual(rounds * atOnce);
  expect(readdirSync(folder).length).toBeGreaterThan(rounds * atOnce);
}, 60_000);
