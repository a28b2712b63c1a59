import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { planNodePools, poolKeyOfNode } from '../../../../../electron/features/overview/provider/plan-node-pools.ts';
import { karpenterPoolOf, ovhPoolOf } from '../../../../../electron/features/overview/provider/pool-objects.ts';
import { readAutoscalerStatus } from '../../../../../electron/features/overview/provider/read-autoscaler-status.ts';
import type { NodePool, PoolNode } from '../../../../../shared/node-pool.ts';
import { madeNode, noExtras, poolNode, poolNodeOf, providerFixture } from './made-pool-nodes.ts';

/** The one pool that these nodes are. */
function only(nodes: readonly PoolNode[], extras = noExtras): NodePool {
  const pools = planNodePools(nodes, extras);
  expect(pools).toHaveLength(1);
  return pools[0] as NodePool;
}

test.each<[string, Partial<NodePool>]>([
  [
    'scaleway',
    {
      name: 'default',
      id: '66666666-ffff-4000-8111-000000000001',
      kind: 'scaleway',
      infrastructure: 'scaleway',
      zones: ['fr-par-1'],
      regions: ['fr-par'],
      instanceTypes: ['PRO2-XS'],
    },
  ],
  ['scaleway-full-isolation', { name: 'private', kind: 'scaleway', zones: ['fr-par-1'] }],
  ['scaleway-no-private-network', { name: 'default', kind: 'scaleway', behind: 12 }],
  [
    'ovh',
    {
      name: 'nodepool-00000000-1111-4222-8333-000000000001',
      kind: 'ovh',
      infrastructure: 'ovh',
      zones: [],
      regions: ['GRA7'],
      instanceTypes: ['77777777-0000-4111-8222-000000000001'],
    },
  ],
  ['ovh-named-flavor', { name: 'general', kind: 'ovh', instanceTypes: ['b3-16'], cordoned: 1, taints: [] }],
  [
    'eks',
    {
      name: 'general',
      kind: 'eks-node-group',
      infrastructure: 'aws',
      zones: ['eu-west-3a'],
      instanceTypes: ['m6i.large'],
      capacityTypes: ['on-demand'],
    },
  ],
  ['eks-karpenter', { name: 'burst', kind: 'karpenter', instanceTypes: ['c7g.xlarge'], capacityTypes: ['spot'], architectures: ['arm64'] }],
  ['gke', { name: 'default-pool', kind: 'gke', infrastructure: 'gcp', instanceTypes: ['e2-standard-4'], capacityTypes: ['on-demand'] }],
  ['aks', { name: 'nodepool1', kind: 'aks', infrastructure: 'azure', zones: ['francecentral-1'], instanceTypes: ['Standard_D4ds_v5'] }],
  [
    'exoscale',
    { name: '99999999-2222-4333-8444-000000000001', kind: 'exoscale', infrastructure: 'exoscale', instanceTypes: ['standard.large'] },
  ],
  ['digitalocean', { name: 'pool-blog', id: 'cccccccc-5555-4666-8777-000000000001', kind: 'digitalocean', zones: [], regions: ['fra1'] }],
  ['hetzner-k3s', { name: 'edge-pool', kind: 'hetzner', infrastructure: 'hetzner', zones: ['fsn1-dc14'], instanceTypes: ['cx32'] }],
  ['k3s-bare', { key: '', name: '', kind: null, infrastructure: 'unknown', instanceTypes: [], bounds: { known: false, why: 'no-pool' } }],
  [
    'kind',
    {
      key: '',
      name: '',
      kind: null,
      infrastructure: 'local',
      taints: [{ key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' }],
    },
  ],
  ['minikube', { key: '', name: '', kind: null }],
])('node %s is of its pool', (fixture, expected) => {
  expect(only([poolNode(fixture)])).toMatchObject({ count: 1, ready: 1, oldestAt: Date.parse('2026-11-18T07:59:02Z'), ...expected });
});

describe('pools', () => {
  it('are one row each, by name; nodes of which nothing says their pool are one row without a name, at the end', () => {
    const nodes = [madeNode({ name: 'x' }), poolNode('eks'), poolNode('eks-karpenter'), madeNode({ name: 'y' })];
    expect(planNodePools(nodes, noExtras).map((pool) => [pool.name, pool.nodes])).toEqual([
      ['burst', ['ip-10-0-13-56.eu-west-3.compute.internal']],
      ['general', ['ip-10-0-12-34.eu-west-3.compute.internal']],
      ['', ['x', 'y']],
    ]);
  });

  it('of DigitalOcean are told apart by id, and a renamed one has the name of its youngest node', () => {
    const labels = (name: string, id: string) => ({ 'doks.digitalocean.com/node-pool': name, 'doks.digitalocean.com/node-pool-id': id });
    const pools = planNodePools(
      [
        madeNode({ name: 'a', labels: labels('old', '1'), createdAt: 1_000 }),
        madeNode({ name: 'b', labels: labels('new', '1'), createdAt: 2_000 }),
        madeNode({ name: 'c', labels: labels('new', '2'), createdAt: 1_000 }),
      ],
      noExtras,
    );
    expect(pools.map((pool) => [pool.name, pool.id, pool.nodes])).toEqual([
      ['new', '1', ['a', 'b']],
      ['new', '2', ['c']],
    ]);
  });

  it('named by a label that anybody may use are no provider’s, unless another fact says so', () => {
    const node = madeNode({ labels: { nodepool: 'general' }, providerID: 'openstack:///88888888-1111-4222-8333-000000000001' });
    expect(only([node])).toMatchObject({ kind: 'other', infrastructure: 'openstack', label: 'nodepool' });
    const ovhPools = { state: 'read', value: [ovhPoolOf({ metadata: { name: 'general' }, spec: {} })] } as const;
    expect(only([node], { ...noExtras, ovhPools })).toMatchObject({ kind: 'ovh', infrastructure: 'ovh' });
    expect(only([node], { ...noExtras, controlPlane: 'ovh' })).toMatchObject({ kind: 'ovh', infrastructure: 'ovh' });
    expect(only([madeNode({ labels: { agentpool: 'p' } })])).toMatchObject({ kind: 'other' });
  });

  test.each([
    [
      'Cluster API',
      { 'cluster.x-k8s.io/owner-kind': 'MachineSet', 'cluster.x-k8s.io/owner-name': 'md-0-7f9c8d6b5x' },
      'cluster-api',
      'md-0',
    ],
    [
      'Cluster API',
      { 'cluster.x-k8s.io/owner-kind': 'KubeadmControlPlane', 'cluster.x-k8s.io/owner-name': 'prod-abcde' },
      'cluster-api',
      'prod-abcde',
    ],
    [
      'OpenShift',
      { 'machine.openshift.io/machine': 'openshift-machine-api/c-x7k2p-worker-eu-west-3a-9zq4d' },
      'openshift',
      'c-x7k2p-worker-eu-west-3a',
    ],
    ['Oracle', { 'oci.oraclecloud.com/node-pool-id': 'ocid1.nodepool.oc1.iad.a' }, 'oracle', 'ocid1.nodepool.oc1.iad.a'],
  ])('of %s are those that annotations of nodes name', (_what, annotations, kind, name) => {
    expect(only([madeNode({ annotations })])).toMatchObject({ kind, name });
  });

  it('say the machine type of an OVHcloud flavour that the label has as an id, once the NodePool object may be read', () => {
    const nodes = [poolNode('ovh')];
    expect(only(nodes).notes).toContainEqual({ kind: 'instance-type-is-id' });
    const object = {
      metadata: { name: 'nodepool-00000000-1111-4222-8333-000000000001' },
      spec: { flavor: 'b3-8', desiredNodes: 2, minNodes: 1, maxNodes: 5, autoscale: true },
    };
    expect(only(nodes, { ...noExtras, ovhPools: { state: 'read', value: [ovhPoolOf(object)] } })).toMatchObject({
      instanceTypes: ['b3-8'],
      bounds: { known: true, min: 1, max: 5, target: 2, autoscaled: true, from: 'ovh-node-pool' },
      notes: [{ kind: 'scaling', target: 2, count: 1 }],
    });
  });

  it('are there without nodes when an object says that they exist', () => {
    const ovhPools = {
      state: 'read',
      value: [
        ovhPoolOf({ metadata: { name: 'gpu' }, spec: { flavor: 't1-45', desiredNodes: 0, minNodes: 0, maxNodes: 2, autoscale: true } }),
      ],
    } as const;
    const karpenterPools = {
      state: 'read',
      value: [karpenterPoolOf({ metadata: { name: 'spot' }, spec: { limits: { cpu: '100', memory: '400Gi' } } })],
    } as const;
    expect(planNodePools([], { ...noExtras, ovhPools, karpenterPools })).toMatchObject([
      { name: 'gpu', count: 0, ready: 0, instanceTypes: ['t1-45'], oldestAt: null, kubelets: [], behind: null },
      {
        name: 'spot',
        kind: 'karpenter',
        count: 0,
        bounds: { known: true, min: null, max: null, autoscaled: true, limits: ['cpu 100', 'memory 400Gi'] },
      },
    ]);
  });

  it('show taints that all nodes carry, without those that come and go', () => {
    const gpu = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' };
    const own = { key: 'team', value: 'a', effect: 'NoSchedule' };
    const passing = { key: 'node.kubernetes.io/not-ready', value: '', effect: 'NoExecute' };
    const pool = only([madeNode({ name: 'a', taints: [gpu, own, passing] }), madeNode({ name: 'b', taints: [passing, gpu] })]);
    expect(pool.taints).toEqual([gpu]);
    expect(pool.notes).toEqual([{ kind: 'tainted', taints: [gpu] }]);
  });

  it('tell what to know, worst first; nodes on their way out are no trouble', () => {
    const labels = { 'eks.amazonaws.com/nodegroup': 'g' };
    const toBeDeleted = { key: 'ToBeDeletedByClusterAutoscaler', value: '1', effect: 'NoSchedule' };
    const pool = only([
      madeNode({ name: 'down', labels, ready: 'Unknown', readySince: 5_000 }),
      madeNode({ name: 'down2', labels, ready: 'False', readySince: 4_000 }),
      madeNode({ name: 'silent', labels, ready: null }),
      madeNode({ name: 'leaving', labels, ready: 'False', unschedulable: true, taints: [toBeDeleted] }),
      madeNode({ name: 'gone', labels, deleting: true, taints: [{ key: 'karpenter.sh/disrupted', value: '', effect: 'NoSchedule' }] }),
      madeNode({ name: 'old', labels, kubeletVersion: 'v1.30.2', unschedulable: true }),
      madeNode({ name: 'kept', labels, annotations: { 'cluster-autoscaler.kubernetes.io/scale-down-disabled': 'true' } }),
    ]);
    expect(pool).toMatchObject({ count: 7, ready: 3, cordoned: 2, behind: 4 });
    expect(pool.notes).toEqual([
      { kind: 'not-ready', nodes: ['down', 'down2'], since: 4_000 },
      { kind: 'ready-unknown', nodes: ['silent'] },
      { kind: 'kubelet-behind', minors: 4, oldest: 'v1.30.2', unsupported: true },
      { kind: 'kubelet-mixed', versions: 2 },
      { kind: 'being-removed', nodes: ['leaving'], by: 'cluster-autoscaler' },
      { kind: 'being-removed', nodes: ['gone'], by: 'karpenter' },
      { kind: 'cordoned', nodes: ['old'] },
      { kind: 'kept', nodes: ['kept'], by: 'cluster-autoscaler' },
    ]);
  });

  it('say when a kubelet is ahead of the server, and nothing of versions while the server’s is not known', () => {
    expect(only([madeNode({ kubeletVersion: 'v1.35.0' })]).notes).toEqual([{ kind: 'kubelet-ahead', newest: 'v1.35.0' }]);
    const unknown = only([madeNode({ kubeletVersion: 'v1.20.0' })], { ...noExtras, serverVersion: null });
    expect([unknown.behind, unknown.notes]).toEqual([null, []]);
  });
});

describe('the autoscaler’s report', () => {
  const status = (name: string, max = 3, target = 1) =>
    readAutoscalerStatus(
      `autoscalerStatus: Running\nnodeGroups:\n- name: ${name}\n  health: {minSize: 1, maxSize: ${max}, cloudProviderTarget: ${target}}\n`,
    ) ?? [];
  const reported = (fixture: string, ...groups: ReturnType<typeof status>[]) =>
    only([poolNode(fixture)], { ...noExtras, autoscaler: { state: 'read', value: groups.flat() } }).bounds;
  const known = { known: true, min: 1, max: 3, target: 1, autoscaled: true, limits: [], from: 'autoscaler-status' };

  test.each([
    ['scaleway', '66666666-ffff-4000-8111-000000000001'],
    ['ovh-named-flavor', 'general'],
    ['exoscale', '99999999-2222-4333-8444-000000000001'],
    ['digitalocean', 'cccccccc-5555-4666-8777-000000000001'],
    ['hetzner-k3s', 'edge-pool'],
    ['aks', 'aks-nodepool1-12345678-vmss'],
    [
      'gke',
      'https://www.googleapis.com/compute/v1/projects/fake-project-123/zones/europe-west9-a/instanceGroups/gke-web-prod-default-pool-5592f664-grp',
    ],
    ['gke', '.../gke-web-prod-default-pool-5592f664-grp'],
    ['eks', 'eks-general-2c1f9d3b-a8e2-4f11-9c3e-8b7a6d5e4f30'],
  ])('is of the pool of node %s when it names %s', (fixture, group) => {
    expect(reported(fixture, status(group))).toEqual(known);
  });

  test.each([
    ['scaleway', 'default'],
    ['eks', 'eks-general-purpose-2c1f9d3b-a8e2-4f11-9c3e-8b7a6d5e4f30'],
    ['aks', 'aks-nodepool1-87654321-vmss'],
    ['gke', 'gke-web-prod-other-pool-5592f664-grp'],
    ['eks-karpenter', 'burst'],
    ['kind', ''],
  ])('is not of the pool of node %s when it names %s', (fixture, group) => {
    expect(reported(fixture, status(group))).toMatchObject({ known: false });
  });

  test.each([
    [
      'cluster-api',
      { annotations: { 'cluster.x-k8s.io/owner-kind': 'MachineSet', 'cluster.x-k8s.io/owner-name': 'md-0-7f9c8' } },
      'MachineDeployment/default/md-0',
    ],
    [
      'openshift',
      { annotations: { 'machine.openshift.io/machine': 'openshift-machine-api/w-zone1-9zq4d' } },
      'MachineSet/openshift-machine-api/w-zone1',
    ],
    ['kops', { labels: { 'kops.k8s.io/instancegroup': 'nodes' } }, 'nodes.prod.example.test'],
    ['eksctl', { labels: { 'alpha.eksctl.io/nodegroup-name': 'ng' } }, 'eksctl-c-nodegroup-ng-NodeGroup-1ABC'],
  ])('is of a pool of %s', (_kind, fields, group) => {
    expect(only([madeNode(fields)], { ...noExtras, autoscaler: { state: 'read', value: status(group) } }).bounds).toEqual(known);
  });

  it('of several groups of one pool counts together', () => {
    const name = 'gke-web-prod-default-pool-0a0a0a0a-bcde';
    const second = poolNodeOf({ ...providerFixture('nodes/gke.json'), metadata: { name, labels: poolNode('gke').labels } });
    const value = [
      ...status('x/gke-web-prod-default-pool-5592f664-grp', 3, 1),
      ...status('x/gke-web-prod-default-pool-0a0a0a0a-grp', 4, 1),
    ];
    const pool = only([poolNode('gke'), second], { ...noExtras, autoscaler: { state: 'read', value } });
    expect(pool.bounds).toEqual({ ...known, min: 2, max: 7, target: 2 });
  });

  it('says when a pool is at its maximum, waits after a failure, or is scaling; a pool of a fixed size is none of these', () => {
    const at = (groups: NonNullable<ReturnType<typeof readAutoscalerStatus>>) =>
      only([poolNode('scaleway')], { ...noExtras, autoscaler: { state: 'read', value: groups } }).notes;
    const pool = '66666666-ffff-4000-8111-000000000001';
    expect(at([{ name: pool, min: 0, max: 1, target: 1, scaleUp: 'NoActivity', backoff: '' }])).toEqual([{ kind: 'at-maximum', max: 1 }]);
    expect(at([{ name: pool, min: 1, max: 1, target: 1, scaleUp: 'NoActivity', backoff: '' }])).toEqual([]);
    expect(at([{ name: pool, min: 0, max: 5, target: 3, scaleUp: 'Backoff', backoff: 'out of stock' }])).toEqual([
      { kind: 'backoff', message: 'out of stock' },
      { kind: 'scaling', target: 3, count: 1 },
    ]);
  });

  it('that is not there, may not be read, or says nothing of a pool is each told apart', () => {
    const why = (fixture: string, extras: Partial<typeof noExtras>) => only([poolNode(fixture)], { ...noExtras, ...extras }).bounds;
    expect(why('scaleway', {})).toEqual({ known: false, why: 'not-in-api' });
    expect(why('scaleway', { autoscaler: { state: 'forbidden' } })).toEqual({ known: false, why: 'forbidden' });
    expect(why('scaleway', { autoscaler: { state: 'not-read' } })).toEqual({ known: false, why: 'not-read' });
    expect(why('scaleway', { autoscaler: { state: 'unreadable' } })).toEqual({ known: false, why: 'unreadable' });
    expect(why('scaleway', { autoscaler: { state: 'read', value: [] } })).toEqual({ known: false, why: 'not-listed' });
    expect(why('ovh', { ovhPools: { state: 'forbidden' } })).toEqual({ known: false, why: 'forbidden' });
    expect(why('eks-karpenter', { karpenterPools: { state: 'forbidden' } })).toEqual({ known: false, why: 'forbidden' });
    expect(why('eks-karpenter', { autoscaler: { state: 'forbidden' } })).toEqual({ known: false, why: 'not-in-api' });
  });
});

/** Nodes as odd as JSON can be. */
const anyNode = fc
  .oneof(
    fc
      .constantFrom('scaleway', 'ovh', 'eks', 'eks-karpenter', 'gke', 'aks', 'digitalocean', 'kind')
      .map((name) => providerFixture(`nodes/${name}.json`)),
    fc.dictionary(fc.constantFrom('metadata', 'spec', 'status', 'x'), fc.jsonValue()),
  )
  .map(poolNodeOf);
const anyReading = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.constantFrom({ state: 'absent' as const }, { state: 'forbidden' as const }),
    value.map((read) => ({ state: 'read' as const, value: read })),
  );

test('every node is in one pool, whatever is read, and keys of pools are unique', () => {
  fc.assert(
    fc.property(
      fc.array(anyNode, { maxLength: 8 }),
      anyReading(fc.array(fc.jsonValue().map(ovhPoolOf))),
      anyReading(fc.array(fc.jsonValue().map(karpenterPoolOf))),
      fc.option(fc.string()),
      (nodes, ovhPools, karpenterPools, serverVersion) => {
        const extras = { ...noExtras, ovhPools, karpenterPools, serverVersion };
        const pools = planNodePools(nodes, extras);
        expect(pools.flatMap((pool) => pool.nodes).sort()).toEqual(nodes.map((node) => node.name).sort());
        expect(new Set(pools.map((pool) => pool.key)).size).toBe(pools.length);
        for (const node of nodes) expect(pools.find((pool) => pool.key === poolKeyOfNode(node, extras))?.nodes).toContain(node.name);
        for (const pool of pools) expect(pool.ready).toBeLessThanOrEqual(pool.count);
      },
    ),
  );
});

test('the order of nodes changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyNode, { maxLength: 6 }), (nodes) => {
      expect(planNodePools([...nodes].reverse(), noExtras)).toEqual(planNodePools(nodes, noExtras));
    }),
  );
});
