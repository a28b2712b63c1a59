import { expect, it, test } from 'vitest';
import { confirmedDemand, type GuardedAction, planGuard } from '../../../../electron/features/writes/plan-guard.ts';
import type { GuardedContext } from '../../../../shared/plan-grade.ts';
import { type GuardRule, type Protection, protectionSchema } from '../../../../shared/protection.ts';

const evict = (namespace = 'shop'): GuardedAction => ({
  verb: 'create',
  target: { group: '', resource: 'pods', subresource: 'eviction', namespace },
});
const cordon: GuardedAction = { verb: 'patch', target: { group: '', resource: 'nodes', subresource: '', namespace: '' } };
const scale: GuardedAction = { verb: 'patch', target: { group: 'apps', resource: 'deployments', subresource: 'scale', namespace: 'shop' } };
const context = (name: string, environment: GuardedContext['environment'] = 'dev'): GuardedContext => ({ names: [name], environment });

function protection(rules: readonly Partial<GuardRule>[], grades?: Protection['grades']): Protection {
  return protectionSchema.parse({ rules, ...(grades === undefined ? {} : { grades }) });
}

it.each<[string, GuardedContext, string, string]>([
  ['*prod* is protected by default', context('EU-Prod-1'), 'type-name', 'protected'],
  ['development is open', context('kind'), 'none', 'open'],
  ['staging asks', context('s', 'staging'), 'confirm', 'confirm'],
  ['production by its mark', context('p', 'prod'), 'type-name', 'protected'],
  ['what nobody knows is treated like production', context('x', 'unknown'), 'type-name', 'protected'],
])('without rules the grade decides: %s', (_name, where, demand, grade) => {
  expect(planGuard(protection([]), where, [cordon])).toEqual({ demand, grade, reason: `grade.${grade}`, rule: null });
});

test('the first pattern that matches gives the grade, by the alias too', () => {
  const grades: Protection['grades'] = [
    { pattern: 'prod-sandbox', grade: 'open' },
    { pattern: '*prod*', grade: 'read-only' },
  ];
  expect(planGuard(protection([], grades), context('prod-sandbox', 'prod'), [cordon]).demand).toBe('none');
  expect(planGuard(protection([], grades), { names: ['a1', 'Production'], environment: 'dev' }, [cordon]).demand).toBe('deny');
});

it.each<[string, Partial<GuardRule>, GuardedAction, boolean]>([
  ['everything', {}, evict(), true],
  ['its kind with subresource', { kinds: 'pods/eviction' }, evict(), true],
  ['another subresource', { kinds: 'pods' }, evict(), false],
  ['kind and group', { kinds: 'deployments.apps*' }, scale, true],
  ['a verb', { verbs: ['delete'] }, evict(), false],
  ['a namespace', { namespaces: 'sh?p' }, evict(), true],
  ['another namespace', { namespaces: 'kube-*' }, evict(), false],
  ['cluster-scoped objects by *', { namespaces: '*' }, cordon, true],
  ['cluster-scoped objects are in no namespace', { namespaces: 'kube-*' }, cordon, false],
  ['a dot is a dot', { kinds: 'deployments?apps*' }, { ...scale, target: { ...scale.target, group: 'xapps' } }, false],
])('a rule matches by %s', (_name, rule, action, matches) => {
  const guard = planGuard(protection([{ ...rule, effect: 'deny', reason: 'frozen' }]), context('kind'), [action]);
  expect(guard.rule).toBe(matches ? 0 : null);
  if (matches) expect(guard).toMatchObject({ demand: 'deny', reason: 'frozen' });
});

test('the first rule that matches counts, before any grade; of several writes the strictest is asked for', () => {
  const rules = protection([
    { kinds: 'pods/eviction', effect: 'allow' },
    { kinds: 'pods*', effect: 'deny' },
  ]);
  expect(planGuard(rules, context('prod'), [evict()]).demand).toBe('none');
  expect(planGuard(rules, context('prod'), [evict(), cordon]).demand).toBe('type-name');
});

test('more objects than a rule allows are refused, all of them', () => {
  const rules = protection([{ kinds: 'pods/eviction', effect: 'confirm', most: 2 }]);
  expect(planGuard(rules, context('kind'), [evict(), evict()]).demand).toBe('confirm');
  expect(planGuard(rules, context('kind'), [evict(), evict(), evict()]).demand).toBe('deny');
});

test('a typed name stands only when it is that of the context, letter by letter', () => {
  expect(confirmedDemand({ confirmed: true, typed: 'prod' }, 'prod')).toBe('type-name');
  expect(confirmedDemand({ confirmed: true, typed: 'Prod' }, 'prod')).toBe('confirm');
  expect(confirmedDemand({ confirmed: false, typed: 'prod' }, 'prod')).toBe('none');
});
