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
  /** Lines written from `since` (inclusive) to `until` (exclusive), oldest first. Must answer the same for the same question. */
  lines(pod: KubeObject, container: string, since: number, until: number, previous: boolean): readonly LogLine[];
}

/** How often a followed log looks for new lines. */
const FOLLOW_INTERVAL_MS = 250;

/** How far back a container's log goes at most, as after the kubelet's rotation. */
const KEPT_MS = 3_600_000;

/** RFC 3339 with nanoseconds, all nine digits, as the kubelet writes it. */
const stamp = ({ time, nanos = 0 }: LogLine): string => new Date(time).toISOString().replace('Z', `${String(nanos).padStart(6, '0')}Z`);

/** Answers pods/log: container, previous, follow, tailLines, sinceSeconds, sinceTime, timestamps, limitBytes. */
export function handleLog(exchange: Exchange, state: ClusterState, target: RequestTarget, source: LogSource | null): void {
  const pod = state.get('pods', target.namespace, target.name);
  if (!pod) throw notFound('pods', '', target.name);
  const names = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')].map((container) =>
    textAt(container, 'name'),
  );
  const asked = exchange.query.get('container');
  const containers = listAt(pod, 'spec', 'containers');
  if (!asked && containers.length > 1)
    throw badRequest(`a container name must be specified for pod ${target.name}, choose one of: [${names.join(' ')}]`);
  const container = asked || (names[0] ?? '');
  if (!names.includes(container)) throw badRequest(`container ${container} is not valid for pod ${target.name}`);
  const statuses = [...listAt(pod, 'status', 'containerStatuses'), ...listAt(pod, 'status', 'initContainerStatuses')];
  const status = statuses.find((one) => textAt(one, 'name') === container);
  const previous = exchange.query.get('previous') === 'true';
  const ran =
    isRecord(at(status, 'state', 'running')) ||
    isRecord(at(status, 'state', 'terminated')) ||
    isRecord(at(status, 'lastState', 'terminated'));
  if (!ran)
    throw badRequest(
      `container ${JSON.stringify(container)} in pod ${JSON.stringify(target.name)} is waiting to start: ${textAt(status, 'state', 'waiting', 'reason') || 'ContainerCreating'}`,
    );
  if (previous && !isRecord(at(status, 'lastState', 'terminated')))
    throw badRequest(`previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(target.name)} not found`);

  const now = state.now();
  const sinceSeconds = Number(exchange.query.get('sinceSeconds') ?? 0);
  const sinceTime = Date.parse(exchange.query.get('sinceTime') ?? '');
  const from = Math.max(now - KEPT_MS, sinceSeconds > 0 ? now - sinceSeconds * 1000 : Number.isNaN(sinceTime) ? 0 : sinceTime);
  const timestamps = exchange.query.get('timestamps') === 'true';
  const format = (line: LogLine): string => `${timestamps ? `${stamp(line)} ` : ''}${line.text}\n`;
  const lines = (since: number, until: number): readonly LogLine[] => source?.lines(pod, container, since, until, previous) ?? [];
  const tail = exchange.query.get('tailLines');
  const first = lines(from, now);
  const shown = tail === null ? first : Number(tail) === 0 ? [] : first.slice(-Number(tail));
  const limit = Number(exchange.query.get('limitBytes') ?? 0);
  const text = shown.map(format).join('');
  exchange.start(200, { 'content-type': 'text/plain' });
  exchange.write(limit > 0 ? Buffer.from(text).subarray(0, limit) : text);
  if (exchange.query.get('follow') !== 'true' || previous || !isRecord(at(status, 'state', 'running'))) {
    exchange.end();
    return;
  }

  let seen = now;
  const timer = setInterval(() => {
    const until = state.now();
    const more = lines(seen, until).map(format).join('');
    seen = until;
    if (more !== '') exchange.write(more);
    // The container a follower reads ends with its pod or its next restart.
    const current = state.get('pods', target.namespace, target.name);
    const now = listAt(current, 'status', 'containerStatuses').find((one) => textAt(one, 'name') === container);
    if (
      current?.metadata.uid !== pod.metadata.uid ||
      textAt(now, 'state', 'running', 'startedAt') !== textAt(status, 'state', 'running', 'startedAt')
    )
      exchange.end();
  }, FOLLOW_INTERVAL_MS);
  exchange.onClose(() => clearInterval(timer));
}
