import { describe, expect, it } from 'vitest';
import type { Environment } from '../../shared/context-view.ts';
import { planGrade } from '../../shared/plan-grade.ts';
import { protectionSchema } from '../../shared/protection.ts';

const context = (environment: Environment, ...names: string[]) => ({ names, environment });

describe('the grade of a context', () => {
  it('is that of the first pattern that its name or its alias fits', () => {
    const grades = [
      { pattern: 'frozen*', grade: 'read-only' },
      { pattern: '*PROD*', grade: 'protected' },
      { pattern: '*', grade: 'open' },
    ] as const;
    const gradeOf = (...names: string[]) => planGrade([...grades], context('prod', ...names));
    expect([gradeOf('frozen-prod'), gradeOf('arn:aws:1', 'eks-prod'), gradeOf('lab')]).toEqual(['read-only', 'protected', 'open']);
  });

  it('is read from the environment where no pattern says it, and what nobody knows is treated as production', () => {
    const environments: Environment[] = ['dev', 'staging', 'prod', 'unknown'];
    expect(environments.map((environment) => planGrade([], context(environment, 'x')))).toEqual([
      'open',
      'confirm',
      'protected',
      'protected',
    ]);
  });

  it('protects whatever is called prod before anybody has set anything', () => {
    expect(planGrade(protectionSchema.parse({}).grades, context('dev', 'my-prod-eu'))).toBe('protected');
  });
});
