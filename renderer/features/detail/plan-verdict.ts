import { arrayOf, numberOf, recordOf, textOf, timeOf } from './read-object.ts';

/** The one sentence that says what is wrong with a pod, as a message of the namespace `detail`. */
export interface Verdict {
  readonly tone: 'broken' | 'attention' | 'unknown';
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** A second sentence with facts; null when the server says nothing more. */
  readonly detail: VerdictDetail | null;
}

/** Facts of the second sentence. Times are ms since the epoch. */
export type VerdictDetail =
  | {
      readonly kind: 'restarts';
      readonly restarts: number;
      readonly reason: string;
      readonly exitCode: number | null;
      readonly finishedAt: number | null;
      readonly ranForMs: number | null;
    }
  | { readonly kind: 'message'; readonly message: string };

const imageReasons = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
]);
const configReasons = new Set([
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
]);

/**
 * What is wrong with a pod, worst first: killed for its memory, crash looping, image that cannot be pulled, a configuration
 * that is missing, evicted or failed, not schedulable, node lost. null when nothing is known to be wrong.
 * Reasons are those of the kubelet (kubernetes `pkg/kubelet/container/sync_result.go`, `pkg/kubelet/images/types.go`).
 */
export function planVerdict(pod: unknown): Verdict | null {
  const { spec, status } = recordOf(pod);
  const statuses = [...arrayOf(recordOf(status).initContainerStatuses), ...arrayOf(recordOf(status).containerStatuses)].map(recordOf);
  const limits = new Map(
    [...arrayOf(recordOf(spec).initContainers), ...arrayOf(recordOf(spec).containers)].map((container) => [
      textOf(recordOf(container).name),
      textOf(recordOf(recordOf(recordOf(container).resources).limits).memory),
    ]),
  );
  const verdicts = [
    ...statuses.flatMap((container) => containerVerdict(container, limits.get(textOf(container.name)) ?? '') ?? []),
    ...(phaseVerdict(recordOf(status)) ?? []),
  ];
  return verdicts.find(({ tone }) => tone === 'broken') ?? verdicts[0] ?? null;
}

function containerVerdict(container: Record<string, unknown>, limit: string): Verdict[] | null {
  const name = textOf(container.name);
  const waiting = recordOf(recordOf(container.state).waiting);
  const ended = recordOf(recordOf(container.state).terminated);
  const last = Object.keys(ended).length > 0 ? ended : recordOf(recordOf(container.lastState).terminated);
  const reason = textOf(waiting.reason);
  const message = textOf(waiting.message);
  // An empty `running` still means running: only its start is not said.
  const { running } = recordOf(container.state);
  const detail = lastRun(container, last);
  if (imageReasons.has(reason))
    return [{ tone: 'attention', key: 'verdict.image', values: { name, image: textOf(container.image) }, detail: say(message || reason) }];
  if (configReasons.has(reason)) return [{ tone: 'broken', key: 'verdict.config', values: { name }, detail: say(message || reason) }];
  const outOfMemory = textOf(last.reason) === 'OOMKilled';
  if (outOfMemory && !(running !== undefined && running !== null && container.ready === true)) {
    return [{ tone: 'broken', key: limit === '' ? 'verdict.oomNoLimit' : 'verdict.oom', values: { name, limit }, detail }];
  }
  if (reason === 'CrashLoopBackOff') return [{ tone: 'broken', key: 'verdict.crash', values: { name }, detail }];
  if (Object.keys(ended).length > 0 && numberOf(ended.exitCode) !== 0)
    return [{ tone: 'broken', key: 'verdict.ended', values: { name }, detail }];
  return null;
}

function lastRun(container: Record<string, unknown>, last: Record<string, unknown>): VerdictDetail | null {
  if (Object.keys(last).length === 0) return null;
  const startedAt = timeOf(last.startedAt);
  const finishedAt = timeOf(last.finishedAt);
  return {
    kind: 'restarts',
    restarts: numberOf(container.restartCount) ?? 0,
    reason: textOf(last.reason),
    exitCode: numberOf(last.exitCode),
    finishedAt,
    ranForMs: startedAt !== null && finishedAt !== null ? finishedAt - startedAt : null,
  };
}

function phaseVerdict(status: Record<string, unknown>): Verdict[] | null {
  const reason = textOf(status.reason);
  const message = textOf(status.message);
  if (reason === 'NodeLost') return [{ tone: 'unknown', key: 'verdict.nodeLost', values: {}, detail: say(message) }];
  if (reason === 'Evicted') return [{ tone: 'broken', key: 'verdict.evicted', values: {}, detail: say(message) }];
  const scheduled = arrayOf(status.conditions)
    .map(recordOf)
    .find((condition) => condition.type === 'PodScheduled' && condition.status === 'False' && condition.reason === 'Unschedulable');
  if (scheduled) return [{ tone: 'attention', key: 'verdict.unschedulable', values: {}, detail: say(textOf(scheduled.message)) }];
  if (textOf(status.phase) === 'Failed') return [{ tone: 'broken', key: 'verdict.failed', values: {}, detail: say(message || reason) }];
  return null;
}

function say(message: string): VerdictDetail | null {
  return message === '' ? null : { kind: 'message', message };
}
