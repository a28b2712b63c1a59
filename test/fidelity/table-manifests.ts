import { clusterObject as clusterManifest, type Filling, object as manifest, namespace, stuckNamespace } from './filling.ts';

function object(...args: Parameters<typeof manifest>): Filling {
  return { object: manifest(...args) };
}

function clusterObject(...args: Parameters<typeof clusterManifest>): Filling {
  return { object: clusterManifest(...args) };
}

const storage = { resources: { requests: { storage: '5Gi' } }, accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] };
const rbac = 'rbac.authorization.k8s.io';
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

/** Kinds that come through the server's Table. Custom objects need the definitions of `ground`. */
export const tableKinds: readonly Filling[] = [
  object('v1', 'ConfigMap', 'settings', { data: { a: '1', b: '2' }, binaryData: { c: 'AAAA' } }),
  object('v1', 'ConfigMap', 'empty'),
  object('v1', 'Secret', 'opaque', { type: 'Opaque', stringData: { password: 'x', user: 'y' } }),
  object('v1', 'Secret', 'own-type', { type: 'example.com/own' }),
  object('v1', 'ServiceAccount', 'robot'),
  object('v1', 'LimitRange', 'limits', { spec: { limits: [{ type: 'Container', default: { cpu: '100m' } }] } }),
  object('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '5k', services: '50', 'count/secrets': '100' } } }),
  object('v1', 'PodTemplate', 'stencil', {
    template: { metadata: { labels: { app: 's' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  }),
  object('v1', 'PersistentVolumeClaim', 'claim-pending', { spec: { ...storage, storageClassName: 'fidelity-slow' } }),
  object('v1', 'PersistentVolumeClaim', 'claim-bound', { spec: { ...storage, storageClassName: '', volumeName: 'fidelity-volume' } }),
  clusterObject('v1', 'PersistentVolume', 'fidelity-volume', {
    spec: {
      capacity: { storage: '10Gi' },
      accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
      hostPath: { path: '/tmp/x' },
      claimRef: { namespace, name: 'claim-bound' },
    },
  }),
  clusterObject('v1', 'PersistentVolume', 'fidelity-free', {
    spec: {
      capacity: { storage: '1500Mi' },
      accessModes: ['ReadWriteMany'],
      hostPath: { path: '/tmp/y' },
      storageClassName: 'fidelity-fast',
    },
  }),
  clusterObject('storage.k8s.io/v1', 'StorageClass', 'fidelity-slow', {
    provisioner: 'example.com/slow',
    volumeBindingMode: 'WaitForFirstConsumer',
  }),
  clusterObject(
    'storage.k8s.io/v1',
    'StorageClass',
    'fidelity-fast',
    { provisioner: 'example.com/fast', allowVolumeExpansion: true, reclaimPolicy: 'Retain' },
    {
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
  ),
  clusterObject('storage.k8s.io/v1', 'CSIDriver', 'driver.fidelity.example', {
    spec: { attachRequired: false, tokenRequests: [{ audience: 'a' }] },
  }),
  clusterObject('storage.k8s.io/v1', 'CSINode', 'fidelity-parking', { spec: { drivers: [] } }),
  clusterObject('storage.k8s.io/v1', 'VolumeAttachment', 'fidelity-attachment', {
    spec: { attacher: 'driver.fidelity.example', nodeName: 'fidelity-parking', source: { persistentVolumeName: 'fidelity-free' } },
  }),
  clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'fidelity-high', { value: 1_000_000, description: 'high' }),
  clusterObject('scheduling.k8s.io/v1', 'PriorityClass', 'fidelity-huge', { value: 1_000_000_000, preemptionPolicy: 'Never' }),
  clusterObject('node.k8s.io/v1', 'RuntimeClass', 'fidelity-runtime', { handler: 'runsc' }),
  clusterObject(`${rbac}/v1`, 'ClusterRole', 'fidelity-reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  clusterObject(`${rbac}/v1`, 'ClusterRoleBinding', 'fidelity-readers', {
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'fidelity-reader' },
    subjects: [
      { kind: 'User', apiGroup: rbac, name: 'ada' },
      { kind: 'User', apiGroup: rbac, name: 'grace' },
      { kind: 'Group', apiGroup: rbac, name: 'ops' },
      { kind: 'ServiceAccount', namespace, name: 'robot' },
    ],
  }),
  object(`${rbac}/v1`, 'Role', 'reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  object(`${rbac}/v1`, 'RoleBinding', 'readers', {
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'Group', apiGroup: rbac, name: 'dev' }],
  }),
  clusterObject('networking.k8s.io/v1', 'IngressClass', 'fidelity-class', {
    spec: { controller: 'example.com/ingress', parameters: { apiGroup: 'example.com', kind: 'Parameters', name: 'p', scope: 'Cluster' } },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress'] } }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'allow', {
    spec: {
      podSelector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }] },
      policyTypes: ['Egress'],
    },
  }),
  object('policy/v1', 'PodDisruptionBudget', 'at-least', { spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } } }),
  object('policy/v1', 'PodDisruptionBudget', 'at-most', { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'db' } } } }),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: {
      scaleTargetRef: target,
      minReplicas: 3,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '200Mi' } } },
        { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1k' } } },
      ],
    },
  }),
  object('discovery.k8s.io/v1', 'EndpointSlice', 'by-hand', {
    addressType: 'IPv4',
    endpoints: ['10.9.0.1', '10.9.0.2', '10.9.0.3', '10.9.0.4'].map((address) => ({ addresses: [address] })),
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
      { name: 'c', port: 82 },
      { name: 'd', port: 83 },
    ],
  }),
  object('discovery.k8s.io/v1', 'EndpointSlice', 'nothing', { addressType: 'IPv6', endpoints: [], ports: [] }),
  object('coordination.k8s.io/v1', 'Lease', 'leader', { spec: { holderIdentity: 'operator-0' } }),
  clusterObject('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'fidelity-hook', { webhooks: [] }),
  clusterObject('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'fidelity-hook', { webhooks: [] }),
  clusterObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'fidelity-policy', {
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: ['fidelity.example'], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['plains'] }],
      },
      validations: [{ expression: 'true' }],
    },
  }),
  clusterObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', 'fidelity-binding', {
    spec: { policyName: 'fidelity-policy', validationActions: ['Audit'] },
  }),
  clusterObject('resource.k8s.io/v1', 'DeviceClass', 'fidelity-gpu', { spec: { selectors: [{ cel: { expression: 'true' } }] } }),
  object('resource.k8s.io/v1', 'ResourceClaim', 'gpu', {
    spec: { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'fidelity-gpu' } }] } },
  }),
  object('fidelity.example/v1', 'Certificate', 'full', {
    spec: { ready: true, secretName: 'tls', renewals: 3, share: 0.25, expiredAt: '2020-02-01T00:00:00Z', names: ['a', 'b'], issuer: 'ca' },
  }),
  object('fidelity.example/v1', 'Certificate', 'empty', { spec: {} }),
  object('fidelity.example/v1', 'Certificate', 'odd', {
    spec: { ready: false, secretName: 'two\nlines', renewals: 123_456_789, share: 1_500_000.5, expiredAt: 'no date' },
  }),
  clusterObject('fidelity.example/v1', 'Plain', 'plain', { spec: {} }),
  object('fidelity.example/v1', 'Aged', 'old', { spec: { since: '2021-01-01T00:00:00Z' } }),
  {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', namespace: stuckNamespace, finalizers: ['fidelity.example/hold'] },
    },
  },
];
