import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectNodes } from '../../../../../electron/features/nodes/project-nodes.ts';
import { type CapacityInput, planCapacity } from '../../../../../electron/features/overview/capacity/plan-capacity.ts';
import { PodBook } from '../../../../../electron/features/overview/pod-book.ts';
import { projectPods } from '../../../../../electron/features/workloads/project-pods.ts';
import { capacityByPool, overCommitment } from '../../../../../shared/pool-capacity.ts';
import { rowsOfObjects } from '../problems/facts-of-objects.ts';
import { nodeOf, podOf, ready, running, silent } from '../problems/objects.ts';

const gi = 2 ** 30;
type NodeObject = ReturnType<typeof nodeOf>;
type PodObject = ReturnType<typeof podOf>;

function capacityOf(
  nodes: readonly NodeObject[],
  pods: readonly PodObject[] = [],
  objects: readonly object[] = [],
  more: Partial<CapacityInput> = {},
) {
  const book = new PodBook();
  for (const pod of pods) book.set(projectPods.project(pod));
  return planCapacity({
    nodes: nodes.map((node) => projectNodes.project(node)),
    rows: rowsOfObjects(objects),
    requestedOn: (node) => book.requestedOn(node),
    usedOn: () => null,
    poolOf: () => 'pool',
    podsWithoutRequests: book.withoutRequests,
    usedOnAverage: null,
    ...more,
  });
}

let pods = 0;
function podOn(nodeName: string, cpu: string, memory: string) {
  return podOf('api', String(pods++), running, {
    spec: { nodeName, containers: [{ name: 'main', resources: { requests: { cpu, memory }, limits: { cpu: '4' } } }] },
  });
}

test('the largest pod that fits is that of one node, CPU and memory together', () => {
  // n1 has CPU left and no memory, n2 the other way round, n3 some of both.
  const nodes = ['n1', 'n2', 'n3'].map((name) => nodeOf(name, [ready]));
  const asked = [podOn('n1', '100m', '15Gi'), podOn('n2', '3900m', '1Gi'), podOn('n3', '2', '8Gi')];
  expect(capacityOf(nodes, asked).largestFit).toEqual({ node: 'n3', cpu: 2000, memory: 8 * gi });
});

test('nodes that take no pods have no room, however empty they are', () => {
  const full = nodeOf('full', [ready]);
  const nodes = [
    nodeOf('silent', [silent]),
    nodeOf('cordoned', [ready], { spec: { unschedulable: true } }),
    nodeOf('control', [ready], { spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } }),
    { ...full, status: { ...full.status, allocatable: { cpu: '4', memory: '16Gi', pods: '1' } } },
  ];
  expect(capacityOf(nodes, [podOn('full', '1m', '1Mi')]).largestFit).toBeNull();
  expect(capacityOf([]).largestFit).toBeNull();
});

test('nodes say what is asked for, bounded and there; pools sum them, and over-commitment is limits over allocatable', () => {
  const { nodes } = capacityOf(
    [nodeOf('b', [ready]), nodeOf('a', [silent])],
    [podOn('a', '1', '1Gi'), podOn('a', '1', '1Gi'), podOn('b', '1', '1Gi')],
  );
  expect(nodes).toMatchObject([
    {
      name: 'a',
      ready: false,
      cpu: { used: null, requested: 2000, limits: 8000, allocatable: 4000 },
      pods: { requested: 2, allocatable: 110 },
    },
    { name: 'b', ready: true, cpu: { requested: 1000 } },
  ]);
  const pool = capacityByPool(nodes).get('pool');
  expect(pool).toMatchObject({
    nodes: 2,
    cpu: { used: null, requested: 3000, limits: 12000, allocatable: 8000 },
    memory: { requested: 3 * gi },
  });
  expect(pool && overCommitment(pool.cpu)).toBe(1.5);
  expect(overCommitment({ used: null, requested: 0, limits: null, allocatable: 4 })).toBeNull();
});

test('what is asked for and not used is waste, where use was measured', () => {
  const nodes = [nodeOf('n1', [ready])];
  const asked = [podOn('n1', '3', '1Gi')];
  expect(capacityOf(nodes, asked).waste).toEqual({ cpu: null, memory: null, since: null });
  expect(capacityOf(nodes, asked, [], { usedOnAverage: { cpu: 1000, memory: 2 * gi, since: 7 } }).waste).toEqual({
    cpu: 2000,
    memory: 0,
    since: 7,
  });
});

test('quotas and LimitRanges line by line, the fullest quota first', () => {
  const objects = [
    {
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: 'a' },
      status: { hard: { pods: '10', 'requests.cpu': '4' }, used: { pods: '2', 'requests.cpu': '3500m' } },
    },
    {
      kind: 'LimitRange',
      metadata: { name: 'l', namespace: 'a' },
      spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' }, max: { memory: '2Gi' } }] },
    },
  ];
  const { quotas, limitRanges } = capacityOf([], [], objects);
  expect(quotas?.map(({ resource, ratio }) => [resource, ratio])).toEqual([
    ['requests.cpu', 0.875],
    ['pods', 0.2],
  ]);
  expect(limitRanges).toEqual([
    { namespace: 'a', name: 'l', type: 'Container', resource: 'cpu', min: '', max: '', defaultRequest: '100m', defaultLimit: '1' },
    { namespace: 'a', name: 'l', type: 'Container', resource: 'memory', min: '', max: '2Gi', defaultRequest: '', defaultLimit: '' },
  ]);
  expect(capacityOf([], [], [], { rows: rowsOfObjects([], ['resourcequotas', 'limitranges']) })).toMatchObject({
    quotas: null,
    limitRanges: null,
  });
});

test('no node has more room than the largest fit in both', () => {
  const cpu = fc.integer({ min: 1, max: 4500 });
  const memory = fc.integer({ min: 1, max: 17_000 });
  fc.assert(
    fc.property(fc.array(fc.record({ cpu, memory }), { maxLength: 8 }), (rooms) => {
      const nodes = rooms.map((_, index) => nodeOf(`n${index}`, [ready]));
      const asked = rooms.map((room, index) => podOn(`n${index}`, `${room.cpu}m`, `${room.memory}Mi`));
      const { largestFit } = capacityOf(nodes, asked);
      const left = rooms
        .map((room) => ({ cpu: 4000 - room.cpu, memory: 16 * gi - room.memory * 2 ** 20 }))
        .filter((one) => one.cpu > 0 && one.memory > 0);
      expect(largestFit === null).toBe(left.length === 0);
      if (largestFit !== null) expect(left.some((one) => one.cpu > largestFit.cpu && one.memory > largestFit.memory)).toBe(false);
    }),
  );
});
