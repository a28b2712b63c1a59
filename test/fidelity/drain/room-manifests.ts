import fc from 'fast-check';

/*
 * Nodes, volumes and pods of every rule by which kube-scheduler chooses nodes. No controller but that of ServiceAccounts and no kubelet may run in their cluster: nodes
 * stay as they are made, and pods stay where the scheduler puts them.
 */

/** Namespaces of the pods, with the labels that affinity selects them by. */
export const roomNamespaces = { 'room-front': { team: 'front' }, 'room-back': { team: 'back' } } as const;
/** Pods are made in this order, which decides what is full when. */
const podCount = 300;
/** Fixed, so that a difference can be looked at again. */
const seed = 20_261_126;

const zone = 'topology.kubernetes.io/zone';
const hostname = 'kubernetes.io/hostname';

interface NodeSize {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly gpus?: string;
}

/** A node to be made, and the taints it then has. */
export interface RoomNodeManifest {
  readonly name: string;
  readonly object: object;
  readonly taints: readonly object[];
}

function node(name: string, labels: object, size: NodeSize = {}, taints: readonly object[] = [], unschedulable = false): RoomNodeManifest {
  const { cpu = '4', memory = '8Gi', pods = '12', gpus } = size;
  const amounts = {
    cpu,
    memory,
    pods,
    'ephemeral-storage': '20Gi',
    'hugepages-2Mi': '64Mi',
    ...(gpus === undefined ? {} : { 'example.com/gpu': gpus }),
  };
  const metadata = { name, labels: { [hostname]: name, ...labels } };
  const status = { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True' }] };
  return { name, object: { apiVersion: 'v1', kind: 'Node', metadata, spec: { unschedulable }, status }, taints };
}

/** The nodes of the room. */
export const roomNodes: readonly RoomNodeManifest[] = [
  node('room-a1', { [zone]: 'a', disk: 'ssd', cores: '4' }),
  node('room-a2', { [zone]: 'a', disk: 'hdd', cores: '16' }, { cpu: '16', pods: '30' }, [
    { key: 'dedicated', value: 'db', effect: 'NoSchedule' },
  ]),
  node('room-b1', { [zone]: 'b', disk: 'ssd', rack: 'r1' }, { gpus: '2' }),
  node('room-b2', { [zone]: 'b', disk: 'ssd', rack: 'r2' }, { cpu: '1', pods: '3' }),
  node('room-c1', { [zone]: 'c', disk: 'nvme', cores: 'many' }, { memory: '2Gi' }, [{ key: 'spot', effect: 'PreferNoSchedule' }]),
  node('room-c2', { [zone]: 'c', disk: 'nvme' }, { pods: '40' }, [], true),
  node('room-x', { disk: 'tape', rack: 'r1' }, {}, [{ key: 'old', effect: 'NoExecute' }]),
];

const driver = 'disk.example.com';
const inNodes = (key: string, value: string) => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] },
});

function volume(name: string, labels: object, spec: object): object {
  const csi = { driver, volumeHandle: name };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, labels },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteMany'], storageClassName: 'later', csi, ...spec },
  };
}

/** Volumes and what they need. */
export const roomVolumes: readonly { readonly path: string; readonly object: object }[] = [
  ...[
    volume('in-a', {}, { nodeAffinity: inNodes(zone, 'a') }),
    volume('in-a-too', {}, { nodeAffinity: inNodes(zone, 'a') }),
    volume('in-b', {}, { nodeAffinity: inNodes(zone, 'b') }),
    volume('on-b2', {}, { nodeAffinity: inNodes(hostname, 'room-b2'), csi: undefined, hostPath: { path: '/data' } }),
    volume('labelled-b-c', { [zone]: 'b__c' }, {}),
    volume('anywhere', {}, {}),
  ].map((object) => ({ path: '/api/v1/persistentvolumes', object })),
  ...[
    { name: 'later', volumeBindingMode: 'WaitForFirstConsumer', provisioner: driver },
    { name: 'at-once', volumeBindingMode: 'Immediate', provisioner: driver },
    {
      name: 'nowhere',
      volumeBindingMode: 'WaitForFirstConsumer',
      provisioner: driver,
      allowedTopologies: [{ matchLabelExpressions: [{ key: zone, values: ['z'] }] }],
    },
  ].map(({ name, ...rest }) => ({
    path: '/apis/storage.k8s.io/v1/storageclasses',
    object: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name }, ...rest },
  })),
  {
    path: '/apis/storage.k8s.io/v1/csinodes',
    object: {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name: 'room-a1' },
      spec: { drivers: [{ name: driver, nodeID: 'a1', topologyKeys: null, allocatable: { count: 1 } }] },
    },
  },
];

/** Claims of each namespace: the volume they are bound to (empty = none), and their class. */
const claims: readonly { readonly name: string; readonly volume: string; readonly storageClass: string }[] = [
  ...['in-a', 'in-a-too', 'in-b', 'on-b2', 'labelled-b-c', 'anywhere', 'lost'].map((name) => ({
    name,
    volume: name,
    storageClass: 'later',
  })),
  { name: 'at-once', volume: '', storageClass: 'at-once' },
  { name: 'nowhere', volume: '', storageClass: 'nowhere' },
];

/** The claims of a namespace. */
export function claimsOf(namespace: string): readonly object[] {
  return claims.map(({ name, volume: volumeName, storageClass: storageClassName }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, annotations: volumeName === '' ? {} : { 'pv.kubernetes.io/bind-completed': 'yes' } },
    spec: { volumeName, storageClassName, accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
  }));
}

const often = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const requests = fc.record({
  cpu: fc.constantFrom('0', '50m', '200m', '0.5', '1', '3'),
  memory: fc.constantFrom('0', '64Mi', '256M', '1Gi', '3Gi'),
  more: often<Readonly<Record<string, string>>>(
    {},
    { 'example.com/gpu': '1' },
    { 'ephemeral-storage': '9Gi' },
    { 'hugepages-2Mi': '48Mi' },
  ),
});

const tolerations = often<readonly object[]>(
  [],
  [{ key: 'dedicated', value: 'db' }],
  [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }],
  [{ operator: 'Exists' }],
  [
    { key: 'old', operator: 'Exists' },
    { key: 'dedicated', operator: 'Equal', value: 'db', effect: 'NoSchedule' },
  ],
  [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }],
);

const nodeTerms = (...matchExpressions: readonly object[]) => [{ matchExpressions }];
const nodeAffinity = often<readonly object[] | null>(
  null,
  nodeTerms({ key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }),
  nodeTerms({ key: 'disk', operator: 'NotIn', values: ['ssd'] }, { key: 'rack', operator: 'DoesNotExist' }),
  nodeTerms({ key: 'cores', operator: 'Gt', values: ['4'] }),
  nodeTerms({ key: 'cores', operator: 'Lt', values: ['5'] }),
  nodeTerms({ key: 'rack', operator: 'Exists' }),
  [...nodeTerms({ key: zone, operator: 'In', values: ['a'] }), ...nodeTerms({ key: zone, operator: 'In', values: ['c'] })],
  [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['room-b1'] }] }],
);

const app = (...values: readonly string[]) => ({ matchExpressions: [{ key: 'app', operator: 'In', values }] });
const podTerms = often<readonly object[]>(
  [],
  [{ topologyKey: zone, labelSelector: app('web') }],
  [{ topologyKey: hostname, labelSelector: app('db', 'cache') }],
  [{ topologyKey: 'rack', labelSelector: app('web', 'db') }],
  [{ topologyKey: zone, labelSelector: app('db'), namespaces: ['room-back'] }],
  [{ topologyKey: hostname, labelSelector: app('web'), namespaceSelector: { matchLabels: { team: 'front' } } }],
  [
    { topologyKey: zone, labelSelector: app('cache'), namespaceSelector: {} },
    { topologyKey: hostname, labelSelector: app('web') },
  ],
);

const spread = often<readonly object[]>(
  [],
  [{ topologyKey: zone, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('web') }],
  [{ topologyKey: hostname, maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('web', 'db'), nodeTaintsPolicy: 'Honor' }],
  [
    {
      topologyKey: zone,
      maxSkew: 1,
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: app('db'),
      nodeAffinityPolicy: 'Ignore',
      minDomains: 5,
    },
  ],
  [{ topologyKey: 'rack', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: app('cache'), matchLabelKeys: ['version'] }],
  [{ topologyKey: zone, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: app('web') }],
);

const hostPorts = often<readonly object[]>(
  [],
  [{ containerPort: 80, hostPort: 80 }],
  [{ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }],
  [{ containerPort: 80, hostPort: 80, protocol: 'UDP' }],
);

/** An init container, or a sidecar. */
const initial = often<readonly object[]>(
  [],
  [{ cpu: '2' }],
  [{ cpu: '300m', restartPolicy: 'Always' }],
  [{ cpu: '300m', restartPolicy: 'Always' }, { cpu: '1500m' }],
);

const randomPod = fc.record({
  namespace: fc.constantFrom(...Object.keys(roomNamespaces)),
  app: fc.constantFrom('web', 'web', 'db', 'cache'),
  version: fc.constantFrom('1', '2'),
  requests,
  initial,
  tolerations,
  nodeSelector: often<object>({}, { disk: 'ssd' }, { [zone]: 'c' }, { disk: 'floppy' }),
  nodeAffinity,
  podAffinity: podTerms,
  podAntiAffinity: podTerms,
  spread,
  hostPorts,
  claim: often<string | null>(null, ...claims.map(({ name }) => name), 'missing'),
  /** What becomes of it when it has found a node, so that there is room again. */
  afterwards: fc.constantFrom<'stays' | 'goes' | 'terminates'>('stays', 'goes', 'goes', 'goes', 'terminates'),
});

/** A pod to be made, and what becomes of it. */
export interface RoomPodManifest {
  readonly namespace: string;
  readonly name: string;
  readonly object: object;
  readonly afterwards: 'stays' | 'goes' | 'terminates';
}

/** All pods, the same ones in every run. */
export const roomPods: readonly RoomPodManifest[] = fc.sample(randomPod, { seed, numRuns: podCount }).map((pod, index) => {
  const { namespace, afterwards, requests: own, nodeAffinity: terms } = pod;
  const name = `pod-${String(index).padStart(3, '0')}`;
  const amounts = { cpu: own.cpu, memory: own.memory, ...own.more };
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const affinity = {
    ...(terms === null ? {} : { nodeAffinity: { [required]: { nodeSelectorTerms: terms } } }),
    podAffinity: { [required]: pod.podAffinity },
    podAntiAffinity: { [required]: pod.podAntiAffinity },
  };
  const image = 'registry.example/app:1';
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { app: pod.app, version: pod.version },
      finalizers: afterwards === 'terminates' ? ['fidelity.example/wait'] : [],
    },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      tolerations: pod.tolerations,
      nodeSelector: pod.nodeSelector,
      affinity,
      topologySpreadConstraints: pod.spread,
      initContainers: pod.initial.map((item, at) => {
        const { cpu, ...rest } = item as { readonly cpu: string };
        return { name: `init-${at}`, image, resources: { requests: { cpu } }, ...rest };
      }),
      // Huge pages and extended resources have limits that equal their requests.
      containers: [{ name: 'main', image, ports: pod.hostPorts, resources: { requests: amounts, limits: own.more } }],
      volumes: pod.claim === null ? [] : [{ name: 'data', persistentVolumeClaim: { claimName: pod.claim } }],
    },
  };
  return { namespace, name, object, afterwards };
});
