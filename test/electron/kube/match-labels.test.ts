import { expect, it } from 'vitest';
import { labelMatcher } from '../../../electron/kube/match-labels.ts';

const labels = { app: 'web', tier: 'front', empty: '' };
const expression = (key: string, operator: string, ...values: string[]) => ({ matchExpressions: [{ key, operator, values }] });

it.each<[string, unknown, boolean]>([
  ['no selector selects nothing', undefined, false],
  ['null selects nothing', null, false],
  ['an empty one selects everything', {}, true],
  ['all of matchLabels', { matchLabels: { app: 'web', tier: 'front' } }, true],
  ['not some of them', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['an empty value is a value', { matchLabels: { empty: '' } }, true],
  ['an absent label is not an empty one', { matchLabels: { none: '' } }, false],
  ['inherited names are no labels', expression('toString', 'Exists'), false],
  ['In', expression('app', 'In', 'api', 'web'), true],
  ['In, another value', expression('app', 'In', 'api'), false],
  ['In, absent', expression('none', 'In', 'web'), false],
  ['NotIn', expression('app', 'NotIn', 'api'), true],
  ['NotIn, the value', expression('app', 'NotIn', 'web'), false],
  ['NotIn, absent', expression('none', 'NotIn', 'web'), true],
  ['Exists', expression('empty', 'Exists'), true],
  ['Exists, absent', expression('none', 'Exists'), false],
  ['DoesNotExist', expression('none', 'DoesNotExist'), true],
  ['DoesNotExist, there', expression('app', 'DoesNotExist'), false],
  ['labels and expressions together', { matchLabels: { app: 'web' }, ...expression('tier', 'In', 'back') }, false],
  ['In without values is invalid: nothing', expression('app', 'In'), false],
  ['NotIn without values is invalid: nothing', expression('none', 'NotIn'), false],
  ['Exists with values is invalid: nothing', expression('app', 'Exists', 'web'), false],
  ['an unknown operator is invalid: nothing', expression('app', 'Gt', '1'), false],
])('%s', (_, selector, selected) => {
  expect(labelMatcher(selector)(labels)).toBe(selected);
});
