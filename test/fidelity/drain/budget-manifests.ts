import fc from 'fast-check';

/* Budgets of every state that the real disruption controller brings about, and the pods they select. */

export const budgetNamespace = 'budgets';
/** A node for them that is in no drain. */
export const budgetNode: object = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'budget-node' } };

/** A pod under budgets: what is created, its status, and whether it is deleted (a finalizer keeps it). */
export interface BudgetPodManifest {
  readonly name: string;
  readonly group: string;
  readonly object: object;
  readonly status: object;
  readonly ready: boolean;
  readonly deleted: boolean;
}

type PodState = 'ready' | 'unready' | 'pending' | 'finished' | 'deleted';

interface Group {
  /** Label `group` of its pods, and name of its budgets. */
  readonly name: string;
  readonly budgets: readonly object[];
  readonly pods: readonly PodState[];
  /** Controller of its pods; absent = none. */
  readonly owner?: { readonly kind: string; readonly apiVersion: string };
}

const alwaysAllow = { unhealthyPodEvictionPolicy: 'AlwaysAllow' };
const realReplicaSet = { kind: 'ReplicaSet', apiVersion: 'apps/v1' };
const states = (counts: Partial<Record<PodState, number>>): readonly PodState[] =>
  Object.entries(counts).flatMap(([state, count]) => Array.from({ length: count }, () => state as PodState));

const byHand: readonly Group[] = [
  { name: 'none', budgets: [], pods: states({ ready: 2, unready: 1 }) },
  { name: 'one-left', budgets: [{ minAvailable: 4 }], pods: states({ ready: 5, unready: 2, pending: 1, finished: 1, deleted: 1 }) },
  { name: 'blocked', budgets: [{ minAvailable: 2 }], pods: states({ ready: 2, unready: 2, pending: 1, finished: 1, deleted: 1 }) },
  { name: 'unhealthy', budgets: [{ minAvailable: 3 }], pods: states({ ready: 1, unready: 3 }) },
  { name: 'always', budgets: [{ minAvailable: 3, ...alwaysAllow }], pods: states({ ready: 1, unready: 3 }) },
  { name: 'needs-none', budgets: [{ minAvailable: 0 }], pods: states({ ready: 2, unready: 2 }) },
  { name: 'two', budgets: [{ minAvailable: 1 }, { minAvailable: 0, ...alwaysAllow }], pods: states({ ready: 2, unready: 1, pending: 1 }) },
  {
    name: 'sync-fails',
    budgets: [{ maxUnavailable: 1 }],
    pods: states({ ready: 2, unready: 1 }),
    owner: { kind: 'ReplicaSet', apiVersion: 'example.com/v1' },
  },
  { name: 'half', budgets: [{ minAvailable: '50%' }], pods: states({ ready: 3, unready: 1 }), owner: realReplicaSet },
  { name: 'quarter', budgets: [{ maxUnavailable: '25%' }], pods: states({ ready: 4 }), owner: realReplicaSet },
  { name: 'never', budgets: [{ maxUnavailable: 0 }], pods: states({ ready: 3 }), owner: realReplicaSet },
];

/** How many groups are made up besides. */
const count = 24;
/** Fixed, so that a difference can be looked at again. */
const seed = 20_261_126;

const randomGroup = fc.record({
  minAvailable: fc.integer({ min: 0, max: 4 }),
  policy: fc.constantFrom({}, alwaysAllow, { unhealthyPodEvictionPolicy: 'IfHealthyBudget' }),
  pods: fc.array(fc.constantFrom<PodState>('ready', 'ready', 'ready', 'unready', 'unready', 'pending', 'finished', 'deleted'), {
    minLength: 1,
    maxLength: 6,
  }),
});
const madeUp: readonly Group[] = fc
  .sample(randomGroup, { seed, numRuns: count })
  .map(({ minAvailable, policy, pods }, index) => ({ name: `random-${index}`, budgets: [{ minAvailable, ...policy }], pods }));

const groups = [...byHand, ...madeUp];

/** ReplicaSets whose number of pods is what percentages are of; no controller makes pods for them. */
export const replicaSets: readonly object[] = groups.flatMap(({ name, pods, owner }) =>
  owner !== realReplicaSet
    ? []
    : [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          metadata: { name, namespace: budgetNamespace },
          spec: {
            replicas: pods.length,
            selector: { matchLabels: { group: name } },
            template: { metadata: { labels: { group: name } }, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } },
          },
        },
      ],
);

export const budgets: readonly object[] = groups.flatMap(({ name, budgets: own }) =>
  own.map((spec, index) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: `${name}-${index}`, namespace: budgetNamespace },
    spec: {
      selector: index === 0 ? { matchLabels: { group: name } } : { matchExpressions: [{ key: 'group', operator: 'In', values: [name] }] },
      ...spec,
    },
  })),
);

/** The pods; `uidOf` gives the uid of a ReplicaSet that exists. */
export function budgetPods(uidOf: (name: string) => string): readonly BudgetPodManifest[] {
  return groups.flatMap(({ name: group, pods, owner }) =>
    pods.map((state, index) => {
      const name = `${group}-${index}-${state}`;
      const phase = state === 'pending' ? 'Pending' : state === 'finished' ? 'Succeeded' : 'Running';
      const ready = state === 'ready' || state === 'deleted';
      const ownerReferences = owner === undefined ? [] : [{ ...owner, name: group, uid: uidOf(group), controller: true }];
      return {
        name,
        group,
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: {
            name,
            namespace: budgetNamespace,
            labels: { group },
            ownerReferences,
            finalizers: state === 'deleted' ? ['fidelity.example/wait'] : [],
          },
          spec: {
            nodeName: 'budget-node',
            automountServiceAccountToken: false,
            containers: [{ name: 'app', image: 'registry.example/app:1' }],
          },
        },
        status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
        ready: state === 'ready',
        deleted: state === 'deleted',
      };
    }),
  );
}
