import { expect, it, test } from 'vitest';
import { planDrainRights, separateNamespaces, sumOfRights } from '../../../../electron/features/nodes/plan-drain-rights.ts';
import type { DrainRight } from '../../../../shared/drain-access.ts';
import { options } from './drain-objects.ts';

const places = { nodes: ['a', 'b'], namespaces: ['shop'], daemonSets: [] };
const find = (verb: string, resource: string, namespaces: readonly string[]) =>
  planDrainRights({ ...places, namespaces }, options()).find((right) => right.verb === verb && right.resource === resource);

test('a few namespaces are watched one by one, many by one watch over all of them; evictions are asked for in each', () => {
  const many = Array.from({ length: separateNamespaces + 1 }, (_, index) => `ns-${index}`);
  expect(find('watch', 'pods', many.slice(1))?.places).toHaveLength(separateNamespaces);
  expect(find('watch', 'pods', many)?.places).toEqual([{ namespace: '', names: [] }]);
  const eviction = planDrainRights({ ...places, namespaces: many }, options()).find(({ subresource }) => subresource === 'eviction');
  expect(eviction?.places).toHaveLength(many.length);
});

test('nodes are read and patched by name, DaemonSets too: a Role may name them', () => {
  expect(find('patch', 'nodes', ['shop'])?.places).toEqual([{ namespace: '', names: ['a', 'b'] }]);
  const daemonSets = [
    { namespace: 'shop', name: 'x' },
    { namespace: 'log', name: 'y' },
    { namespace: 'shop', name: 'z' },
  ];
  const right = planDrainRights({ ...places, daemonSets }, options()).find(({ resource }) => resource === 'daemonsets');
  expect(right?.places).toEqual([
    { namespace: 'shop', names: ['x', 'z'] },
    { namespace: 'log', names: ['y'] },
  ]);
});

it.each<[DrainRight['answer'], readonly (readonly [DrainRight['need'], DrainRight['answer']])[]]>([
  ['allowed', []],
  [
    'allowed',
    [
      ['run', 'allowed'],
      ['better', 'denied'],
    ],
  ],
  [
    'unknown',
    [
      ['run', 'allowed'],
      ['run', 'unknown'],
    ],
  ],
  [
    'denied',
    [
      ['run', 'unknown'],
      ['run', 'denied'],
    ],
  ],
])('%s is the sum of %j', (sum, rights) => {
  expect(sumOfRights(rights.map(([need, answer]) => ({ need, answer })))).toBe(sum);
});
