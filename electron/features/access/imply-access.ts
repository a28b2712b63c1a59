import type { AccessIdentity, AccessRow, ImpliedRow } from '../../../shared/access.ts';
import { objectOf, textsOf } from '../../kube/json-fields.ts';
import { rulesFor } from './rbac/find-grants.ts';
import { ruleGrants } from './rbac/match-rule.ts';
import type { RbacIndex } from './rbac/rbac-index.ts';
import type { PolicyRule } from './rbac/rbac-objects.ts';

/** Everything may be done: what a yes to `*` on `*` implies. */
export function impliedByAll(rows: readonly AccessRow[]): readonly ImpliedRow[] {
  return rows.map(({ verbs }) => ({ yes: verbs, no: [] }));
}

/** What a list of all rules of whoever asks implies (SelfSubjectRulesReview with `incomplete` false). `name` empty = whatever its name. */
export function impliedByRules(rows: readonly AccessRow[], rules: readonly unknown[], name: string): readonly ImpliedRow[] {
  const known = rules.map(resourceRuleOf);
  return rows.map((row) => grantedBy(row, known, name));
}

/** What RBAC objects say of an identity. A namespaced resource is asked about in `namespace`, any other in none. */
export function impliedByRoles(
  rows: readonly AccessRow[],
  index: RbacIndex,
  identity: AccessIdentity,
  namespace: string,
  name: string,
): readonly ImpliedRow[] {
  const inNamespace = rulesFor(index, identity, namespace);
  const ofCluster = namespace === '' ? inNamespace : rulesFor(index, identity, '');
  return rows.map((row) => grantedBy(row, row.namespaced ? inNamespace : ofCluster, name));
}

function grantedBy(row: AccessRow, rules: readonly PolicyRule[], name: string): ImpliedRow {
  const yes = row.verbs.filter((verb) => rules.some((rule) => ruleGrants(rule, { ...row, verb, name })));
  return { yes, no: row.verbs.filter((verb) => !yes.includes(verb)) };
}

/** A ResourceRule of authorization.k8s.io/v1, as a rule of a role. */
function resourceRuleOf(rule: unknown): PolicyRule {
  const { verbs, apiGroups, resources, resourceNames } = objectOf(rule);
  return {
    verbs: textsOf(verbs),
    apiGroups: textsOf(apiGroups),
    resources: textsOf(resources),
    resourceNames: textsOf(resourceNames),
    nonResourceURLs: [],
  };
}
