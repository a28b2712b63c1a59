import { z } from 'zod';
import type { ContextId } from './context-id.ts';
import { matchesPattern } from './match-pattern.ts';
import { type Problem, severityRank } from './problem.ts';

/*
 * What somebody has seen and does not want to see again for now, so that a list of problems is still read on day 30. A rule names a cause, an object (or a pattern of
 * names) and a cluster; what it hides is counted and can be looked at and taken back. A worse severity than the one that was ignored breaks through, and so does, where
 * that was asked for, any change of the problem.
 */

/** Longest name or pattern, in characters: two names of Kubernetes and what is between them. */
const longestText = 600;
/** More rules than this are no rules any more but a filter that nobody remembers; the oldest go. */
export const mostIgnoreRules = 300;

/** One rule. Empty texts mean any; names may have `*` and `?`. Causes and kinds are plain text, so that a file written by another version is still read. */
export const ignoreRuleSchema = z.strictObject({
  id: z.string().min(1).max(longestText),
  /** ContextId; empty = every cluster. */
  context: z.string().max(4_096),
  cause: z.string().max(100),
  kind: z.string().max(100),
  namespace: z.string().max(longestText),
  name: z.string().max(longestText),
  /** Severity when it was ignored: a worse one is shown. */
  severity: z.enum(['broken', 'attention', 'unknown']),
  /** ms since the epoch at which it ends; null = not by time. */
  until: z.number().nullable(),
  /** `problemMark` of the problem: another one is shown. Empty = whatever it says. */
  mark: z.string().max(longestText),
  /** ms since the epoch. */
  madeAt: z.number(),
});

export type IgnoreRule = z.infer<typeof ignoreRuleSchema>;

/** How much a rule hides: this object's problem; the same cause in a cluster; the same cause everywhere. */
export type IgnoreScope = 'object' | 'cause-here' | 'cause-everywhere';

/** How long: hours and days, until it changes, or until it is taken back. */
export type IgnoreSpan = '1h' | '1d' | '7d' | '30d' | 'changed' | 'forever';

const hourMs = 3_600_000;
const spans: Readonly<Record<IgnoreSpan, number | null>> = {
  '1h': hourMs,
  '1d': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
  changed: null,
  forever: null,
};

/** A problem with the cluster it is of. */
export interface PlacedProblem {
  readonly context: ContextId;
  readonly problem: Problem;
}

/** A problem that is hidden, with the rule that does it. */
export interface IgnoredProblem<Placed extends PlacedProblem> {
  readonly placed: Placed;
  readonly rule: IgnoreRule;
}

/** The rule that hides a problem; it is the same rule when the same is ignored twice, so that a later one takes the place of the earlier. */
export function ignoreRule({ context, problem }: PlacedProblem, scope: IgnoreScope, span: IgnoreSpan, now: number): IgnoreRule {
  const ofObject = scope === 'object';
  const where = scope === 'cause-everywhere' ? '' : context;
  const { kind, namespace, name } = problem.object;
  const ms = spans[span];
  return {
    id: `${scope} ${hashOf([where, problem.cause, ...(ofObject ? [problem.id] : [])].join('\n'))}`,
    context: where,
    cause: problem.cause,
    kind: ofObject ? kind : '',
    namespace: ofObject ? namespace : '',
    name: ofObject ? name : '',
    severity: problem.severity,
    until: ms === null ? null : now + ms,
    mark: span === 'changed' ? problemMark(problem) : '',
    madeAt: now,
  };
}

/** The rules with one more, in place of the one of the same id; those that have ended are dropped, and the oldest where there are too many. */
export function withIgnoreRule(rules: readonly IgnoreRule[], rule: IgnoreRule, now: number): IgnoreRule[] {
  const others = rules.filter(({ id }) => id !== rule.id);
  return [...liveRules(others, now), rule].sort((a, b) => a.madeAt - b.madeAt).slice(-mostIgnoreRules);
}

/** The rules without one; those that have ended go as well. */
export function withoutIgnoreRule(rules: readonly IgnoreRule[], id: string, now: number): IgnoreRule[] {
  return liveRules(rules, now).filter((rule) => rule.id !== id);
}

/** The rules whose time is not over. */
export function liveRules(rules: readonly IgnoreRule[], now: number): readonly IgnoreRule[] {
  return rules.filter(({ until }) => until === null || until > now);
}

/** Parts problems into those that are shown and those that a rule hides, each in the order they came. */
export function applyIgnoreRules<Placed extends PlacedProblem>(
  problems: readonly Placed[],
  rules: readonly IgnoreRule[],
  now: number,
): { readonly shown: readonly Placed[]; readonly ignored: readonly IgnoredProblem<Placed>[] } {
  const live = liveRules(rules, now);
  const shown: Placed[] = [];
  const ignored: IgnoredProblem<Placed>[] = [];
  for (const placed of problems) {
    const rule = live.find((one) => hides(one, placed));
    if (rule === undefined) shown.push(placed);
    else ignored.push({ placed, rule });
  }
  return { shown, ignored };
}

/** Whether a rule whose time is not over hides a problem. */
export function hides(rule: IgnoreRule, { context, problem }: PlacedProblem): boolean {
  const { object, cause, severity } = problem;
  return (
    (rule.context === '' || rule.context === context) &&
    (rule.cause === '' || rule.cause === cause) &&
    (rule.kind === '' || rule.kind === object.kind) &&
    matchesPattern(rule.namespace, object.namespace) &&
    matchesPattern(rule.name, object.name) &&
    severityRank(severity) >= severityRank(rule.severity) &&
    (rule.mark === '' || rule.mark === problemMark(problem))
  );
}

/** Facts that tell one state of a problem from another; counters that grow by themselves do not. */
const tellingFacts = [
  'reason',
  'exitCode',
  'container',
  'image',
  'why',
  'condition',
  'resource',
  'missingName',
  'stalledOf',
  'runs',
  'notAfter',
];

/** What "until it changes" compares: severity, how many pods, and what its sentence says but for counters and times. */
export function problemMark({ severity, affected, facts }: Problem): string {
  return hashOf(JSON.stringify([severity, affected, tellingFacts.map((name) => facts[name] ?? null)]));
}

/** FNV-1a of the UTF-16 units, twice 32 bits with different beginnings: short, and the same in every process. */
function hashOf(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193) >>> 0;
    b = Math.imul(b ^ unit, 0x85ebca6b) >>> 0;
  }
  return a.toString(36) + b.toString(36);
}
