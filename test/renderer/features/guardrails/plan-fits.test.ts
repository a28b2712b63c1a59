import { expect, it } from 'vitest';
import { fittingContexts, planFits } from '../../../../renderer/features/guardrails/plan-fits.ts';
import { contextIdOf } from '../../../../shared/context-id.ts';
import type { ContextView, Environment } from '../../../../shared/context-view.ts';

const file = '/home/me/.kube/config';
const context = (name: string, environment: Environment = 'dev', displayName = name): ContextView => ({
  id: contextIdOf(file, name),
  file,
  name,
  displayName,
  cluster: name,
  user: name,
  namespace: '',
  server: '127.0.0.1:6443',
  provider: null,
  environment,
  environmentFrom: 'name',
  colour: 1,
  group: '',
  pinned: false,
  broken: null,
  warnings: [],
});
const contexts = [context('eks-prod', 'prod'), context('prod-eu', 'prod'), context('lab'), context('arn:1', 'unknown', 'Live')];
const names = (list: readonly ContextView[] | undefined) => list?.map(({ name }) => name);

it('a line decides for the contexts that no line above it fits, by name or alias', () => {
  const { fits, rest } = planFits(
    [
      { key: 7, pattern: 'eks*', grade: 'read-only' },
      { key: 2, pattern: '*PROD*', grade: 'protected' },
      { key: 5, pattern: 'live', grade: 'open' },
      { key: 9, pattern: '', grade: 'open' },
    ],
    contexts,
  );
  expect(names(fits.get(7)?.decides)).toEqual(['eks-prod']);
  expect([names(fits.get(2)?.decides), names(fits.get(2)?.above)]).toEqual([['prod-eu'], ['eks-prod']]);
  expect(names(fits.get(5)?.decides)).toEqual(['arn:1']);
  expect(fits.get(9)).toEqual({ decides: [], above: [] });
  expect([...rest].map(([grade, list]) => [grade, names(list)])).toEqual([['open', ['lab']]]);
});

it('a rule without contexts fits all', () => {
  expect(names(fittingContexts('', contexts))).toEqual(['eks-prod', 'prod-eu', 'lab', 'arn:1']);
  expect(names(fittingContexts(' lab ', contexts))).toEqual(['lab']);
});
