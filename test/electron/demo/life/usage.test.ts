import { expect, it } from 'vitest';
import { ClusterState } from '../../../../electron/demo/cluster-state.ts';
import { createUsage } from '../../../../electron/demo/life/usage.ts';
import { pod } from '../test-objects.ts';

function usageWith(ready: string) {
  const state = new ClusterState();
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' }, status: { conditions: [{ type: 'Ready', status: ready }] } };
  state.create('nodes', node);
  state.create('pods', pod('shop', 'web'));
  const usage = createUsage(state, () => false);
  const [stored] = state.list('pods');
  return { node: usage.node(node), container: stored === undefined ? undefined : usage.container(stored, 'app') };
}

it('has samples of a node that answers and of its pods', () => {
  const { node, container } = usageWith('True');
  expect(node?.cpuMillicores).toBeGreaterThan(90);
  expect(container?.memoryBytes).toBeGreaterThan(0);
});

it('has none of a node that is silent, nor of its pods', () => {
  expect(usageWith('Unknown')).toEqual({ node: null, container: null });
});
