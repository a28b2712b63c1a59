import { expect, it, test } from 'vitest';
import { dryRunAnswerOf, dryRunDrain } from '../../../../electron/features/nodes/dry-run-drain.ts';
import type { RunWrite, WriteAnswer } from '../../../../electron/features/nodes/run/run-writes.ts';
import { asContextId } from '../../../../shared/context-id.ts';
import type { DryRunAnswer } from '../../../../shared/drain-access.ts';
import { options } from './drain-objects.ts';
import { cut, statusError } from './run/run-world.ts';

const message = 'The disruption budget web needs 2 healthy pods and has 2 currently';

it.each<[string, WriteAnswer, DryRunAnswer]>([
  ['a yes', { type: 'done' }, { answer: 'goes' }],
  [
    'a budget: its name and the cause that kubectl hides',
    { type: 'failed', error: statusError(429, { causes: [{ reason: 'DisruptionBudget', message, field: '' }] }) },
    { answer: 'refused', code: 429, budget: 'web', message },
  ],
  [
    'two budgets',
    { type: 'failed', error: statusError(500, { message: 'This pod has more than one PodDisruptionBudget, …' }) },
    { answer: 'refused', code: 500, budget: '', message: 'This pod has more than one PodDisruptionBudget, …' },
  ],
  ['a webhook', { type: 'failed', error: statusError(400) }, { answer: 'refused', code: 400, budget: '', message: 'answer 400' }],
  ['no such pod', { type: 'failed', error: statusError(404) }, { answer: 'gone' }],
  ['another pod of its name', { type: 'failed', error: statusError(409) }, { answer: 'gone' }],
  ['a server that fails', { type: 'failed', error: statusError(503) }, { answer: 'unknown', error: statusError(503) }],
  ['no answer', { type: 'unknown', error: cut }, { answer: 'unknown', error: cut }],
  [
    'a guardrail of ours',
    { type: 'denied', error: { kind: 'protected', reason: 'r', demand: 'deny' } },
    { answer: 'unknown', error: { kind: 'protected', reason: 'r', demand: 'deny' } },
  ],
])('%s', (_what, answer, expected) => {
  expect(dryRunAnswerOf(answer)).toEqual(expected);
});

test('answers come in the order of the pods, whatever the order in which the server gives them', async () => {
  const pods = Array.from({ length: 30 }, (_, index) => ({ namespace: 'shop', name: `p${index}`, uid: `u${index}` }));
  const waiting: (() => void)[] = [];
  const tried: RunWrite[] = [];
  const answered = dryRunDrain(
    { contextId: asContextId('f#c'), pods, options: options({ gracePeriodSeconds: 5 }) },
    (_contextId, write) => {
      tried.push(write);
      const answer: WriteAnswer = write.target.uid === 'u7' ? { type: 'failed', error: statusError(404) } : { type: 'done' };
      // Half of them are answered last.
      return tried.length % 2 === 0 ? new Promise((resolve) => waiting.push(() => resolve(answer))) : Promise.resolve(answer);
    },
    { now: () => 5 },
  );
  while (tried.length < pods.length) {
    await Promise.resolve();
    waiting.pop()?.();
  }
  for (const answer of waiting.splice(0)) answer();
  const result = await answered;
  expect(result.pods.map(({ uid }) => uid)).toEqual(pods.map(({ uid }) => uid));
  expect(result.pods.filter(({ outcome }) => outcome.answer !== 'goes')).toEqual([{ uid: 'u7', outcome: { answer: 'gone' } }]);
  expect(new Set(tried.map(({ target }) => target.uid)).size).toBe(30);
  expect(tried[0]?.body).toMatchObject({ deleteOptions: { gracePeriodSeconds: 5, preconditions: { uid: 'u0' } } });
});
