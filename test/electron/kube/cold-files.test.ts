import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ColdFiles } from '../../../electron/kube/cold-files.ts';
import { createColdFolder } from '../../../electron/kube/cold-folder.ts';
import type { StoredRow } from '../../../electron/kube/store.ts';

let parent: string;
const posix = process.platform !== 'win32';
const never = new AbortController().signal;

beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'timonier-test-cold-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const row = (text: string, at: number): StoredRow => ({
  uid: `u${at}`,
  resourceVersion: String(at),
  namespace: text,
  name: `${text}-${at}`,
  health: 'broken',
  json: JSON.stringify({ text }),
  scope: '',
});

async function readAll(files: ColdFiles, file: Awaited<ReturnType<ColdFiles['write']>>): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  await files.read(file, (each) => rows.push(each), never);
  return rows;
}

test('rows come back as they were, whatever their text holds', async () => {
  const files = new ColdFiles(parent);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 700 }), async (texts) => {
      const rows = [...texts, 'a\nb', '\u2028', '\ud800', 'été'].map(row);
      const file = await files.write(rows, never);
      expect(await readAll(files, file)).toEqual(rows.map((each) => ({ ...each, namespace: each.namespace, name: each.name })));
      await files.remove(file);
    }),
    { numRuns: 30 },
  );
  expect(readdirSync(parent)).toEqual([]);
});

test.runIf(posix)('nobody else can enter the folder or read a file', async () => {
  const folder = createColdFolder(parent);
  if (folder.path === null) throw new Error(String(folder.failure));
  const file = await new ColdFiles(folder.path).write([row('secret-name', 1)], never);
  expect(statSync(folder.path).mode & 0o777).toBe(0o700);
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(file.bytes).toBe(readFileSync(file.path).length);
  folder.remove();
  expect(readdirSync(parent)).toEqual([]);
});

test('a damaged, cut or missing file is refused, never half believed in silence', async () => {
  const files = new ColdFiles(parent);
  const file = await files.write(
    Array.from({ length: 2_000 }, (_, at) => row('x'.repeat(at % 50), at)),
    never,
  );
  truncateSync(file.path, file.bytes - 20);
  await expect(readAll(files, file)).rejects.toThrow();
  await files.remove(file);
  await expect(readAll(files, file)).rejects.toThrow(/ENOENT/);
});

test('what cannot be written leaves nothing behind', async () => {
  await expect(new ColdFiles(null).write([row('a', 1)], never)).rejects.toThrow(/no folder/);
  await expect(new ColdFiles(path.join(parent, 'gone')).write([row('a', 1)], never)).rejects.toThrow(/ENOENT/);
  const aborted = new AbortController();
  aborted.abort(new Error('looked at'));
  await expect(new ColdFiles(parent).write([row('a', 1)], aborted.signal)).rejects.toThrow();
  expect(readdirSync(parent)).toEqual([]);
});

test('folders of crashed runs are removed at start; those of running processes, links and others are not', async () => {
  // Larger than any pid of Linux (2^22), macOS or Windows in practice: surely not running.
  const crashed = path.join(parent, 'timonier-cold-4194305-abcdef');
  const running = path.join(parent, `timonier-cold-${process.ppid}-abcdef`);
  const other = path.join(parent, 'timonier-settings');
  for (const each of [crashed, running, other]) await mkdir(each);
  await new ColdFiles(crashed).write([row('a', 1)], never);
  const link = path.join(parent, 'timonier-cold-4194306-abcdef');
  if (posix) symlinkSync(other, link);
  const folder = createColdFolder(parent);
  expect(existsSync(crashed)).toBe(false);
  for (const each of [running, other, ...(posix ? [link] : [])]) expect(existsSync(each)).toBe(true);
  folder.remove();
});

test('without a place for it there is no folder, and the reason is told', () => {
  const folder = createColdFolder(path.join(parent, 'gone'));
  expect(folder.path).toBeNull();
  expect(folder.failure).toMatch(/ENOENT/);
});
