import { compareProblems, type Problem } from '../../../../shared/problem.ts';
import type { Row } from '../../../../shared/row.ts';
import { workloadKey } from '../../../../shared/workload-of-pod.ts';
import type { Finding, ProblemFacts } from './problem-facts.ts';
import { apiServiceProblems, webhookProblems } from './rules/api-problems.ts';
import { certificateProblems, credentialProblems } from './rules/expiry-problems.ts';
import { jobProblems } from './rules/job-problems.ts';
import { nodeProblems } from './rules/node-problems.ts';
import { notLookedAt } from './rules/not-looked-at.ts';
import { podProblems } from './rules/pod-problems.ts';
import { autoscalerProblems, budgetProblems, quotaProblems } from './rules/policy-problems.ts';
import { volumeProblems } from './rules/volume-problems.ts';
import { stalledRollouts, workloadProblems } from './rules/workload-problems.ts';
import { WarningIndex } from './warning-index.ts';

/** The problems of a cluster, and what would be good to know for saying more. */
export interface ProblemPlan {
  /** Worst first. */
  readonly problems: readonly Problem[];
  /** Ids of all that was found, those included that have to last before they are shown. */
  readonly found: readonly string[];
  /** Pods whose details say more of a problem that is shown, the worst problem first. */
  readonly wanted: readonly Row[];
  /** Pods that are in CrashLoopBackOff, by uid. */
  readonly crashing: readonly string[];
}

/** Finds what needs a person, from what is known of one cluster. Pure: the same facts give the same plan. */
export function planProblems(facts: ProblemFacts): ProblemPlan {
  const warnings = new WarningIndex(facts.rows, facts.now);
  const stalled = stalledRollouts(facts);
  const ofPods = podProblems(facts, warnings).map((problem) => withRollout(problem, stalled));
  const ofJobs = jobProblems(facts);
  const failing = new Set(ofJobs.map(({ object }) => workloadKey(object)));
  const podCauses = new Set(ofPods.map(({ object }) => workloadKey(object)));
  const findings = [
    // An attempt that failed is part of the run that is said to fail.
    ...ofPods.filter(({ cause, object }) => cause !== 'pod-failed' || !failing.has(workloadKey(object))),
    ...nodeProblems(facts),
    ...workloadProblems(facts, podCauses, warnings),
    ...ofJobs,
    ...volumeProblems(facts, warnings),
    ...budgetProblems(facts),
    ...autoscalerProblems(facts),
    ...quotaProblems(facts),
    ...apiServiceProblems(facts),
    ...webhookProblems(facts),
    ...certificateProblems(facts),
    ...credentialProblems(facts),
    ...notLookedAt(facts),
  ];
  const shown = findings.filter((one) => hasSettled(one, facts)).sort(compareProblems);
  return {
    problems: shown.map((one) => problemOf(one, facts)),
    found: findings.map(({ id }) => id),
    wanted: shown.flatMap(({ example }) => example ?? []),
    crashing: findings.flatMap(({ crashing }) => crashing ?? []),
  };
}

/** A rollout that stalls because of its pods is said with them. */
function withRollout(problem: Finding, stalled: ReturnType<typeof stalledRollouts>): Finding {
  const rollout = stalled.get(workloadKey(problem.object));
  if (rollout === undefined) return problem;
  return { ...problem, facts: { ...problem.facts, stalledAt: rollout.updated, stalledOf: rollout.desired } };
}

function hasSettled({ id, settleMs = 0 }: Finding, { found, now }: ProblemFacts): boolean {
  return settleMs === 0 || now - (found.get(id) ?? now) >= settleMs;
}

/** As it crosses. What the cluster gives no time for has none: that we have looked for a minute says nothing of when it began. */
function problemOf({ settleMs: _settle, example: _example, crashing: _crashing, ...problem }: Finding, { found }: ProblemFacts): Problem {
  const first = found.get(problem.id) ?? null;
  if (problem.since === null || first === null || !movesOn(problem)) return problem;
  return { ...problem, since: Math.min(first, problem.since) };
}

/** Times that begin anew with every crash: the first one seen is nearer to the truth. */
function movesOn({ cause }: Problem): boolean {
  return cause === 'crash-loop' || cause === 'not-ready';
}
