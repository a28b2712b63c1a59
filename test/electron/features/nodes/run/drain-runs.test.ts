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
