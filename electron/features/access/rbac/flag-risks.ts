import { type AccessRisk, accessRisks } from '../../../../shared/access.ts';
import { type RuleQuestion, ruleGrants } from './match-rule.ts';
import type { PolicyRule, RbacBinding, RbacRole } from './rbac-objects.ts';
import { mastersGroup } from './subject-identity.ts';

const ask = (verb: string, resource: string, group = '', subresource = ''): RuleQuestion => ({
  verb,
  group,
  resource,
  subresource,
  name: '',
});
const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const workloads = ['deployments', 'daemonsets', 'statefulsets', 'replicasets'].map((resource) => ask('create', resource, 'apps'));

/** Any of these questions that a rule grants is the risk. */
const questions: Readonly<Record<Exclude<AccessRisk, 'masters' | 'everything'>, readonly RuleQuestion[]>> = {
  escalate: [ask('escalate', 'clusterroles', rbac), ask('escalate', 'roles', rbac)],
  bind: [ask('bind', 'clusterroles', rbac), ask('bind', 'roles', rbac)],
  impersonate: ['users', 'groups', 'serviceaccounts'].map((resource) => ask('impersonate', resource)),
  // With the WebSocket protocol `get` opens a shell, too (KEP-4006).
  exec: [
    ...['exec', 'attach'].flatMap((below) => [ask('create', 'pods', '', below), ask('get', 'pods', '', below)]),
    ask('update', 'pods', '', 'ephemeralcontainers'),
    ask('patch', 'pods', '', 'ephemeralcontainers'),
  ],
  secrets: ['get', 'list', 'watch'].map((verb) => ask(verb, 'secrets')),
  'node-proxy': ['get', 'create'].map((verb) => ask(verb, 'nodes', '', 'proxy')),
  'create-pods': [ask('create', 'pods'), ...workloads, ask('create', 'jobs', 'batch'), ask('create', 'cronjobs', 'batch')],
  'create-tokens': [ask('create', 'serviceaccounts', '', 'token')],
  webhooks: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'].flatMap((resource) =>
    ['create', 'update', 'patch'].map((verb) => ask(verb, resource, admission)),
  ),
  'approve-certificates': [
    ask('update', 'certificatesigningrequests', 'certificates.k8s.io', 'approval'),
    ask('patch', 'certificatesigningrequests', 'certificates.k8s.io', 'approval'),
  ],
};

/** Risks of one rule; a rule with names is none, because it is about objects somebody chose. `everything` stands alone. */
export function risksOfRule(rule: PolicyRule): readonly AccessRisk[] {
  if (rule.resourceNames.length > 0) return [];
  if ([rule.verbs, rule.apiGroups, rule.resources].every((words) => words.includes('*'))) return ['everything'];
  return accessRisks.filter(
    (risk) => risk !== 'masters' && risk !== 'everything' && questions[risk].some((question) => ruleGrants(rule, question)),
  );
}

/** Risks that a binding brings its subjects; `masters` for the group whom no authorizer is asked about. */
export function risksOfBinding(binding: RbacBinding, role: RbacRole | null): readonly AccessRisk[] {
  const found = new Set(role?.rules.flatMap(risksOfRule) ?? []);
  if (binding.subjects.some(({ kind, name }) => kind === 'Group' && name === mastersGroup)) found.add('masters');
  return accessRisks.filter((risk) => found.has(risk));
}
