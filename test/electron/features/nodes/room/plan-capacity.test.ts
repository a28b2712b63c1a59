import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type ClassFacts, claimFactsOf, classFactsOf, volumeFactsOf } from '../../../../../electron/features/nodes/room/volume-facts.ts';
import { node, pod, type RoomPodTraits, roomOf } from './room-objects.ts';

const old = node('old');
const answersOf = ({ pods }: ReturnType<typeof roomOf>) => pods.map(({ fits, node: where }) => `${fits} ${where}`.trim());

test('pods are spread over what is left, and the sums say what that is', () => {
  const pods = [
    pod('a', { node: 'old', cpu: '2', memory: '1Gi' }),
    pod('b', { node: 'old', cpu: '2', memory: '1Gi' }),
    pod('c', { node: 'n1', cpu: '1', memory: '1Gi' }),
  ];
  const room = roomOf([old, node('n1'), node('n2')], pods);
  expect(answersOf(room)).toEqual(['probably n2', 'probably n1']);
  expect(room).toMatchObject({ fits: 'probably', nodes: 2, closedNodes: 0 });
  expect(
    room.resources.map(({ name, needed, free, allocatable, mostFreeOnOne, short }) => [
      name,
      needed,
      free,
      allocatable,
      mostFreeOnOne,
      short,
    ]),
  ).toEqual([
    ['cpu', 4000, 7000, 8000, 4000, false],
    ['memory', 2 * 2 ** 30, 15 * 2 ** 30, 16 * 2 ** 30, 8 * 2 ** 30, false],
    ['pods', 2, 219, 220, 110, false],
  ]);
});

test('what one pod takes is gone for the next: the sum is enough, no single node is', () => {
  const room = roomOf(
    [old, node('n1'), node('n2')],
    [pod('a', { node: 'old', cpu: '3' }), pod('b', { node: 'old', cpu: '3' }), pod('c', { node: 'old', cpu: '2' })],
  );
  expect(answersOf(room)).toEqual(['probably n1', 'probably n2', 'no']);
  expect(room.pods[2]).toMatchObject({
    reasons: [
      { nodes: 2, text: 'Insufficient cpu' },
      { nodes: 1, text: 'node(s) were unschedulable' },
    ],
    message: '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu.',
  });
  expect(room.fits).toBe('no');
  expect(room.resources[0]).toMatchObject({ name: 'cpu', short: true, mostFreeOnOne: 4000 });
});

test('no pod goes to a node that is drained by the same plan, cordoned or not Ready', () => {
  const room = roomOf(
    [old, node('old2'), node('cordoned', { unschedulable: true }), node('sick', { ready: false })],
    [pod('a', { node: 'old' }), pod('b', { node: 'old2', spec: { tolerations: [{ operator: 'Exists' }] } })],
    ['old', 'old2'],
  );
  expect(room).toMatchObject({ fits: 'no', nodes: 0, closedNodes: 2 });
  expect(room.pods[0]?.message).toBe('0/4 nodes are available: 1 node(s) were not ready, 3 node(s) were unschedulable.');
  // It tolerates being on a cordoned node, and everything else: but for those that are drained.
  expect(room.pods[1]).toMatchObject({ fits: 'probably', node: 'cordoned' });
});

test('a pod that is on its way out of another node still takes its room', () => {
  const leaving = pod('leaving', { node: 'n1', cpu: '3', deletionTimestamp: '2026-01-01T00:00:00Z' });
  expect(answersOf(roomOf([old, node('n1')], [pod('a', { node: 'old', cpu: '2' }), leaving]))).toEqual(['no']);
});

/** A pod on `old` with this spec, with one other node; `others` are pods on it. */
const one = (
  spec: object,
  traits: Parameters<typeof node>[1] = {},
  others: readonly ReturnType<typeof pod>[] = [],
  own: RoomPodTraits = {},
) =>
  roomOf([old, node('n1', traits)], [pod('a', { node: 'old', ...own, spec }), ...others]).pods[0]?.message.replace(
    /^0\/2 nodes are available: (.*), 1 node\(s\) were unschedulable\.$|^0\/2 nodes are available: 1 node\(s\) were unschedulable, (.*)\.$/,
    '$1$2',
  );
const terms = (key: string, operator: string, values?: readonly string[]) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, ...(values && { values }) }] }],
      },
    },
  },
});
const otherPods = (kind: 'podAffinity' | 'podAntiAffinity', topologyKey: string, more: object = {}) => ({
  affinity: {
    [kind]: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app: 'db' } }, ...more }],
    },
  },
});
const zone = 'topology.kubernetes.io/zone';
const db = { labels: { app: 'db' } };
const wrongNode = "1 node(s) didn't match Pod's node affinity/selector";

describe('one node is left', () => {
  it.each<[string, string | undefined, string]>([
    ['no requests', one({}), ''],
    ['a taint nobody tolerates', one({}, { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }), '1 node(s) had untolerated taint(s)'],
    ['a taint that only asks', one({}, { taints: [{ key: 'gpu', effect: 'PreferNoSchedule' }] }), ''],
    [
      'a taint that is tolerated by its value',
      one(
        { tolerations: [{ key: 'gpu', value: 'a100', effect: 'NoSchedule' }] },
        { taints: [{ key: 'gpu', value: 'a100', effect: 'NoSchedule' }] },
      ),
      '',
    ],
    [
      'another value',
      one({ tolerations: [{ key: 'gpu', value: 'h100' }] }, { taints: [{ key: 'gpu', value: 'a100', effect: 'NoExecute' }] }),
      '1 node(s) had untolerated taint(s)',
    ],
    ['a selector that fits', one({ nodeSelector: { disk: 'ssd' } }, { labels: { disk: 'ssd' } }), ''],
    ['a selector that does not', one({ nodeSelector: { disk: 'ssd' } }, { labels: { disk: 'hdd' } }), wrongNode],
    ['affinity In', one(terms('disk', 'In', ['ssd', 'nvme']), { labels: { disk: 'nvme' } }), ''],
    ['affinity NotIn', one(terms('disk', 'NotIn', ['ssd']), { labels: { disk: 'ssd' } }), wrongNode],
    ['affinity Exists', one(terms('disk', 'Exists')), wrongNode],
    ['affinity DoesNotExist', one(terms('disk', 'DoesNotExist')), ''],
    ['affinity Gt', one(terms('cores', 'Gt', ['9']), { labels: { cores: '10' } }), ''],
    ['affinity Lt with a word', one(terms('cores', 'Lt', ['9']), { labels: { cores: 'many' } }), wrongNode],
    ['affinity without values', one(terms('disk', 'In', []), { labels: { disk: '' } }), wrongNode],
    [
      'a port of the host that is taken',
      one({ containers: [{ name: 'c', ports: [{ hostPort: 80 }] }] }, {}, [
        pod('p', { node: 'n1', spec: { containers: [{ name: 'c', ports: [{ hostPort: 80, hostIP: '10.0.0.1' }] }] } }),
      ]),
      "1 node(s) didn't have free ports for the requested pod ports",
    ],
    [
      'the same port of another address',
      one({ containers: [{ name: 'c', ports: [{ hostPort: 80, hostIP: '10.0.0.2' }] }] }, {}, [
        pod('p', { node: 'n1', spec: { containers: [{ name: 'c', ports: [{ hostPort: 80, hostIP: '10.0.0.1' }] }] } }),
      ]),
      '',
    ],
    ['no place for one more', one({}, { allocatable: { pods: '0' } }), '1 Too many pods'],
    [
      'not enough of two things: both are said',
      one({ containers: [{ name: 'c', resources: { requests: { cpu: '5', 'nvidia.com/gpu': '1' } } }] }),
      '1 Insufficient cpu, 1 Insufficient nvidia.com/gpu',
    ],
    ['affinity to a pod that is there', one(otherPods('podAffinity', zone), {}, [pod('db', { node: 'n1', ...db })]), ''],
    ['affinity to a pod that is nowhere', one(otherPods('podAffinity', zone)), "1 node(s) didn't match pod affinity rules"],
    ['affinity to its like, of which it is the first', one(otherPods('podAffinity', zone), {}, [], db), ''],
    [
      'affinity to a pod of another namespace',
      one(otherPods('podAffinity', zone, { namespaces: ['data'] }), {}, [pod('db', { node: 'n1', ...db, namespace: 'data' })]),
      '',
    ],
    [
      'anti-affinity to a pod that is there',
      one(otherPods('podAntiAffinity', zone), {}, [pod('db', { node: 'n1', ...db })]),
      "1 node(s) didn't match pod anti-affinity rules",
    ],
    [
      'anti-affinity by a key the node does not have',
      one(otherPods('podAntiAffinity', 'rack'), {}, [pod('db', { node: 'n1', ...db })]),
      '',
    ],
    [
      'a pod there does not want it',
      one({}, {}, [pod('b', { node: 'n1', labels: {}, spec: otherPods('podAntiAffinity', zone) })], db),
      "1 node(s) didn't satisfy existing pods anti-affinity rules",
    ],
  ])('%s', (_what, message, expected) => {
    expect(message).toBe(expected);
  });
});

const spread = (more: object = {}) => ({
  topologySpreadConstraints: [
    { topologyKey: zone, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } }, ...more },
  ],
});

test('topology spread counts the zone of the drained node, although nothing goes there: the scheduler does, while the node is there', () => {
  const nodes = [node('old', { labels: { [zone]: 'b' } }), node('n1')];
  const pods = [pod('a', { node: 'old', spec: spread() }), pod('b', { node: 'n1' })];
  expect(roomOf(nodes, pods).pods[0]?.message).toBe(
    "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable.",
  );
  // A cordoned node has a taint: with this policy it is not counted.
  const tainted = [node('old', { labels: { [zone]: 'b' }, taints: [{ key: 'x', effect: 'NoSchedule' }] }), node('n1')];
  const honours = [pod('a', { node: 'old', spec: spread({ nodeTaintsPolicy: 'Honor' }) }), pod('b', { node: 'n1' })];
  expect(roomOf(tainted, honours).fits).toBe('probably');
});

test('a node without the key of a spread constraint is refused by name of it', () => {
  const room = roomOf([old, node('n1')], [pod('a', { node: 'old', spec: spread({ topologyKey: 'rack' }) })]);
  expect(room.pods[0]?.reasons[0]?.text).toBe("node(s) didn't match pod topology spread constraints (missing required label)");
});

test('pods that need each other find room once the other has it', () => {
  const friend = {
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } } },
        ],
      },
    },
  };
  const room = roomOf([old, node('n1')], [pod('a', { node: 'old', spec: friend }), pod('b', { node: 'old', ...db })]);
  expect(answersOf(room)).toEqual(['probably n1', 'probably n1']);
});

describe('volumes', () => {
  const claim = (name: string, volume: string, more: object = {}) =>
    claimFactsOf({ metadata: { namespace: 'shop', name, ...more }, spec: { volumeName: volume, storageClassName: 'fast' }, status: {} });
  const volume = (name: string, zoneOf: string, more: object = {}) =>
    volumeFactsOf({
      metadata: { name },
      spec: {
        csi: { driver: 'disk.csi', volumeHandle: name },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: 'In', values: [zoneOf] }] }] } },
        ...more,
      },
    });
  const fast: ClassFacts = classFactsOf({ metadata: { name: 'fast' }, provisioner: 'disk.csi', volumeBindingMode: 'WaitForFirstConsumer' });
  const facts = (claims: readonly ReturnType<typeof claim>[], volumes: readonly ReturnType<typeof volume>[], limit?: number) => ({
    storage: {
      claims: new Map(claims.map((each) => [`shop/${each.name}`, each])),
      volumes: new Map(volumes.map((each) => [each.name, each])),
      classes: new Map([['fast', fast]]),
      limits: new Map(limit === undefined ? [] : [['n1', new Map([['disk.csi', limit]])]]),
    },
  });
  const withClaim = (name: string, on = 'old') =>
    pod(`of-${name}`, { node: on, spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] } });
  const nodes = [old, node('n1'), node('n2', { labels: { [zone]: 'b' } })];

  test('a volume is reached from its zone only', () => {
    expect(answersOf(roomOf(nodes, [withClaim('data')], ['old'], facts([claim('data', 'v')], [volume('v', 'b')])))).toEqual([
      'probably n2',
    ]);
    const nowhere = roomOf(nodes, [withClaim('data')], ['old'], facts([claim('data', 'v')], [volume('v', 'c')]));
    expect(nowhere.pods[0]?.message).toContain("2 node(s) didn't match PersistentVolume's node affinity");
  });

  test('a claim that is not there, goes, or waits for a volume says so for all nodes', () => {
    const messageOf = (...claims: ReturnType<typeof claim>[]) =>
      roomOf(nodes, [withClaim('data')], ['old'], facts(claims, [])).pods[0]?.message;
    expect(messageOf()).toBe('0/3 nodes are available: persistentvolumeclaim "data" not found.');
    expect(messageOf(claim('data', 'v', { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toContain(
      'persistentvolumeclaim "data" is being deleted.',
    );
    expect(messageOf(claim('data', 'v'))).toContain('persistentvolume "v" not found.');
  });

  test('a node takes as many volumes as its driver says, each counted once', () => {
    const claims = [claim('data', 'v'), claim('more', 'w')];
    const volumes = [volume('v', 'a'), volume('w', 'a')];
    const both = [withClaim('data'), withClaim('more', 'n1')];
    expect(roomOf([old, node('n1')], both, ['old'], facts(claims, volumes, 2)).fits).toBe('probably');
    const full = roomOf([old, node('n1')], both, ['old'], facts(claims, volumes, 1));
    expect(full.pods[0]?.reasons.map(({ text }) => text)).toContain('node(s) exceed max volume count');
    // The same volume, from the same node.
    const shared = [withClaim('data'), pod('other', { node: 'n1', spec: { volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] } })];
    expect(roomOf([old, node('n1')], shared, ['old'], facts(claims, volumes, 1)).fits).toBe('probably');
  });

  test('volumes that could not be read are unknown, never fine; but a pod without room has none', () => {
    const pods = [withClaim('data')];
    expect(roomOf(nodes, pods)).toMatchObject({ fits: 'unknown', pods: [{ fits: 'unknown', node: '' }] });
    expect(roomOf([old], pods)).toMatchObject({ fits: 'no' });
  });

  test('an ephemeral claim is made anew where the class makes volumes', () => {
    const volumes = [{ name: 'tmp', ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'there' } } } }];
    const there = classFactsOf({
      metadata: { name: 'there' },
      provisioner: 'disk.csi',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowedTopologies: [{ matchLabelExpressions: [{ key: zone, values: ['b'] }] }],
    });
    const { storage } = facts([], []);
    const room = roomOf(nodes, [pod('a', { node: 'old', spec: { volumes } })], ['old'], {
      storage: { ...storage, classes: new Map([['there', there]]) },
    });
    expect(answersOf(room)).toEqual(['probably n2']);
  });
});

test('what is not reckoned with is unknown, and takes room all the same', () => {
  const room = roomOf(
    [old, node('n1')],
    [pod('a', { node: 'old', cpu: '3', spec: { schedulerName: 'volcano' } }), pod('b', { node: 'old', cpu: '2' })],
  );
  expect(room.pods.map(({ fits, message }) => [fits, message])).toEqual([
    ['unknown', 'it is scheduled by volcano'],
    ['no', '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) were unschedulable.'],
  ]);
});

test('labels of namespaces that could not be read leave an answer open only where a rule selects by them', () => {
  const spec = otherPods('podAntiAffinity', zone, { namespaceSelector: { matchLabels: { team: 'data' } } });
  const pods = [pod('a', { node: 'old', spec }), pod('b', { node: 'old' }), pod('db', { node: 'n1', ...db, namespace: 'other' })];
  expect(roomOf([old, node('n1')], pods, ['old'], { namespaces: null }).pods.map(({ fits }) => fits)).toEqual(['unknown', 'probably']);
  const labels = new Map([['other', { team: 'data' }]]);
  expect(roomOf([old, node('n1')], pods, ['old'], { namespaces: labels }).pods.map(({ fits }) => fits)).toEqual(['no', 'probably']);
});

test('whatever moves where: no node holds more than it can, and who finds no room really does not fit anywhere', () => {
  const size = fc.integer({ min: 0, max: 5000 });
  const nodeArbitrary = fc.record({ cpu: size, memory: size, pods: fc.integer({ min: 0, max: 6 }) });
  const podArbitrary = fc.record({ cpu: size, memory: size, on: fc.integer({ min: 0, max: 4 }) });
  fc.assert(
    fc.property(fc.array(nodeArbitrary, { minLength: 1, maxLength: 4 }), fc.array(podArbitrary, { maxLength: 14 }), (sizes, wanted) => {
      const nodes = sizes.map(({ cpu, memory, pods }, index) =>
        node(`n${index}`, { allocatable: { cpu: `${cpu}m`, memory: String(memory), pods: String(pods) } }),
      );
      const pods = wanted.map(({ cpu, memory, on }, index) =>
        pod(`p${index}`, { node: on < nodes.length ? `n${on}` : 'old', cpu: `${cpu}m`, memory: String(memory) }),
      );
      const room = roomOf([...nodes, old], pods);
      const taken = new Map(nodes.map(({ name }) => [name, { cpu: 0, memory: 0, pods: 0 }]));
      const put = (uid: string, where: string) => {
        const at = taken.get(where);
        const each = wanted[Number(uid.slice(1))];
        if (at === undefined || each === undefined) throw new Error(`${uid} cannot be on ${where}`);
        taken.set(where, { cpu: at.cpu + each.cpu, memory: at.memory + each.memory, pods: at.pods + 1 });
      };
      for (const { uid, node: where } of pods) if (where !== 'old') put(uid, where);
      const before = new Map(taken);
      for (const { uid, fits, node: where } of room.pods) if (fits === 'probably') put(uid, where);
      sizes.forEach((own, index) => {
        const now = taken.get(`n${index}`);
        const then = before.get(`n${index}`);
        if (now === undefined || then === undefined) throw new Error('a node is missing');
        // Nodes that were too full before are left as they were.
        for (const name of ['cpu', 'memory', 'pods'] as const) if (now[name] > own[name]) expect(now[name]).toBe(then[name]);
        for (const { uid, fits } of room.pods) {
          if (fits !== 'no') continue;
          const each = wanted[Number(uid.slice(1))];
          const more = (name: 'cpu' | 'memory') => (each?.[name] ?? 0) > 0 && now[name] + (each?.[name] ?? 0) > own[name];
          expect(more('cpu') || more('memory') || now.pods + 1 > own.pods).toBe(true);
        }
      });
      expect(room.fits).toBe(room.pods.some(({ fits }) => fits === 'no') ? 'no' : 'probably');
    }),
  );
});
