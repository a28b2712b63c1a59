import type { Problem } from '../../../../../shared/problem.ts';
import { workloadKey } from '../../../../../shared/workload-of-pod.ts';
import type { ConditionFacts } from '../../facts-projection.ts';
import type { WorkloadRowFacts } from '../facts/workload-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';
import type { WarningIndex } from '../warning-index.ts';

/** Replicas that are missing this long are missed, in ms: pods are made, scheduled and started in less. */
const missingMs = 120_000;
/** How long controllers without conditions are watched before the same is said of theirs, in ms. */
const settleMs = 60_000;

/** Events of controllers that cannot make a pod: quota, admission, a ServiceAccount that is not there. */
const cannotCreate = ['FailedCreate'];

/**
 * Rollouts that do not get on, and replicas that are not there. `podCauses` has the workloads (`workloadKey`) whose pods have a problem of their own, which is
 * why: they are not said twice.
 */
export function workloadProblems(facts: ProblemFacts, podCauses: ReadonlySet<string>, warnings: WarningIndex): readonly Finding[] {
  const found: Finding[] = [];
  for (const workload of workloadsOf(facts)) {
    if (workload.terminating) continue;
    const problem = workload.kind === 'Deployment' ? ofDeployment(workload, facts, podCauses) : ofOther(workload, podCauses, warnings);
    if (problem !== null) found.push(problem);
  }
  return found;
}

/** Deployments whose rollout is over its deadline, by `workloadKey`, with how far it came. */
export function stalledRollouts(facts: ProblemFacts): ReadonlyMap<string, { readonly updated: number; readonly desired: number }> {
  const stalled = new Map<string, { readonly updated: number; readonly desired: number }>();
  for (const [, workload] of factsOf(facts.rows, 'deployments.apps'))
    if (stalledBy(workload) !== null) stalled.set(workloadKey(workload), { updated: workload.updated, desired: workload.desired ?? 0 });
  return stalled;
}

function* workloadsOf({ rows }: ProblemFacts): Generator<WorkloadRowFacts> {
  for (const [, workload] of factsOf(rows, 'deployments.apps')) yield workload;
  for (const [, workload] of factsOf(rows, 'statefulsets.apps')) yield workload;
  for (const [, workload] of factsOf(rows, 'daemonsets.apps')) yield workload;
}

/** Condition Progressing when it says that the deadline is over (deployment/util TimedOutReason). */
function stalledBy({ conditions }: WorkloadRowFacts): ConditionFacts | null {
  return (
    conditions.find(({ type, status, reason }) => type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded') ??
    null
  );
}

function ofDeployment(workload: WorkloadRowFacts, facts: ProblemFacts, podCauses: ReadonlySet<string>): Finding | null {
  const failure = workload.conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (failure !== undefined) return missing(workload, failure.reason, failure.message, failure.since);
  if (podCauses.has(workloadKey(workload))) return null;
  const stalled = stalledBy(workload);
  if (stalled !== null)
    return finding('rollout-stalled', workload.available === 0 ? 'broken' : 'attention', objectOf(workload), {
      affected: Math.max(0, (workload.desired ?? 0) - workload.available),
      total: workload.desired,
      since: stalled.since,
      message: stalled.message,
      facts: known({ updated: workload.updated, desired: workload.desired, available: workload.available }),
    });
  const unavailable = workload.conditions.find(({ type, status }) => type === 'Available' && status === 'False');
  const finished = workload.conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'NewReplicaSetAvailable');
  if (unavailable === undefined || !finished || workload.rolling) return null;
  if (unavailable.since === null || facts.now - unavailable.since < missingMs) return null;
  return missing(workload, unavailable.reason, '', unavailable.since);
}

/** StatefulSets and DaemonSets have no conditions: their warnings and counts speak. */
function ofOther(workload: WorkloadRowFacts, podCauses: ReadonlySet<string>, warnings: WarningIndex): Finding | null {
  const { kind, namespace, name, ready, desired, existing, rolling } = workload;
  if (desired === null || ready === null || ready >= desired) return null;
  const warning = existing < desired ? warnings.newestOf(cannotCreate, kind, namespace, name) : null;
  if (warning !== null) return missing(workload, warning.reason, warning.message, warning.firstAt);
  if (podCauses.has(workloadKey(workload)) || rolling) return null;
  return { ...missing(workload, '', '', null), settleMs };
}

function missing(workload: WorkloadRowFacts, reason: string, message: string, since: number | null): Finding {
  const desired = workload.desired ?? 0;
  const there = workload.kind === 'Deployment' ? workload.available : (workload.ready ?? 0);
  const severity: Problem['severity'] = there === 0 && desired > 0 ? 'broken' : 'attention';
  const affected = Math.max(0, desired - there);
  return finding('replicas-missing', severity, objectOf(workload), {
    affected,
    total: desired,
    since,
    message,
    facts: known({ missing: affected, desired, ready: there, reason }),
  });
}

function objectOf({ kind, namespace, name }: WorkloadRowFacts) {
  return objectOfKind(kind, namespace, name);
}
