import { describe, expect, it } from 'vitest';
import { isMistyped, planConfirmation } from '../../renderer/app/plan-confirmation.ts';
import { contextIdOf } from '../../shared/context-id.ts';
import type { Guard } from '../../shared/protection.ts';

const guarded = (name: string, demand: Guard['demand']) => ({
  contextId: contextIdOf('/home/me/.kube/config', name),
  name,
  guard: { demand, grade: 'protected', reason: '', rule: null } as const,
});
const prod = guarded('prod', 'type-name');
const live = guarded('live', 'type-name');
const staging = guarded('staging', 'confirm');
const dev = guarded('dev', 'none');
const frozen = guarded('frozen', 'deny');

describe('what is demanded before a write', () => {
  it('is nothing where no context demands anything', () => {
    const plan = planConfirmation([dev], new Map());
    expect(plan).toMatchObject({ free: true, refused: false, missing: null });
    expect(plan.confirmations.get(dev.contextId)).toEqual({ confirmed: false, typed: '' });
  });

  it('is the name of each protected context, letter by letter', () => {
    const typed = new Map([[prod.contextId, 'prod']]);
    expect(planConfirmation([prod, live], new Map()).missing).toBe(prod.contextId);
    expect(planConfirmation([prod, live], typed).missing).toBe(live.contextId);
    expect(planConfirmation([prod], new Map([[prod.contextId, 'Prod']])).missing).toBe(prod.contextId);
    expect(planConfirmation([prod, live], typed.set(live.contextId, 'live')).missing).toBeNull();
  });

  it('confirms by pressing alone where the guardrails only ask', () => {
    const plan = planConfirmation([staging], new Map());
    expect(plan).toMatchObject({ free: false, missing: null });
    expect(plan.confirmations.get(staging.contextId)).toEqual({ confirmed: true, typed: '' });
  });

  it('leaves out the contexts that a guardrail refuses, and confirms nothing where that is all of them', () => {
    const plan = planConfirmation([frozen, staging], new Map());
    expect(plan.refused).toBe(false);
    expect([...plan.confirmations.keys()]).toEqual([staging.contextId]);
    expect(planConfirmation([frozen], new Map())).toMatchObject({ refused: true, free: false, confirmations: new Map() });
  });

  it('takes a name with hidden characters as it is shown, and confirms the name itself', () => {
    const odd = guarded('prod\u202elive', 'type-name');
    const plan = planConfirmation([odd], new Map([[odd.contextId, 'prod<U+202E>live']]));
    expect(plan.missing).toBeNull();
    expect(plan.confirmations.get(odd.contextId)).toEqual({ confirmed: true, typed: 'prod\u202elive' });
  });
});

describe('a name that is being typed', () => {
  it('is wrong as soon as it can no longer become the right one', () => {
    expect(['', 'p', 'prod'].map((text) => isMistyped('prod', text))).toEqual([false, false, false]);
    expect(['P', 'pord', 'prod ', 'prods'].map((text) => isMistyped('prod', text))).toEqual([true, true, true, true]);
  });
});
