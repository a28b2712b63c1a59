import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contextIdOf } from '../../../../../shared/context-id.ts';
import { RunHarness } from './run-harness.ts';

const contextId = contextIdOf('test', 'one');
let harness: RunHarness;
beforeEach(() => {
  harness = new RunHarness();
});
afterEach(() => harness.close());

test('two windows that drain the same node at once: one of them is refused', async () => {
  const starts = await Promise.allSettled([harness.start({ [contextId]: ['a', 'b'] }), harness.start({ [contextId]: ['b', 'c'] })]);
  expect(starts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(harness.runs.size).toBe(1);
});

test('what the disk did not take and was said to have failed is not done later: a drain that could not be resumed stays paused', async () => {
  const run = await harness.start({ [contextId]: ['a'] });
  expect(await harness.drains.command(run, { type: 'pause' })).toMatchObject({ ok: true });
  rmSync(harness.folder, { recursive: true, maxRetries: 20, retryDelay: 10 });
  writeFileSync(harness.folder, '');
  expect(await harness.drains.command(run, { type: 'resume' })).toMatchObject({ ok: false, error: { cause: 'not-kept' } });
  expect(harness.run(run).state).toBe('paused');
  rmSync(harness.folder);
  expect(await harness.drains.command(run, { type: 'pause' })).toMatchObject({ ok: false, error: { cause: 'not-now' } });
});
