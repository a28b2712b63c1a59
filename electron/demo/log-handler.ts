import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { at, isRecord, listAt, textAt } from './kube-object.ts';
import type { RequestTarget } from './request-target.ts';
import { badRequest, notFound } from './status-error.ts';

/** One line a container wrote. */
export interface LogLine {
  /** ms since the epoch. */
  readonly time: number;
  /** Nanoseconds after `time`, 0 to 999,999; 0 without it. */
  readonly nanos?: number;
  readonly text: string;
}

/** Where the lines of containers come from. */
export interface LogSource {
  /**
   * Lines from `since` (inclusive) on that were written before `until`, in the order of writing. Must answer the same for the same question. `since` is compared `by` their
   * stamps (unless it says otherwise), as a kubelet does with `sinceTime`, or by when they were written: of a log that is followed, that differs where a node's clock is off.
   */
  lines(pod: KubeObject, container: string, since: number, until: number, previous: boolean, by?: 'stamp' | 'writing'): readonly LogLine[];
}

/** How often a followed log looks for new lines. */
const FOLLOW_INTERVAL_MS = 250;

/** How far back a container's log goes at most, as after the kubelet's rotation. */
const KEPT_MS = 3_600_000;

/** RFC 3339 with nanoseconds, all nine digits, as the kubelet writes it. */
const stamp = ({ time, nanos = 0 }: LogLine): string => new Date(time).toISOString().replace('Z', `${String(nanos).padStart(6, '0')}Z`);

/** A container that has ended may have written in the rest of its last second: statuses give whole seconds. */
const LAST_SECOND_MS = 1000;

const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;
const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;

const statusOf = (pod: unknown, container: string): unknown =>
  STATUS_LISTS.flatMap((list) => listAt(pod, 'status', list)).find((one) => textAt(one, 'name') === container);

/** The container that is asked for (registry/core/pod/strategy.go `validateContainer`). Throws 400. */
function containerOf(pod: KubeObject, asked: string): string {
  const { name } = pod.metadata;
  const [regular = [], ...others] = CONTAINER_LISTS.map((list) => listAt(pod, 'spec', list).map((container) => textAt(container, 'name')));
  if (asked === '' && regular.length > 1)
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${[...regular, ...others.flat()].join(' ')}]`);
  const container = asked || (regular[0] ?? '');
  if (!regular.includes(container) && !others.flat().includes(container))
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  return container;
}

/** Whether there is a log, as the kubelet judges (pkg/kubelet/kubelet_pods.go `validateContainerLogStatus`). Throws 400. */
function requireLog(status: unknown, container: string, pod: string, previous: boolean): void {
  const where = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod)}`;
  if (status === undefined) throw badRequest(`${where} is not available`);
  const ranBefore = isRecord(at(status, 'lastState', 'terminated'));
  if (previous && !ranBefore) throw badRequest(`previous terminated ${where} not found`);
  if (ranBefore || isRecord(at(status, 'state', 'running')) || isRecord(at(status, 'state', 'terminated'))) return;
  const reason = textAt(status, 'state', 'waiting', 'reason');
  const pulls: Readonly<Record<string, string>> = {
    ErrImagePull: "image can't be pulled",
    ImagePullBackOff: 'trying and failing to pull image',
  };
  throw badRequest(`${where} is waiting to start: ${pulls[reason] ?? reason}`);
}

/**
 * From when lines are wanted, in ms. The API server hands `sinceTime` on in whole seconds (`LogLocation`, `opts.SinceTime.Format(time.RFC3339)`).
 */
function sinceOf(query: URLSearchParams, now: number): number {
  const seconds = Number(query.get('sinceSeconds') ?? 0);
  const time = Date.parse(query.get('sinceTime') ?? '');
  const asked = seconds > 0 ? now - seconds * 1000 : Number.isNaN(time) ? 0 : Math.floor(time / 1000) * 1000;
  return Math.max(now - KEPT_MS, asked);
}

/** Answers pods/log: container, previous, follow, tailLines, sinceSeconds, sinceTime, timestamps, limitBytes. */
export function handleLog(exchange: Exchange, state: ClusterState, target: RequestTarget, source: LogSource | null): void {
  const { query } = exchange;
  const pod = state.get('pods', target.namespace, target.name);
  if (!pod) throw notFound('pods', '', target.name);
  const container = containerOf(pod, query.get('container') ?? '');
  if (textAt(pod, 'spec', 'nodeName') === '') {
    // Not scheduled: an empty log.
    exchange.start(200, { 'content-type': 'text/plain' });
    exchange.end();
    return;
  }
  const previous = query.get('previous') === 'true';
  const status = statusOf(pod, container);
  requireLog(status, container, target.name, previous);
  const startedAt = textAt(status, 'state', 'running', 'startedAt');
  const runs = startedAt !== '' && !previous;

  const now = state.now();
  const timestamps = query.get('timestamps') === 'true';
  const format = (line: LogLine): string => `${timestamps ? `${stamp(line)} ` : ''}${line.text}\n`;
  const lines = source?.lines(pod, container, sinceOf(query, now), runs ? now : now + LAST_SECOND_MS, previous, 'stamp') ?? [];
  const tail = query.get('tailLines');
  const shown = tail === null ? lines : Number(tail) === 0 ? [] : lines.slice(-Number(tail));
  const limit = Number(query.get('limitBytes') ?? 0);
  const text = shown.map(format).join('');
  exchange.start(200, { 'content-type': 'text/plain' });
  exchange.write(limit > 0 ? Buffer.from(text).subarray(0, limit) : text);
  if (query.get('follow') !== 'true' || !runs) {
    exchange.end();
    return;
  }

  let seen = now;
  const write = (written: readonly LogLine[]): void => {
    if (written.length > 0) exchange.write(written.map(format).join(''));
  };
  const timer = setInterval(() => {
    const until = state.now();
    const current = state.get('pods', target.namespace, target.name);
    const there = current?.metadata.uid === pod.metadata.uid ? current : null;
    const running = textAt(statusOf(there, container), 'state', 'running', 'startedAt');
    if (there === null || running === startedAt) write(source?.lines(pod, container, seen, until, false, 'writing') ?? []);
    // The run that is followed has ended: what it wrote until then, and the end. It is the previous one when the next has begun.
    else write(source?.lines(there, container, seen, until + LAST_SECOND_MS, running !== '', 'writing') ?? []);
    seen = until;
    if (there === null || running !== startedAt) exchange.end();
  }, FOLLOW_INTERVAL_MS);
  exchange.onClose(() => clearInterval(timer));
}
