import type { ServedResource } from './api-resources.ts';
import { StatusError } from './status-error.ts';

/** What a rule allows. `*` stands for all; no namespaces (undefined) means cluster-wide. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** `pods`, `pods/log`, `*`. As in RBAC, `*` covers subresources and `pods` does not. */
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Someone the server knows by a bearer token. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
  readonly rules: readonly AccessRule[];
}

/** What a request wants to do. */
export interface AccessAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

const EVERYTHING: AccessRule = { verbs: ['*'], groups: ['*'], resources: ['*'] };

/** cluster-admin. */
export function adminUser(name: string): User {
  return { name, groups: ['system:masters', 'system:authenticated'], rules: [EVERYTHING] };
}

/** Who sent no credential: may read the version and health, nothing else. */
export const ANONYMOUS: User = { name: 'system:anonymous', groups: ['system:unauthenticated'], rules: [] };

const READ = ['get', 'list', 'watch'];

/** A developer who reads cluster-scoped things and everything inside some namespaces, and changes workloads there. */
export function namespacedUser(name: string, namespaces: readonly string[], groups: readonly string[] = []): User {
  return {
    name,
    groups: [...groups, 'system:authenticated'],
    rules: [
      {
        verbs: READ,
        groups: ['', 'storage.k8s.io', 'apiextensions.k8s.io', 'metrics.k8s.io'],
        resources: ['nodes', 'namespaces', 'persistentvolumes', 'storageclasses', 'customresourcedefinitions'],
      },
      {
        verbs: ['create'],
        groups: ['authorization.k8s.io', 'authentication.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'],
      },
      { verbs: READ, groups: ['*'], resources: ['*'], namespaces },
      {
        verbs: ['patch', 'update', 'delete', 'create'],
        groups: ['', 'apps', 'batch'],
        resources: ['pods', 'pods/eviction', 'deployments', 'deployments/scale', 'jobs'],
        namespaces,
      },
    ],
  };
}

const covers = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);

/** RBAC's answer. */
export function isAllowed(user: User, wanted: AccessAttributes): boolean {
  const resource = wanted.subresource === '' ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  return user.rules.some(
    (rule) =>
      covers(rule.verbs, wanted.verb) &&
      covers(rule.groups, wanted.group) &&
      (covers(rule.resources, resource) || (wanted.subresource !== '' && rule.resources.includes(`*/${wanted.subresource}`))) &&
      (rule.namespaces === undefined || rule.namespaces.includes(wanted.namespace)) &&
      (rule.resourceNames === undefined || rule.resourceNames.includes(wanted.name)),
  );
}

/** The 403 a real server answers, words included. */
export function forbidden(user: User, wanted: AccessAttributes): StatusError {
  const resource = wanted.subresource === '' ? wanted.resource : `${wanted.resource}/${wanted.subresource}`;
  const kind = wanted.resource;
  const subject = wanted.name === '' ? '' : ` ${JSON.stringify(wanted.name)}`;
  const qualified = wanted.group === '' ? kind : `${kind}.${wanted.group}`;
  const where = wanted.namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(wanted.namespace)}`;
  const message = `${qualified}${subject} is forbidden: User ${JSON.stringify(user.name)} cannot ${wanted.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(wanted.group)} ${where}`;
  return new StatusError(403, 'Forbidden', message, {
    ...(wanted.name === '' ? {} : { name: wanted.name }),
    ...(wanted.group === '' ? {} : { group: wanted.group }),
    kind,
  });
}

/** The RBAC verb of an HTTP method. */
export function verbOf(method: string, hasName: boolean, isWatch: boolean): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return isWatch ? 'watch' : hasName ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return hasName ? 'delete' : 'deletecollection';
    default:
      throw new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  }
}

/** Rules as SelfSubjectRulesReview reports them for one namespace. */
export function rulesInNamespace(user: User, namespace: string): readonly Record<string, unknown>[] {
  return user.rules
    .filter((rule) => rule.namespaces === undefined || rule.namespaces.includes(namespace))
    .map((rule) => ({
      verbs: rule.verbs,
      apiGroups: rule.groups,
      resources: rule.resources,
      ...(rule.resourceNames ? { resourceNames: rule.resourceNames } : {}),
    }));
}

/** What SelfSubjectAccessReview and every request check. */
export function attributesOf(
  resource: ServedResource,
  verb: string,
  namespace: string,
  name: string,
  subresource: string,
): AccessAttributes {
  return { verb, group: resource.group, resource: resource.resource, subresource, namespace, name };
}
