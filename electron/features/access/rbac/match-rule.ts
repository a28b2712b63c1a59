import type { AccessQuestion } from '../../../../shared/access.ts';
import type { PolicyRule } from './rbac-objects.ts';

/** Everything, as a verb, API group, resource or URL. */
const all = '*';

/** What a rule is held against: a question about a resource, or about a URL that is none (`/healthz`). */
export type RuleQuestion =
  | Pick<AccessQuestion, 'verb' | 'group' | 'resource' | 'subresource' | 'name'>
  | { readonly verb: string; readonly url: string };

/**
 * Whether a rule grants what is asked, as the RBAC authorizer decides (RuleAllows in plugin/pkg/auth/authorizer/rbac/rbac.go,
 * pkg/apis/rbac/v1/evaluation_helpers.go). `pods/*` matches nothing, a star before `/scale` the scale of every resource; a question without a name is not
 * answered by a rule with names.
 */
export function ruleGrants(rule: PolicyRule, question: RuleQuestion): boolean {
  if (!includes(rule.verbs, question.verb)) return false;
  if ('url' in question) return rule.nonResourceURLs.some((url) => matchesUrl(url, question.url));
  const { group, resource, subresource, name } = question;
  return (
    includes(rule.apiGroups, group) &&
    rule.resources.some((one) => matchesResource(one, resource, subresource)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(name))
  );
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(all) || names.includes(name);
}

function matchesResource(one: string, resource: string, subresource: string): boolean {
  if (one === all || one === (subresource === '' ? resource : `${resource}/${subresource}`)) return true;
  return subresource !== '' && one === `*/${subresource}`;
}

function matchesUrl(one: string, url: string): boolean {
  return one === all || one === url || (one.endsWith('*') && url.startsWith(one.replace(/\*+$/, '')));
}
