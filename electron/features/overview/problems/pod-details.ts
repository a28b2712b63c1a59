import { parseTime } from '../../../../shared/parse-time.ts';
import { findCondition } from '../../../kube/conditions.ts';
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf, textsOf } from '../../../kube/json-fields.ts';

/** What a row of pods does not say, of the pod as a whole and of the container that is its trouble. */
export interface PodDetails {
  readonly container: string;
  readonly init: boolean;
  readonly image: string;
  readonly restarts: number;
  /** Why it waits; empty when it does not. */
  readonly waiting: { readonly reason: string; readonly message: string };
  /** How it ended last; null when it never did. */
  readonly last: { readonly reason: string; readonly exitCode: number; readonly signal: number; readonly message: string } | null;
  /** Memory limit as written; empty when there is none. */
  readonly memoryLimit: string;
  /** Condition PodScheduled when it is False. */
  readonly unscheduled: { readonly reason: string; readonly message: string; readonly since: number | null } | null;
  /** Last transition of condition Ready to False, and of PodScheduled to True; ms since the epoch, null when unknown. */
  readonly notReadySince: number | null;
  readonly scheduledAt: number | null;
  /** Of the pod: `Evicted` and why. */
  readonly reason: string;
  readonly message: string;
  readonly finalizers: readonly string[];
}

/** Texts of a container's end may be a whole log (terminationMessagePolicy FallbackToLogsOnError); in characters. */
const longestMessage = 600;

/** Reads a pod as `get` answers it. Total: odd input gives odd details. */
export function podDetails(pod: unknown): PodDetails {
  const { metadata, spec: specField, status: statusField } = objectOf(pod);
  const spec = objectOf(specField);
  const status = objectOf(statusField);
  const scheduled = findCondition(status, 'PodScheduled');
  const ready = findCondition(status, 'Ready');
  const trouble = troubleOf(spec, status);
  const waiting = objectOf(objectOf(trouble.status.state).waiting);
  return {
    container: textOf(trouble.status.name) || textOf(trouble.spec.name),
    init: trouble.init,
    image: textOf(trouble.spec.image) || textOf(trouble.status.image),
    restarts: numberOf(trouble.status.restartCount),
    waiting: { reason: textOf(waiting.reason), message: cut(waiting.message) },
    last: lastEnd(trouble.status),
    memoryLimit: textOf(objectOf(objectOf(trouble.spec.resources).limits).memory),
    unscheduled:
      scheduled?.status === 'False'
        ? { reason: textOf(scheduled.reason), message: cut(scheduled.message), since: parseTime(scheduled.lastTransitionTime) }
        : null,
    notReadySince: ready?.status === 'False' ? parseTime(ready.lastTransitionTime) : null,
    scheduledAt: scheduled?.status === 'True' ? parseTime(scheduled.lastTransitionTime) : null,
    reason: textOf(status.reason),
    message: cut(status.message),
    finalizers: textsOf(objectOf(metadata).finalizers),
  };
}

interface Trouble {
  readonly spec: JsonObject;
  readonly status: JsonObject;
  readonly init: boolean;
}

/** The container that holds the pod up: the worst of them, init containers and the first in order before others. */
function troubleOf(spec: JsonObject, status: JsonObject): Trouble {
  const all = [
    ...containersOf(spec.initContainers, status.initContainerStatuses, true),
    ...containersOf(spec.containers, status.containerStatuses, false),
  ];
  let worst: Trouble | null = null;
  for (const one of all) if (worst === null || badness(one) > badness(worst)) worst = one;
  return worst ?? { spec: {}, status: {}, init: false };
}

function containersOf(specs: unknown, statuses: unknown, init: boolean): readonly Trouble[] {
  const byName = new Map(arrayOf(specs).map((item) => [textOf(objectOf(item).name), objectOf(item)]));
  return arrayOf(statuses).map((item) => {
    const status = objectOf(item);
    return { spec: byName.get(textOf(status.name)) ?? {}, status, init };
  });
}

/** Waiting reasons that say nothing but that it is not its turn yet. */
const passing: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

function badness({ status, init }: Trouble): number {
  const { waiting, terminated } = objectOf(status.state);
  if (isObject(waiting) && !passing.has(textOf(waiting.reason))) return 5;
  if (isObject(terminated) && numberOf(terminated.exitCode) !== 0) return 4;
  if (status.ready !== true && numberOf(status.restartCount) > 0 && !isDone(init, terminated)) return 3;
  if (status.ready !== true && !isDone(init, terminated)) return init && !isObject(waiting) ? 2 : 1;
  return numberOf(status.restartCount) > 0 && lastEnd(status) !== null ? 0.5 : 0;
}

function isDone(init: boolean, terminated: unknown): boolean {
  return init && isObject(terminated) && numberOf(terminated.exitCode) === 0;
}

function lastEnd(status: JsonObject): PodDetails['last'] {
  const now = objectOf(status.state).terminated;
  const before = objectOf(status.lastState).terminated;
  const terminated = isObject(now) ? now : isObject(before) ? before : null;
  if (terminated === null) return null;
  return {
    reason: textOf(terminated.reason),
    exitCode: numberOf(terminated.exitCode),
    signal: numberOf(terminated.signal),
    message: cut(terminated.message),
  };
}

function cut(value: unknown): string {
  const text = textOf(value).trim();
  return text.length > longestMessage ? `${text.slice(0, longestMessage - 1)}…` : text;
}
