import { expect, test } from 'vitest';
import { workloadSelector } from '../../../../../electron/features/logs/sources/workload-selector.ts';

/* As kubectl's SelectorsForObject (polymorphichelpers/helpers.go) and metav1.LabelSelectorAsSelector. */

test.each([
  ['matchLabels', { matchLabels: { b: '2', a: '1' } }, { text: 'a=1,b=2' }],
  [
    'matchExpressions',
    {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['b', 'a'] },
        { key: 'env', operator: 'NotIn', values: ['dev'] },
        { key: 'x', operator: 'Exists' },
        { key: 'y', operator: 'DoesNotExist' },
      ],
    },
    { text: 'app=web,env notin (dev),tier in (a,b),x,!y' },
  ],
  ['an operator that is none', { matchExpressions: [{ key: 'a', operator: 'Near', values: ['b'] }] }, 'invalid'],
  ['In without values', { matchExpressions: [{ key: 'a', operator: 'In', values: [] }] }, 'invalid'],
  ['the map of a Service', { app: 'web', tier: 'front' }, { text: 'app=web,tier=front' }],
  ['one that selects everything', {}, 'none'],
  ['an empty LabelSelector', { matchLabels: {} }, 'none'],
  ['no selector', undefined, 'none'],
  ['null', null, 'none'],
] as const)('%s', (_, selector, expected) => {
  expect(workloadSelector({ spec: { selector } })).toEqual(expected);
});

test('an object without a selector may say it as the scale subresource does', () => {
  expect(workloadSelector({ spec: {}, status: { selector: 'app=web' } })).toEqual({ text: 'app=web' });
  expect(workloadSelector({})).toBe('none');
});
