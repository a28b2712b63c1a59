/*
 * Something that needs a person, found by rules in one cluster. Words are made by the page from `cause` and `facts`, in the user's language; texts of
 * the cluster itself stay as they are.
 */

/** broken: does not work; attention: will not for long, or works in part; unknown: nobody can say. */
export type Severity = 'broken' | 'attention' | 'unknown';

/** What was found; each has its sentence, its why and its next step in messages (problems.json). */
export const problemCauses = [
  'crash-loop',
  'container-failed',
  'image-pull',
  'container-config',
  'unschedulable',
  'not-ready',
  'pod-failed',
  'pod-stuck-terminating',
  'node-not-ready',
  'node-pressure',
  'node-network',
  'rollout-stalled',
  'replicas-missing',
  'job-failed',
  'cron-job-failing',
  'volume-lost',
  'volume-pending',
  'budget-blocks',
  'api-service-down',
  'webhook-without-endpoint',
  'autoscaler-blind',
  'quota-nearly-full',
  'certificate-expiring',
  'credential-expiring',
  'not-looked-at',
] as const;
export type ProblemCause = (typeof problemCauses)[number];

/** The object a problem leads to. */
export interface ProblemObject {
  readonly group: string;
  readonly version: string;
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
  /** Objects it was folded from, at most `mostFolded` of them, worst first; for the filtered table. */
  readonly pods: readonly string[];
  /** How many of how many pods (or other things) it concerns; total null when that is not known. */
  readonly affected: number;
  readonly total: number | null;
  /** ms since the epoch; null when nothing says since when. */
  readonly since: number | null;
  /** Numbers and words for its sentence: container, reason, exitCode, limit, restarts, node, message… Which ones a cause has is written at its rule. */
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
