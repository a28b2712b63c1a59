import fc from 'fast-check';

/*
 * Pods of every kind that `kubectl drain` tells apart, each on a node of its own or among nine others. Nothing but the disruption controller may run in
 * their cluster: garbage collection would delete the orphans, and DaemonSets pods that are not theirs.
 */

export const drainNamespace = 'drains';
/** Label of the nodes that are drained. */
export const nodeLabel = 'fidelity.example/drain';
/** The `--pod-selector` that narrows half of the runs. */
export const podSelector = 'app in (web,api),!hidden';
/** The DaemonSet that exists. */
export const daemonSet = 'agent';

/** A pod to be made: what is created, the status that is patched onto it, and how it is deleted, if at all. */
export interface DrainPodManifest {
  readonly name: string;
  readonly object: object;
  readonly status: object;
  /** Grace of its deletion in seconds; null = it is not deleted. Its finalizer keeps it. */
  readonly deletedWithin: number | null;
}

/** Pods that have a node for themselves, so that kubectl's judgement of each shows, and those that share one. */
const aloneCount = 160;
const sharedNodes = 18;
const podsOfSharedNode = 10;
/** Fixed, so that a difference can be looked at again. */
const seed = 20_261_125;

const owner = (apiVersion: string, kind: string, name: string, controller?: boolean) => ({
  apiVersion,
  kind,
  name,
  uid: `${kind}-${name}`.toLowerCase(),
  ...(controller === undefined ? {} : { controller }),
});
const mirrorAnnotation = { 'kubernetes.io/config.mirror': 'c0ffee' };

const owners = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.constant([owner('apps/v1', 'ReplicaSet', 'web-1', true)]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      [owner('v1', 'ReplicationController', 'old', true)],
      [owner('batch/v1', 'Job', 'once', true)],
      [owner('apps/v1', 'StatefulSet', 'db', true)],
      [owner('apps.kruise.io/v1alpha1', 'CloneSet', 'clones', true)],
      [owner('extensions/v1beta1', 'DaemonSet', daemonSet, true)],
      [owner('apps/v1', 'DaemonSet', daemonSet)],
      [owner('apps/v1', 'DaemonSet', daemonSet, false)],
      [owner('apps/v1', 'ReplicaSet', 'web-1', false), owner('apps/v1', 'DaemonSet', 'lost', true)],
      [owner('v1', 'Node', 'some-node', true)],
    ),
  },
  { weight: 3, arbitrary: fc.constant([owner('apps/v1', 'DaemonSet', daemonSet, true)]) },
  { weight: 3, arbitrary: fc.constantFrom('lost', 'gone').map((name) => [owner('apps/v1', 'DaemonSet', name, true)]) },
);

const ephemeralSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const volumes = fc.constantFrom<readonly object[]>(
  [],
  [],
  [{ name: 'scratch', emptyDir: {} }],
  [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }],
  [{ name: 'host', hostPath: { path: '/var/log' } }],
  [{ name: 'about', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } }],
  [
    { name: 'host', hostPath: { path: '/var/log' } },
    { name: 'scratch', emptyDir: {} },
  ],
  [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  [{ name: 'settings', configMap: { name: 'settings' } }],
  [{ name: 'secret', secret: { secretName: 'secret', optional: true } }],
  [
    { name: 'all', projected: { sources: [{ configMap: { name: 'settings' } }, { serviceAccountToken: { path: 'token' } }] } },
    { name: 'scratch', emptyDir: {} },
  ],
  [{ name: 'own', ephemeral: { volumeClaimTemplate: { spec: ephemeralSpec } } }],
  [{ name: 'inline', csi: { driver: 'inline.example.com' } }],
);

/** A pod of the kubelet's own may name no Secret and no token (admission plugin ServiceAccount). */
function volumesFor(annotations: object, wanted: readonly object[]): readonly object[] {
  return annotations === mirrorAnnotation ? wanted.filter((volume) => !('secret' in volume || 'projected' in volume)) : wanted;
}

const annotations = fc.constantFrom<object>(
  {},
  {},
  {},
  mirrorAnnotation,
  { 'kubernetes.io/config.source': 'file' },
  { 'karpenter.sh/do-not-disrupt': 'true' },
  { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
);

const randomPod = fc.record({
  ownerReferences: owners,
  volumes,
  annotations,
  labels: fc.constantFrom<object>({ app: 'web' }, { app: 'api' }, { app: 'web', hidden: 'yes' }, { app: 'db' }, {}),
  phase: fc.constantFrom('Pending', 'Running', 'Running', 'Running', 'Succeeded', 'Failed', 'Unknown'),
  ready: fc.boolean(),
  finalizer: fc.constantFrom(true, false, false),
  deletedWithin: fc.constantFrom(null, null, null, 0, 3600),
});

const podCount = aloneCount + sharedNodes * podsOfSharedNode;

/** All pods, the same ones in every run. */
export const drainPods: readonly DrainPodManifest[] = fc.sample(randomPod, { seed, numRuns: podCount }).map((pod, index) => {
  const name = `pod-${String(index).padStart(3, '0')}`;
  const { ownerReferences, annotations: own, labels, deletedWithin } = pod;
  // A deletion of a finished pod has no grace: only a finalizer keeps it in sight.
  const finalizers = pod.finalizer || deletedWithin !== null ? ['fidelity.example/wait'] : [];
  return {
    name,
    object: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: drainNamespace, labels, annotations: own, ownerReferences, finalizers },
      spec: {
        nodeName: nodeOf(index),
        automountServiceAccountToken: false,
        containers: [{ name: 'app', image: 'registry.example/app:1' }],
        volumes: volumesFor(own, pod.volumes),
      },
    },
    status: { phase: pod.phase, conditions: [{ type: 'Ready', status: pod.ready ? 'True' : 'False' }] },
    deletedWithin,
  };
});

/** The nodes, and one without pods. */
export const drainNodes: readonly object[] = [...new Set(drainPods.map((_, index) => nodeOf(index))), 'drain-empty'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { [nodeLabel]: 'yes' } },
  spec: name.endsWith('3') ? { unschedulable: true } : {},
}));

/** The DaemonSet of the pods that have one. */
export const drainDaemonSet: object = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: daemonSet, namespace: drainNamespace },
  spec: {
    selector: { matchLabels: { app: daemonSet } },
    template: { metadata: { labels: { app: daemonSet } }, spec: { containers: [{ name: 'app', image: 'registry.example/agent:1' }] } },
  },
};

function nodeOf(index: number): string {
  if (index < aloneCount) return `drain-one-${String(index).padStart(3, '0')}`;
  return `drain-many-${String(Math.floor((index - aloneCount) / podsOfSharedNode)).padStart(2, '0')}`;
}
