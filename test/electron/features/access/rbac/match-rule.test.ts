import { describe, expect, it } from 'vitest';
import { type RuleQuestion, ruleGrants } from '../../../../../electron/features/access/rbac/match-rule.ts';
import type { PolicyRule } from '../../../../../electron/features/access/rbac/rbac-objects.ts';

const rule = (fields: Partial<PolicyRule>): PolicyRule => ({
  verbs: ['get'],
  apiGroups: [''],
  resources: ['pods'],
  resourceNames: [],
  nonResourceURLs: [],
  ...fields,
});
const ask = (fields: Partial<Exclude<RuleQuestion, { url: string }>> = {}): RuleQuestion => ({
  verb: 'get',
  group: '',
  resource: 'pods',
  subresource: '',
  name: '',
  ...fields,
});

describe('a rule of a role', () => {
  it('grants what it names, and nothing else', () => {
    expect(ruleGrants(rule({}), ask())).toBe(true);
    expect(ruleGrants(rule({}), ask({ verb: 'list' }))).toBe(false);
    expect(ruleGrants(rule({}), ask({ group: 'metrics.k8s.io' }))).toBe(false);
    expect(ruleGrants(rule({}), ask({ resource: 'secrets' }))).toBe(false);
  });

  it('with a resource says nothing of its subresources', () => {
    expect(ruleGrants(rule({}), ask({ subresource: 'log' }))).toBe(false);
    expect(ruleGrants(rule({ resources: ['pods/log'] }), ask({ subresource: 'log' }))).toBe(true);
    expect(ruleGrants(rule({ resources: ['pods/log'] }), ask())).toBe(false);
  });

  it('with a star after the slash grants nothing, with one before it that subresource of everything', () => {
    expect(ruleGrants(rule({ resources: ['pods/*'] }), ask({ subresource: 'log' }))).toBe(false);
    expect(ruleGrants(rule({ resources: ['pods/*'] }), ask())).toBe(false);
    expect(ruleGrants(rule({ resources: ['*/log'] }), ask({ subresource: 'log' }))).toBe(true);
    expect(ruleGrants(rule({ resources: ['*/log'] }), ask())).toBe(false);
  });

  it('with a star alone grants resources and subresources', () => {
    expect(ruleGrants(rule({ resources: ['*'] }), ask({ subresource: 'exec' }))).toBe(true);
    expect(ruleGrants(rule({ resources: ['*'], apiGroups: ['*'], verbs: ['*'] }), ask({ verb: 'bind', group: 'x' }))).toBe(true);
  });

  it('with names does not answer a question without one', () => {
    expect(ruleGrants(rule({ resourceNames: ['a'] }), ask())).toBe(false);
    expect(ruleGrants(rule({ resourceNames: ['a'] }), ask({ name: 'a' }))).toBe(true);
    expect(ruleGrants(rule({ resourceNames: ['a'] }), ask({ name: 'b' }))).toBe(false);
  });

  it('of URLs matches whole, by prefix or all', () => {
    const urls = (...nonResourceURLs: string[]) => rule({ nonResourceURLs, resources: [], apiGroups: [] });
    expect(ruleGrants(urls('/healthz'), { verb: 'get', url: '/healthz' })).toBe(true);
    expect(ruleGrants(urls('/healthz'), { verb: 'get', url: '/healthz/etcd' })).toBe(false);
    expect(ruleGrants(urls('/healthz/*'), { verb: 'get', url: '/healthz/etcd' })).toBe(true);
    expect(ruleGrants(urls('*'), { verb: 'get', url: '/metrics' })).toBe(true);
    expect(ruleGrants(rule({ resources: ['*'] }), { verb: 'get', url: '/metrics' })).toBe(false);
  });
});
