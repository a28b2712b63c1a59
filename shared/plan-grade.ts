import type { Environment } from './context-view.ts';
import { matchesPattern } from './match-pattern.ts';
import type { Grade, Protection } from './protection.ts';

/** A context, as far as guardrails tell one from another. */
export interface GuardedContext {
  /** Names that patterns are held against: the kubeconfig's, and the user's alias. */
  readonly names: readonly string[];
  readonly environment: Environment;
}

/** Where no pattern says it. What nobody knows is treated as production. */
export const gradeOfEnvironment: Readonly<Record<Environment, Grade>> = {
  dev: 'open',
  staging: 'confirm',
  prod: 'protected',
  unknown: 'protected',
};

/** Whether one of the names of a context fits a pattern of a guardrail. */
export function matchesContext(pattern: string, { names }: Pick<GuardedContext, 'names'>): boolean {
  return names.some((name) => matchesPattern(pattern, name));
}

/** The grade of a context: of the first pattern that it fits, else of its environment. Pure; the gate and the page read the same. */
export function planGrade(grades: Protection['grades'], context: GuardedContext): Grade {
  return grades.find(({ pattern }) => matchesContext(pattern, context))?.grade ?? gradeOfEnvironment[context.environment];
}
