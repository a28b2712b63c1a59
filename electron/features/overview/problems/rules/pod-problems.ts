import { mostFolded, type ProblemCause, type Severity } from '../../../../../shared/problem.ts';
import type { Row } from '../../../../../shared/row.ts';
import { podFactsOf } from '../../../../../shared/row-facts.ts';
import { type WorkloadName, workloadKey, workloadOfPod } from '../../../../../shared/workload-of-pod.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';
import type { WarningIndex } from '../warning-index.ts';
import { classifyPod, nodeOf, restartsOf, statusOf } from './classify-pod.ts';
import { silentNodes } from './node-problems.ts';
import { podWords } from './pod-facts.ts';

/** Pods of one workload with one trouble. */
interface Group {
  readonly cause: ProblemCause;
  readonly workload: WorkloadName;
  readonly rows: Row[];
}

/** What of a node that cannot be reached is said once, of the node. */
const causesOfSilentNodes: ReadonlySet<ProblemCause> = new Set(['not-ready', 'pod-stuck-terminating']);

/**
 * Pods with trouble, folded into what they belong to: Deployments above ReplicaSets, CronJobs above Jobs. Pods on a node that says nothing are the node's
 * trouble. What a workload that works in part has is attention; what has all its pods in it is broken, and so is every crash.
 */
export function podProblems(facts: ProblemFacts, warnings: WarningIndex): readonly Finding[] {
  const groups = new Map<string, Group>();
  const jobs = new Map([...factsOf(facts.rows, 'jobs.batch')].map(([row, job]) => [`${row.namespace}/${row.name}`, job]));
  const silent = silentNodes(facts.nodes);
  for (const row of facts.pods ?? []) {
    const cause = classifyPod(row, facts.now, facts.crashing.has(row.uid));
    if (cause === null || (causesOfSilentNodes.has(cause) && silent.has(nodeOf(row)))) continue;
    const owner = foldingOwner(row);
    const job = owner.kind === 'Job' ? jobs.get(`${owner.namespace}/${owner.name}`) : undefined;
    // What a Job came to is said of the Job; the pods of its attempts stay behind on purpose.
    if (cause === 'pod-failed' && job !== undefined && job.state !== 'running') continue;
    const workload = job?.owner?.[0] === 'CronJob' ? { kind: 'CronJob', namespace: owner.namespace, name: job.owner[1] } : owner;
    const key = `${cause}/${workloadKey(workload)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, workload, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()].map((group) => findingOf(group, facts, warnings));
}

/** Static pods are owned by their node, which is no workload. */
function foldingOwner(row: Row): WorkloadName {
  const workload = workloadOfPod(row);
  return workload.kind === 'Node' ? { kind: 'Pod', namespace: row.namespace, name: row.name } : workload;
}

function findingOf({ cause, workload, rows }: Group, facts: ProblemFacts, warnings: WarningIndex): Finding {
  const sorted = rows.sort(worstFirst);
  const [example] = sorted;
  const total = totalOf(workload, rows.length, facts);
  const object = objectOfKind(workload.kind, workload.namespace, workload.name);
  const affected = rows.length;
  if (example === undefined) return finding(cause, 'unknown', object);
  const words = podWords(cause, example, facts.details.get(example.uid) ?? null, facts);
  const warning = words.message === '' ? warnings.newest('Pod', example.namespace, example.name) : null;
  return finding(cause, severityOf(cause, example, affected, total), object, {
    pods: sorted.slice(0, mostFolded).map(({ name }) => name),
    affected,
    total,
    since: words.since,
    facts: words.facts,
    message: words.message || (warning?.message ?? ''),
    example,
    ...(cause === 'crash-loop' ? { crashing: rows.filter((row) => statusOf(row).endsWith('CrashLoopBackOff')).map(({ uid }) => uid) } : {}),
  });
}

/** A CronJob's pods come and go; of all others the list says how many there are. */
function totalOf(workload: WorkloadName, affected: number, facts: ProblemFacts): number | null {
  if (workload.kind === 'Pod') return affected;
  if (workload.kind === 'CronJob') return null;
  const size = facts.sizeOfWorkload(workloadKey(workload));
  return size === 0 ? null : Math.max(size, affected);
}

function severityOf(cause: ProblemCause, example: Row, affected: number, total: number | null): Severity {
  if (cause === 'crash-loop' || cause === 'container-failed') return 'broken';
  // A controller made another in its place; what is left is a trace.
  if (cause === 'pod-failed') return podFactsOf(example)?.owner === null ? 'broken' : 'attention';
  if (cause === 'pod-stuck-terminating') return 'attention';
  return total !== null && affected >= total ? 'broken' : 'attention';
}

/** Most restarts, then the oldest, then by name: the same one every time, so that its details are read once. */
function worstFirst(a: Row, b: Row): number {
  return (
    restartsOf(b).count - restartsOf(a).count || (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
