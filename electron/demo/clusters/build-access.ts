import type { ClusterState } from '../cluster-state.ts';
import type { ClusterSpec } from './cluster-spec.ts';

const api = 'rbac.authorization.k8s.io';
const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete'];

/** The shop's roles: what people and robots of a company that runs it would have. */
const roles: Readonly<Record<string, readonly object[]>> = {
  view: [
    {
      apiGroups: [''],
      resources: ['pods', 'pods/log', 'services', 'endpoints', 'configmaps', 'events', 'namespaces', 'nodes', 'persistentvolumeclaims'],
      verbs: read,
    },
    { apiGroups: ['apps', 'batch', 'networking.k8s.io', 'autoscaling'], resources: ['*'], verbs: read },
    { apiGroups: ['metrics.k8s.io'], resources: ['*'], verbs: ['get', 'list'] },
  ],
  edit: [
    {
      apiGroups: ['', 'apps', 'batch', 'networking.k8s.io'],
      resources: ['pods', 'deployments', 'deployments/scale', 'statefulsets', 'jobs', 'configmaps', 'services', 'ingresses'],
      verbs: [...read, ...write],
    },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get', 'create'] },
  ],
  sre: [
    { apiGroups: ['*'], resources: ['*'], verbs: read },
    { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
    { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] },
  ],
  deployer: [
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: [...read, 'create', 'update', 'patch'] },
    { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['registry'], verbs: ['get'] },
  ],
};

/**
 * Who may do what in a demo cluster: developers view everything and edit their teams' namespaces, those on call do more, a robot deploys. Each cluster has its own
 * drift: on call opens no shell on OVH, and somebody's debugging left a binding on EKS.
 */
export function buildAccess(state: ClusterState, { name, namespaces }: ClusterSpec): void {
  const put = (resource: string, kind: string, object: { metadata: { name: string; namespace?: string } } & Record<string, unknown>) =>
    state.create(`${resource}.${api}`, { apiVersion: `${api}/v1`, kind, ...object });
  const group = (of: string) => ({ kind: 'Group', apiGroup: api, name: of });
  const toClusterRole = (role: string) => ({ apiGroup: api, kind: 'ClusterRole', name: role });
  for (const [role, rules] of Object.entries(roles)) {
    const shown = role === 'sre' && name === 'ovh-prod' ? rules.slice(0, -1) : rules;
    put('clusterroles', 'ClusterRole', { metadata: { name: role }, rules: shown });
  }
  put('clusterrolebindings', 'ClusterRoleBinding', {
    metadata: { name: 'developers-view' },
    roleRef: toClusterRole('view'),
    subjects: [group('developers')],
  });
  put('clusterrolebindings', 'ClusterRoleBinding', {
    metadata: { name: 'sre' },
    roleRef: toClusterRole('sre'),
    subjects: [group('sre-oncall')],
  });
  if (name === 'eks-live')
    put('clusterrolebindings', 'ClusterRoleBinding', {
      metadata: { name: 'tmp-debug-ines' },
      roleRef: toClusterRole('cluster-admin'),
      subjects: [{ kind: 'User', apiGroup: api, name: 'oidc:ines.p' }],
    });
  for (const namespace of ['checkout', 'payments', 'catalog', 'search'].filter((each) => namespaces.includes(each))) {
    put('rolebindings', 'RoleBinding', {
      metadata: { name: 'developers-edit', namespace },
      roleRef: toClusterRole('edit'),
      subjects: [group(`team-${namespace}`)],
    });
    state.create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'deployer', namespace } });
    put('rolebindings', 'RoleBinding', {
      metadata: { name: 'deployer', namespace },
      roleRef: toClusterRole('deployer'),
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace }],
    });
  }
}
