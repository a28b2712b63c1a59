import type { WriteTarget } from '../../../shared/journal.ts';
import { matchesPattern } from '../../../shared/match-pattern.ts';
import { type GuardedContext, matchesContext, planGrade } from '../../../shared/plan-grade.ts';
import type { Confirmation, Grade, Guard, GuardRule, Protection, WriteVerb } from '../../../shared/protection.ts';

/** One write, as a guardrail looks at it. */
export interface GuardedAction {
  readonly verb: WriteVerb;
  readonly target: Pick<WriteTarget, 'group' | 'resource' | 'subresource' | 'namespace'>;
}

type Demand = Guard['demand'];

/** From the least to the most. */
const demands: readonly Demand[] = ['none', 'confirm', 'type-name', 'deny'];
const demandOf: Readonly<Record<Grade, Demand>> = { open: 'none', confirm: 'confirm', protected: 'type-name', 'read-only': 'deny' };
const demandOfEffect = { allow: 'none', confirm: 'confirm', 'type-name': 'type-name', deny: 'deny' } as const;

/**
 * What is asked before an action of these writes. Pure. For each write the first rule that matches decides, else the grade of the context; the
 * strictest of them is asked for. A rule that allows fewer objects than there are refuses all of them.
 */
export function planGuard({ grades, rules }: Protection, context: GuardedContext, actions: readonly GuardedAction[]): Guard {
  const grade = planGrade(grades, context);
  const byGrade: Guard = { demand: demandOf[grade], grade, reason: `grade.${grade}`, rule: null };
  const counts = new Map<number, number>();
  let strictest: Guard | null = null;
  for (const action of actions) {
    const index = rules.findIndex((rule) => matchesRule(rule, context, action));
    const rule = rules[index];
    let guard = byGrade;
    if (rule !== undefined) {
      const count = (counts.get(index) ?? 0) + 1;
      counts.set(index, count);
      const demand = rule.most !== null && count > rule.most ? 'deny' : demandOfEffect[rule.effect];
      guard = { demand, grade, reason: rule.reason, rule: index };
    }
    if (strictest === null || isStricter(guard.demand, strictest.demand)) strictest = guard;
  }
  return strictest ?? byGrade;
}

/** Whether `a` asks for more than `b`. */
export function isStricter(a: Demand, b: Demand): boolean {
  return demands.indexOf(a) > demands.indexOf(b);
}

/** The most that this confirmation answers: a typed name stands for everything but a refusal. */
export function confirmedDemand({ confirmed, typed }: Confirmation, contextName: string): Demand {
  if (!confirmed) return 'none';
  return typed === contextName ? 'type-name' : 'confirm';
}

function matchesRule(rule: GuardRule, context: GuardedContext, { verb, target }: GuardedAction): boolean {
  if (rule.verbs.length > 0 && !rule.verbs.includes(verb)) return false;
  if (!matchesContext(rule.contexts, context)) return false;
  // A cluster-scoped object is in no namespace that a pattern could name.
  if (target.namespace === '' ? !['', '*'].includes(rule.namespaces) : !matchesPattern(rule.namespaces, target.namespace)) return false;
  const group = target.group === '' ? '' : `.${target.group}`;
  const subresource = target.subresource === '' ? '' : `/${target.subresource}`;
  return matchesPattern(rule.kinds, `${target.resource}${group}${subresource}`);
}
