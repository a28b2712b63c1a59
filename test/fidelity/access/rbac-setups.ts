import { identityOfSubject } from '../../../electron/features/access/rbac/subject-identity.ts';
import type { AccessIdentity, AccessSubject } from '../../../shared/access.ts';

/** One made-up team: a namespace with roles, bindings, and one subject whose rights are compared there. */
export interface RbacSetup {
  readonly namespace: string;
  readonly subject: Exclude<AccessSubject, { type: 'me' }>;
  readonly identity: AccessIdentity;
  /** Namespaced objects, then cluster-scoped ones; each with its API path. */
  readonly objects: readonly { readonly path: string; readonly object: object }[];
}

const api = '/apis/rbac.authorization.k8s.io/v1';
const ref = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

const verbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'use',
];
const groups = ['', 'apps', 'batch', 'rbac.authorization.k8s.io', 'certificates.k8s.io', 'policy', 'example.invalid'];
/** What roles name, rightly and wrongly: stars in every place where somebody has put one. */
const resources = [
  'pods',
  'pods/log',
  'pods/exec',
  'pods/eviction',
  'pods/*',
  '*/scale',
  '*/status',
  '*',
  'deployments',
  'deployments/scale',
  'secrets',
  'nodes',
  'nodes/proxy',
  'nodes/stats',
  'serviceaccounts',
  'serviceaccounts/token',
  'roles',
  'clusterroles',
  'users',
  'groups',
  'signers',
  'jobs',
  'PODS',
];
const names = ['the-one', 'another'];
const urls = ['/healthz', '/metrics', '/logs/*', '*'];

/** A generator of numbers from 0 to below 1 that gives the same ones for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` set-ups, the same for the same count: users, groups and ServiceAccounts, bound in every way that RBAC has and some that it ignores. */
export function rbacSetups(count: number): readonly RbacSetup[] {
  return Array.from({ length: count }, (_, number) => setup(number));
}

function setup(number: number): RbacSetup {
  const random = randomOf(number + 1);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const some = <Item>(items: readonly Item[], most: number): Item[] => [
    ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(items))),
  ];
  const chance = (share: number) => random() < share;
  const namespace = `team-${number}`;
  const subject: RbacSetup['subject'] =
    number % 3 === 0
      ? { type: 'service-account', namespace, name: 'robot' }
      : { type: 'user', user: `user-${number}`, groups: chance(0.6) ? [`group-${number}`] : [], uid: '', extra: {} };
  const identity = identityOfSubject(subject);
  if (identity === null) throw new Error('a subject of a set-up has an identity');

  const rule = () => ({
    verbs: chance(0.15) ? ['*'] : some(verbs, 5),
    apiGroups: chance(0.15) ? ['*'] : some(groups, 3),
    resources: some(resources, 4),
    ...(chance(0.15) ? { resourceNames: some(names, 2) } : {}),
  });
  const clusterRule = () => (chance(0.2) ? { verbs: ['get'], nonResourceURLs: some(urls, 2) } : rule());
  const rules = () => Array.from({ length: 1 + Math.floor(random() * 3) }, rule);
  const clusterRules = () => Array.from({ length: 1 + Math.floor(random() * 3) }, clusterRule);
  const me = () => {
    if (subject.type === 'service-account') {
      return pick([
        { kind: 'ServiceAccount', name: 'robot', namespace },
        // Of another namespace: not me.
        { kind: 'ServiceAccount', name: 'robot', namespace: 'default' },
        { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: `system:serviceaccounts:${namespace}` },
        { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: `system:serviceaccount:${namespace}:robot` },
      ]);
    }
    const named = subject.groups.map((group) => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: group }));
    return pick([{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: subject.user }, ...named]);
  };
  const somebody = { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'somebody-else' };
  const subjects = () => (chance(0.3) ? [somebody, me()] : chance(0.15) ? [somebody] : [me()]);

  const objects: { path: string; object: object }[] = [];
  const inNamespace = (resource: string, object: object) => objects.push({ path: `${api}/namespaces/${namespace}/${resource}`, object });
  const ofCluster = (resource: string, object: object) => objects.push({ path: `${api}/${resource}`, object });
  const prefix = `setup-${number}`;
  for (let role = 0; role < 2; role++) inNamespace('roles', { metadata: { name: `role-${role}` }, rules: rules() });
  ofCluster('clusterroles', { metadata: { name: prefix, labels: { 'team/part': prefix } }, rules: clusterRules() });
  ofCluster('clusterroles', {
    metadata: { name: `${prefix}-sum` },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'team/part': prefix } }] },
    rules: [],
  });
  inNamespace('rolebindings', { metadata: { name: 'to-role' }, subjects: subjects(), roleRef: ref('Role', `role-${pick([0, 1])}`) });
  inNamespace('rolebindings', {
    metadata: { name: 'to-cluster-role' },
    subjects: subjects(),
    roleRef: ref('ClusterRole', pick([prefix, `${prefix}-sum`])),
  });
  if (chance(0.4)) inNamespace('rolebindings', { metadata: { name: 'orphan' }, subjects: [me()], roleRef: ref('Role', 'not-there') });
  if (chance(0.4))
    ofCluster('clusterrolebindings', {
      metadata: { name: prefix },
      subjects: subjects(),
      roleRef: ref('ClusterRole', pick([prefix, `${prefix}-sum`])),
    });
  if (chance(0.1))
    ofCluster('clusterrolebindings', { metadata: { name: `${prefix}-all` }, subjects: [me()], roleRef: ref('ClusterRole', 'view') });
  if (chance(0.05))
    ofCluster('clusterrolebindings', {
      metadata: { name: `${prefix}-admin` },
      subjects: [me()],
      roleRef: ref('ClusterRole', 'cluster-admin'),
    });
  if (chance(0.2))
    ofCluster('clusterrolebindings', {
      metadata: { name: `${prefix}-orphan` },
      subjects: [me()],
      roleRef: ref('ClusterRole', 'not-there'),
    });
  return { namespace, subject, identity, objects };
}
