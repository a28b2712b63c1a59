import type { ClusterState } from '../cluster-state.ts';
import { kubeTime } from '../kube-object.ts';
import type { ClusterSpec } from './cluster-spec.ts';

const printer = (name: string, jsonPath: string, type = 'string', priority = 0): Record<string, unknown> => ({
  name,
  jsonPath,
  type,
  ...(priority > 0 ? { priority } : {}),
});

function createDefinition(
  state: ClusterState,
  group: string,
  version: string,
  plural: string,
  kind: string,
  scope: 'Namespaced' | 'Cluster',
  shortNames: readonly string[],
  columns: readonly Record<string, unknown>[],
): void {
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List`, shortNames, categories: [group.split('.')[0]] };
  const established = [
    {
      type: 'Established',
      status: 'True',
      reason: 'InitialNamesAccepted',
      message: 'the initial names have been accepted',
      lastTransitionTime: kubeTime(state.now()),
    },
  ];
  state.create('customresourcedefinitions.apiextensions.k8s.io', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, generation: 1 },
    spec: {
      group,
      scope,
      names,
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          additionalPrinterColumns: columns,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
    status: { acceptedNames: names, conditions: established, storedVersions: [version] },
  });
}

/** Namespaces with what every namespace holds, classes, custom resources, roles: what a cluster has beside its workloads. */
export function createClusterWide(state: ClusterState, cluster: ClusterSpec): void {
  for (const name of cluster.namespaces) {
    state.create('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    state.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } });
    state.create('configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace: name },
      data: { 'ca.crt': 'made up' },
    });
  }
  state.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.3.0.1',
      clusterIPs: ['10.3.0.1'],
      ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }],
      sessionAffinity: 'None',
    },
    status: { loadBalancer: {} },
  });
  state.create('storageclasses.storage.k8s.io', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: cluster.storageClass.name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: cluster.storageClass.provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  });
  state.create('ingressclasses.networking.k8s.io', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'nginx', generation: 1 },
    spec: { controller: 'k8s.io/ingress-nginx' },
  });
  state.create('priorityclasses.scheduling.k8s.io', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'shop-critical' },
    value: 100000,
    globalDefault: false,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  state.create('apiservices.apiregistration.k8s.io', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      service: { name: 'metrics-server', namespace: 'kube-system', port: 443 },
      insecureSkipTLSVerify: true,
    },
    status: {
      conditions: [
        { type: 'Available', status: 'True', reason: 'Passed', message: 'all checks passed', lastTransitionTime: kubeTime(state.now()) },
      ],
    },
  });
  state.create('clusterroles.rbac.authorization.k8s.io', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'cluster-admin' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  });
  state.create('clusterrolebindings.rbac.authorization.k8s.io', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'cluster-admin' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:masters' }],
  });
  const ready = printer('Ready', '.status.conditions[?(@.type=="Ready")].status');
  const age = printer('Age', '.metadata.creationTimestamp', 'date');
  createDefinition(
    state,
    'cert-manager.io',
    'v1',
    'certificates',
    'Certificate',
    'Namespaced',
    ['cert', 'certs'],
    [
      ready,
      printer('Secret', '.spec.secretName'),
      printer('Issuer', '.spec.issuerRef.name', 'string', 1),
      printer('Status', '.status.conditions[?(@.type=="Ready")].message', 'string', 1),
      age,
    ],
  );
  createDefinition(
    state,
    'cert-manager.io',
    'v1',
    'clusterissuers',
    'ClusterIssuer',
    'Cluster',
    [],
    [ready, printer('Status', '.status.conditions[?(@.type=="Ready")].message', 'string', 1), age],
  );
  state.create('clusterissuers.cert-manager.io', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'letsencrypt', generation: 1 },
    spec: { acme: { server: 'https://acme.example/directory' } },
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'ACMEAccountRegistered', message: 'The ACME account was registered with the ACME server' },
      ],
    },
  });
  if (cluster.provider !== 'aws') return;
  createDefinition(
    state,
    'karpenter.sh',
    'v1',
    'nodepools',
    'NodePool',
    'Cluster',
    [],
    [
      printer('NodeClass', '.spec.template.spec.nodeClassRef.name'),
      printer('Nodes', '.status.nodes', 'integer'),
      ready,
      age,
      printer('Weight', '.spec.weight', 'integer', 1),
    ],
  );
  state.create('nodepools.karpenter.sh', {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: 'burst', generation: 1 },
    spec: { weight: 10, template: { spec: { nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' } } } },
    status: { nodes: 3, conditions: [{ type: 'Ready', status: 'True' }] },
  });
}
