import { expect, it } from 'vitest';
import { nodePlaceOf } from '../../../../electron/features/nodes/node-place.ts';

const node = (labels: unknown) => ({ metadata: { labels } });

it.each<[string, unknown, string, string]>([
  [
    'the zone label of today counts before the old one',
    { 'topology.kubernetes.io/zone': 'a', 'failure-domain.beta.kubernetes.io/zone': 'b' },
    'a',
    '',
  ],
  ['the old one does where there is no other', { 'failure-domain.beta.kubernetes.io/zone': 'b' }, 'b', ''],
  ['the pool of a managed node group', { 'eks.amazonaws.com/nodegroup': 'general' }, '', 'general'],
  ['the pool of Karpenter', { 'karpenter.sh/nodepool': 'spot', 'topology.kubernetes.io/zone': 'c' }, 'c', 'spot'],
  ['an empty label says nothing', { 'k8s.scaleway.com/pool-name': '', nodepool: 'x' }, '', 'x'],
  ['odd labels say nothing', ['topology.kubernetes.io/zone'], '', ''],
  ['no labels', undefined, '', ''],
])('%s', (_, labels, zone, pool) => {
  expect(nodePlaceOf(node(labels))).toEqual({ zone, pool });
});
