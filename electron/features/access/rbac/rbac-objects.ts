import { arrayOf, type JsonObject, objectOf, textOf, textsOf } from '../../../kube/json-fields.ts';
import { type LabelMatcher, labelMatcher } from '../../../kube/match-labels.ts';

/** A rule of a role, as in rbac.authorization.k8s.io/v1 PolicyRule; what is absent is empty. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** A Role, or a ClusterRole when `namespace` is empty. */
export interface RbacRole {
  readonly namespace: string;
  readonly name: string;
  readonly labels: JsonObject;
  readonly rules: readonly PolicyRule[];
  /** Of an aggregated ClusterRole: whether another one is put into it by the controller; null for any other. */
  readonly aggregates: LabelMatcher | null;
}

/** A subject of a binding. */
export interface RbacSubject {
  /** `User`, `Group`, `ServiceAccount`, or something the authorizer does not know. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A RoleBinding, or a ClusterRoleBinding when `namespace` is empty. */
export interface RbacBinding {
  readonly namespace: string;
  readonly name: string;
  readonly subjects: readonly RbacSubject[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

/** All RBAC objects of a cluster. */
export interface RbacObjects {
  readonly roles: readonly RbacRole[];
  readonly bindings: readonly RbacBinding[];
}

/** A Role or ClusterRole from its JSON. */
export function rbacRoleOf(object: unknown): RbacRole {
  const { metadata, rules, aggregationRule } = objectOf(object);
  const { namespace, name, labels } = objectOf(metadata);
  const selectors = objectOf(aggregationRule).clusterRoleSelectors;
  return {
    namespace: textOf(namespace),
    name: textOf(name),
    labels: objectOf(labels),
    rules: arrayOf(rules).map(policyRuleOf),
    aggregates: Array.isArray(selectors) ? anyOf(selectors.map(labelMatcher)) : null,
  };
}

/** A RoleBinding or ClusterRoleBinding from its JSON. */
export function rbacBindingOf(object: unknown): RbacBinding {
  const { metadata, subjects, roleRef } = objectOf(object);
  const { namespace, name } = objectOf(metadata);
  return {
    namespace: textOf(namespace),
    name: textOf(name),
    subjects: arrayOf(subjects).map((subject) => {
      const fields = objectOf(subject);
      return { kind: textOf(fields.kind), namespace: textOf(fields.namespace), name: textOf(fields.name) };
    }),
    roleRef: { kind: textOf(objectOf(roleRef).kind), name: textOf(objectOf(roleRef).name) },
  };
}

function policyRuleOf(rule: unknown): PolicyRule {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = objectOf(rule);
  return {
    verbs: textsOf(verbs),
    apiGroups: textsOf(apiGroups),
    resources: textsOf(resources),
    resourceNames: textsOf(resourceNames),
    nonResourceURLs: textsOf(nonResourceURLs),
  };
}

function anyOf(matchers: readonly LabelMatcher[]): LabelMatcher {
  return (labels) => matchers.some((matches) => matches(labels));
}
