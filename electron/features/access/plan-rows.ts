import { type AccessRow, usualVerbs } from '../../../shared/access.ts';
import type { ServedResource } from '../../kube/discovery.ts';

/**
 * Verbs that no resource serves but that authorizers are asked about, by resource and group (Kubernetes documentation, "Authorization Overview"; bind and escalate:
 * pkg/registry/rbac/escalation_check.go; impersonate: apiserver pkg/endpoints/filters/impersonation; approve, sign and attest: plugin/pkg/admission/certificates;
 * use: PodSecurityPolicies, and OpenShift's SecurityContextConstraints).
 */
const furtherVerbs: Readonly<Record<string, readonly string[]>> = {
  'roles.rbac.authorization.k8s.io': ['bind', 'escalate'],
  'clusterroles.rbac.authorization.k8s.io': ['bind', 'escalate'],
  serviceaccounts: ['impersonate'],
  'securitycontextconstraints.security.openshift.io': ['use'],
  'podsecuritypolicies.policy': ['use'],
};

/** Resources that exist only for authorizers: nothing serves them. */
const virtualRows: readonly AccessRow[] = [
  row('', 'users', ['impersonate']),
  row('', 'groups', ['impersonate']),
  row('authentication.k8s.io', 'uids', ['impersonate']),
  row('authentication.k8s.io', 'userextras', ['impersonate']),
  row('certificates.k8s.io', 'signers', ['approve', 'attest', 'sign']),
];

/** What a kubelet asks the API server about whoever talks to it (pkg/kubelet/server/auth.go): below `nodes`, which serves none of them. */
const kubeletSubresources = ['log', 'metrics', 'pods', 'stats'];

/**
 * The rows of a matrix: each resource that is served with its subresources, and what only authorizers know. Sorted by group (core first), resource, subresource.
 * A resource in several groups (`events`) has a row in each, because RBAC tells them apart.
 */
export function planRows(served: readonly ServedResource[]): readonly AccessRow[] {
  const rows = served.flatMap(rowsOf);
  for (const virtual of virtualRows) if (!rows.some((one) => isSame(one, virtual))) rows.push(virtual);
  return rows.sort((a, b) => compare(a.group, b.group) || compare(a.resource, b.resource) || compare(a.subresource, b.subresource));
}

function rowsOf({ group, version, resource, namespaced, verbs, subresources }: ServedResource): AccessRow[] {
  const further = furtherVerbs[group === '' ? resource : `${resource}.${group}`] ?? [];
  const rows: AccessRow[] = [{ group, version, resource, subresource: '', namespaced, verbs: sortedVerbs([...verbs, ...further]) }];
  for (const { name, verbs: ofSubresource } of subresources)
    rows.push({ group, version, resource, subresource: name, namespaced, verbs: sortedVerbs(ofSubresource) });
  if (group === '' && resource === 'nodes')
    for (const subresource of kubeletSubresources)
      if (!subresources.some(({ name }) => name === subresource))
        rows.push({ group, version, resource, subresource, namespaced, verbs: ['get'] });
  return rows;
}

/** Each verb once, columns' order first. */
function sortedVerbs(verbs: readonly string[]): readonly string[] {
  const known = usualVerbs.filter((verb) => verbs.includes(verb));
  const others = [...new Set(verbs)].filter((verb) => !(usualVerbs as readonly string[]).includes(verb)).sort(compare);
  return [...known, ...others];
}

function row(group: string, resource: string, verbs: readonly string[]): AccessRow {
  return { group, version: group === '' ? 'v1' : '', resource, subresource: '', namespaced: false, verbs };
}

function isSame(a: AccessRow, b: AccessRow): boolean {
  return a.group === b.group && a.resource === b.resource && a.subresource === b.subresource;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
