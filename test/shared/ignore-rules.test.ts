import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextIdOf } from '../../shared/context-id.ts';
import {
  applyIgnoreRules,
  type IgnoreScope,
  type IgnoreSpan,
  ignoreRule,
  ignoreRuleSchema,
  mostIgnoreRules,
  withIgnoreRule,
  withoutIgnoreRule,
} from '../../shared/ignore-rules.ts';
import type { Problem, ProblemCause, Severity } from '../../shared/problem.ts';
import { settingsPatchSchema, settingsSchema } from '../../shared/settings.ts';

const here = contextIdOf('/k', 'here');
const there = contextIdOf('/k', 'there');
const now = 1_000_000;
const dayMs = 86_400_000;

function problemOf(name: string, changes: Partial<Problem> = {}, cause: ProblemCause = 'crash-loop'): Problem {
  return {
    id: `${cause}/Deployment/shop/${name}`,
    severity: 'attention',
    cause,
    object: { group: 'apps', version: 'v1', resource: 'deployments', kind: 'Deployment', namespace: 'shop', name },
    pods: [],
    affected: 1,
    total: 2,
    since: now,
    facts: { reason: 'Error', restarts: 5 },
    message: '',
    expected: null,
    ...changes,
  };
}
const placed = (problem: Problem, context = here) => ({ context, problem });

/** Names of problems that are still shown. */
function shown(scope: IgnoreScope, span: IgnoreSpan, problems: readonly ReturnType<typeof placed>[], at = now) {
  const rule = ignoreRule(placed(problemOf('api')), scope, span, now);
  return applyIgnoreRules(problems, [rule], at).shown.map(
    ({ context, problem }) => `${context === here ? 'here' : 'there'}/${problem.cause}/${problem.object.name}`,
  );
}

describe('what a rule hides', () => {
  const all = [
    placed(problemOf('api')),
    placed(problemOf('web')),
    placed(problemOf('api'), there),
    placed(problemOf('api', {}, 'not-ready')),
  ];
  test('one object, one cause in one cluster, or one cause everywhere', () => {
    expect(shown('object', '1d', all)).toEqual(['here/crash-loop/web', 'there/crash-loop/api', 'here/not-ready/api']);
    expect(shown('cause-here', '1d', all)).toEqual(['there/crash-loop/api', 'here/not-ready/api']);
    expect(shown('cause-everywhere', '1d', all)).toEqual(['here/not-ready/api']);
  });

  test('ends when its time is over', () => {
    expect(shown('object', '1h', all.slice(0, 1), now + 3_599_999)).toEqual([]);
    expect(shown('object', '1h', all.slice(0, 1), now + 3_600_000)).toHaveLength(1);
    expect(shown('object', 'forever', all.slice(0, 1), now + 10_000 * dayMs)).toEqual([]);
  });

  test('a worse severity breaks through, a better one does not', () => {
    expect(shown('cause-everywhere', 'forever', [placed(problemOf('api', { severity: 'broken' }))])).toHaveLength(1);
    expect(shown('cause-everywhere', 'forever', [placed(problemOf('api', { severity: 'unknown' }))])).toEqual([]);
  });

  test('until it changes: more pods or another reason are a change, more restarts are none', () => {
    expect(shown('object', 'changed', [placed(problemOf('api', { facts: { reason: 'Error', restarts: 900 }, since: now + 1 }))])).toEqual(
      [],
    );
    expect(shown('object', 'changed', [placed(problemOf('api', { affected: 2 }))])).toHaveLength(1);
    expect(shown('object', 'changed', [placed(problemOf('api', { facts: { reason: 'OOMKilled', restarts: 5 } }))])).toHaveLength(1);
  });

  test('names may have patterns', () => {
    const rule = { ...ignoreRule(placed(problemOf('api')), 'object', 'forever', now), name: 'preview-*' };
    expect(applyIgnoreRules([placed(problemOf('preview-12')), placed(problemOf('api'))], [rule], now)).toMatchObject({
      shown: [{ problem: { object: { name: 'api' } } }],
      ignored: [{ placed: { problem: { object: { name: 'preview-12' } } }, rule: { id: rule.id } }],
    });
  });
});

describe('the list of rules', () => {
  test('the same thing ignored twice is one rule, and is taken back by its id', () => {
    const first = ignoreRule(placed(problemOf('api')), 'object', '1h', now);
    const again = ignoreRule(placed(problemOf('api')), 'object', '30d', now + 5);
    const rules = withIgnoreRule(withIgnoreRule([], first, now), again, now + 5);
    expect(rules).toEqual([again]);
    expect(withoutIgnoreRule(rules, again.id, now)).toEqual([]);
  });

  test('drops what has ended and stays bounded', () => {
    const rule = (index: number, until: number | null) => ({
      ...ignoreRule(placed(problemOf(`p${index}`)), 'object', 'forever', now + index),
      until,
    });
    const ended = rule(0, now - 1);
    expect(withIgnoreRule([ended], rule(1, null), now)).toHaveLength(1);
    const many = Array.from({ length: mostIgnoreRules + 50 }, (_, index) => rule(index, null));
    const kept = many.reduce<ReturnType<typeof withIgnoreRule>>((rules, one) => withIgnoreRule(rules, one, now), []);
    expect(kept).toHaveLength(mostIgnoreRules);
    expect(kept.at(-1)).toEqual(many.at(-1));
    expect(settingsPatchSchema.parse({ ignoreRules: kept }).ignoreRules).toEqual(kept);
    expect(settingsSchema.parse({}).ignoreRules).toEqual([]);
  });

  test('whatever is ignored, nothing is lost: each problem is shown or hidden by a rule of that cluster and cause', () => {
    const problem = fc
      .record({
        name: fc.constantFrom('a', 'b'),
        cause: fc.constantFrom<ProblemCause>('crash-loop', 'job-failed'),
        severity: fc.constantFrom<Severity>('broken', 'attention', 'unknown'),
        context: fc.constantFrom(here, there),
      })
      .map(({ name, cause, severity, context }) => placed(problemOf(name, { severity }, cause), context));
    const scope = fc.constantFrom<IgnoreScope>('object', 'cause-here', 'cause-everywhere');
    const span = fc.constantFrom<IgnoreSpan>('1h', '1d', '7d', '30d', 'changed', 'forever');
    fc.assert(
      fc.property(fc.array(problem), fc.array(fc.tuple(problem, scope, span)), (problems, ignored) => {
        const rules = ignored.map(([one, how, long]) => ignoreRuleSchema.parse(ignoreRule(one, how, long, now)));
        const result = applyIgnoreRules(problems, rules, now);
        expect(result.shown.length + result.ignored.length).toBe(problems.length);
        for (const { placed: one, rule } of result.ignored)
          expect([one.problem.cause, rule.context === '' || rule.context === one.context]).toEqual([rule.cause, true]);
        // What was ignored is hidden at once.
        for (const [one, how, long] of ignored) expect(applyIgnoreRules([one], [ignoreRule(one, how, long, now)], now).shown).toEqual([]);
      }),
    );
  });
});
