/*
 * Something that needs a person, found by rules in one cluster. Words are made by the page from `cause` and `facts`, in the user's language; texts of
 * the cluster itself stay as they are.
 */

/** broken: does not work; attention: will not for long, or works in part; unknown: nobody can say. */
export type Severity = 'broken' | 'attention' | 'unknown';

/**
 * What was found; each has its sentence, its why and its next step in messages (problems.json). Behind each: the `facts` it may carry. Those that depend on a pod as
 * a whole (container, message…) come a moment later than the problem, and a fact that is not known is absent. CPU is in thousandths of a core, memory in bytes, times in ms
 * since the epoch.
 */
export const problemCauses = [
  /** Beside these, any cause of a Deployment's pods may have stalledAt and stalledOf: its rollout is over its deadline. container, init (1), reason and exitCode of the last end, signal, restarts, limit (memory, as written, when OOMKilled), image. */
  'crash-loop',
  /** As crash-loop: ended badly, and nothing starts it again. */
  'container-failed',
  /** container, image, reason (`ErrImagePull`…), why (`not-found`, `denied`, `rate-limited`, `unreachable`, `invalid-name`). */
  'image-pull',
  /** container, reason, missingKind (`Secret`, `ConfigMap`), missingName, missingKey. */
  'container-config',
  /** nodes (looked at), and of how many of them each is true: see SchedulerFacts; cpu, memory (of one pod), largestCpu, largestMemory, largestNode (the largest gap). */
  'unschedulable',
  /** reason (STATUS: `Running`, `ContainerCreating`, `Init:0/2`…), container, node. */
  'not-ready',
  /** reason (`Evicted`, `Error`…), resource (that ran short, of an eviction), node. */
  'pod-failed',
  /** node, finalizers (comma separated). */
  'pod-stuck-terminating',
  /** status (`False`, `Unknown`), reason. Affects the pods on it. */
  'node-not-ready',
  /** condition (`MemoryPressure`, or one of the node problem detector: `KernelDeadlock`), reason. */
  'node-pressure',
  /** reason. */
  'node-network',
  /** updated, desired, available. */
  'rollout-stalled',
  /** missing, desired, ready, reason (`FailedCreate`…). */
  'replicas-missing',
  /** reason (`BackoffLimitExceeded`…), failed (pods). */
  'job-failed',
  /** runs (failed in a row, of those whose Jobs are kept: one by default), reason, lastJob, lastSucceededAt. */
  'cron-job-failing',
  /** volume. */
  'volume-lost',
  /** storageClass, size, why (`no-class`, `no-default-class`, `no-volume`, `provisioning`). */
  'volume-pending',
  /** expected, healthy, desired (that must stay), minAvailable or maxUnavailable as written. */
  'budget-blocks',
  /** service (`namespace/name`), reason. */
  'api-service-down',
  /** webhook, service, why (`no-service`, `no-endpoints`), resources (comma separated). */
  'webhook-without-endpoint',
  /** reason, condition, targetKind, targetName. */
  'autoscaler-blind',
  /** resource, used, hard, ratio, more (other resources of the same quota). */
  'quota-nearly-full',
  /** notAfter, failures, hosts, secret, why (`expired`, `not-renewed`, `not-ready`). */
  'certificate-expiring',
  /** what (`client-certificate`, `token`, `server-certificate`), at. */
  'credential-expiring',
  /** resources (comma separated, the first of them and how many more: `pods, nodes +3`), namespaces (comma separated, some of them), count (of namespaces; 0 = everywhere), of (namespaces there are, where known). */
  'not-looked-at',
] as const;
export type ProblemCause = (typeof problemCauses)[number];

/** The object a problem leads to. */
export interface ProblemObject {
  readonly group: string;
  readonly version: string;
  /** Empty when it is of a kind whose place in the API is not known (the owner of a pod that is none of Kubernetes' own), or no object at all. */
  readonly resource: string;
  readonly kind: string;
  /** Empty for cluster-scoped ones. */
  readonly namespace: string;
  readonly name: string;
}

/** One line of the list: pods of one workload with the same trouble are one. */
export interface Problem {
  /** The same for as long as it is the same trouble of the same object: cause, and kind, namespace and name of the object. */
  readonly id: string;
  readonly severity: Severity;
  readonly cause: ProblemCause;
  readonly object: ProblemObject;
  /** Pods it was folded from, at most `mostFolded` of them, worst first; for the filtered table. */
  readonly pods: readonly string[];
  /** How many of how many pods it concerns; 0 when it concerns none, total null when that is not known. */
  readonly affected: number;
  readonly total: number | null;
  /** ms since the epoch; null when nothing says since when. */
  readonly since: number | null;
  /** Numbers and words for its sentence; which ones a cause has is written at `problemCauses`. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** What the cluster itself says, as it is; may be empty. */
  readonly message: string;
  /** An expected cause, so that it is no alarm: the node is being removed by an autoscaler, by Karpenter or by a drain. */
  readonly expected: 'autoscaler' | 'karpenter' | 'drain' | null;
}

/** Names of pods that cross with a problem. */
export const mostFolded = 50;

/** Something that changed in the last hour: what may explain a problem beside it. */
export interface Change {
  readonly id: string;
  readonly kind: 'rollout' | 'scaled' | 'node-added' | 'node-gone' | 'node-not-ready' | 'node-ready' | 'cordoned' | 'uncordoned';
  readonly object: ProblemObject;
  /** ms since the epoch. */
  readonly at: number;
  /** Field manager, controller or user that did it, where the cluster says; else empty. */
  readonly by: string;
  /** `from` and `to`: images, replicas. */
  readonly facts: Readonly<Record<string, string | number>>;
}

const severities: readonly Severity[] = ['broken', 'attention', 'unknown'];

/** How bad a severity is: 0 is worst. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Worst first: alarms before what is expected, then severity, pods affected, the newest, and the id, so that the order is the same every time. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    Number(a.expected !== null) - Number(b.expected !== null) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    b.affected - a.affected ||
    (b.since ?? 0) - (a.since ?? 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
