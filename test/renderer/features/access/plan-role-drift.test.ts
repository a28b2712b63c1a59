import { expect, it } from 'vitest';
import { planRoleDrift } from '../../../../renderer/features/access/plan-role-drift.ts';
import type { CompactRbacObject } from '../../../../shared/access.ts';

const role = (name: string, ...lines: string[]): CompactRbacObject => ({ kind: 'ClusterRole', namespace: '', name, lines });

it('says nothing of what is alike everywhere', () => {
  const objects = [role('view', 'get pods')];
  expect(planRoleDrift([{ objects }, { objects }])).toEqual([]);
});

it('tells an object that only one cluster has from one that has other rules there', () => {
  const here = { objects: [role('view', 'get pods', 'list pods'), role('extra', 'get nodes')] };
  const there = { objects: [role('view', 'get pods')] };
  expect(planRoleDrift([here, there])).toEqual([
    { kind: 'ClusterRole', namespace: '', name: 'extra', present: [true, false], lines: [] },
    { kind: 'ClusterRole', namespace: '', name: 'view', present: [true, true], lines: [{ text: 'list pods', present: [true, false] }] },
  ]);
});

it('lists what Kubernetes brings itself after all else', () => {
  const here = { objects: [role('system:node'), role('zeta')] };
  expect(planRoleDrift([here, { objects: [] }]).map(({ name }) => name)).toEqual(['zeta', 'system:node']);
});
