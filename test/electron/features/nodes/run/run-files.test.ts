import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunFiles } from '../../../../../electron/features/nodes/run/run-files.ts';
import type { RunState } from '../../../../../electron/features/nodes/run/run-state.ts';
import { RunWorld } from './run-world.ts';

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'timonier-run-files-')), 'drains');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

function runOf(id: string, changes: Partial<RunState> = {}): RunState {
  const world = new RunWorld(['a']);
  return {
    ...{ id, state: 'running', startedAt: 5, endedAt: null, givesUpAt: null, heldAt: null, uncordonAtEnd: false },
    ...{ options: world.options, pace: world.pace, contexts: [world.context] },
    ...changes,
  };
}

test('a run is read back as it was written, by nobody but the user', async () => {
  const files = new RunFiles(folder, () => 7);
  await files.save(runOf('one'));
  await files.save(runOf('one', { state: 'paused', heldAt: 6 }));
  expect(new RunFiles(folder).load()).toEqual([{ run: runOf('one', { state: 'paused', heldAt: 6 }), savedAt: 7 }]);
  expect(statSync(join(folder, 'one.json')).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['one.json']);
});

test('a crash while a file was being written leaves the state of before', async () => {
  const files = new RunFiles(folder);
  await files.save(runOf('one'));
  writeFileSync(join(folder, 'one.json.tmp'), '{"format":1,"savedAt":8,"run":{"id":"o');
  expect(new RunFiles(folder).load().map(({ run }) => run)).toEqual([runOf('one')]);
  expect(readdirSync(folder)).toEqual(['one.json']);
});

test.each([
  ['half a file', '{"format":1,"sav'],
  ['of a later format', JSON.stringify({ format: 2, savedAt: 1, run: {} })],
  ['not a run', JSON.stringify({ format: 1, savedAt: 1, run: { id: 'bad' } })],
  ['another name than its run', JSON.stringify({ format: 1, savedAt: 1, run: runOf('other') })],
])('what cannot be understood is set aside and said: %s', async (_name, text) => {
  await new RunFiles(folder).save(runOf('good'));
  writeFileSync(join(folder, 'bad.json'), text);
  const files = new RunFiles(folder, () => Date.UTC(2026, 10, 25));
  expect(files.load().map(({ run }) => run.id)).toEqual(['good']);
  expect(readdirSync(folder).sort()).toEqual(['bad.json.broken-20261125T000000', 'good.json']);
  expect(files.notices()).toHaveLength(1);
  expect(files.notices()[0]).toContain('bad.json.broken-20261125T000000');
});

test('the newest fifty runs that are over are kept, and every one that is not', async () => {
  const files = new RunFiles(folder);
  await files.save(runOf('old-but-open', { startedAt: 0 }));
  for (let index = 0; index < 52; index++) await files.save(runOf(`over-${index}`, { state: 'done', startedAt: 10 + index, endedAt: 100 }));
  const ids = new RunFiles(folder).load().map(({ run }) => run.id);
  expect(ids).toHaveLength(51);
  expect(ids[0]).toBe('old-but-open');
  expect(ids).not.toContain('over-1');
  expect(ids).toContain('over-2');
});

test('a folder that cannot be written fails the save', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  await expect(new RunFiles(folder).save(runOf('one'))).rejects.toThrow();
});
