import type { Row } from '../../../../shared/row.ts';
import { nodeFactsOf, podFactsOf } from '../../../../shared/row-facts.ts';
import type { RecentUsage, UsageSeries, UsageTarget } from '../../../../shared/usage.ts';
import { workloadKey, workloadOfPod } from '../../../../shared/workload-of-pod.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { ContextSession } from '../../../kube/context-session.ts';
import type { History } from './usage-history.ts';
import { usageOfSession } from './usage-of-session.ts';
import type { UsageSampler } from './usage-sampler.ts';

/** Times further apart than this many rhythms are a gap: nobody looked, or nothing was answered. */
const gapRhythms = 3;

/** Answers `usage.history`: what is kept of the target, with what it asks for and is bounded by now. Empty when nothing is known of it. */
export function answerHistory(session: ContextSession, target: UsageTarget, clock: Clock): UsageSeries {
  const usage = usageOfSession(session, clock);
  // Whoever asks looks: the next rounds come.
  usage.subscribe(() => undefined)();
  const history = historyOf(usage, target);
  const rhythm = Math.max(usage.nodes.rhythmMs, usage.pods.rhythmMs);
  return { ...withGaps(history, rhythm * gapRhythms), ...boundsOf(session, target), from: 'session' };
}

/** Answers `usage.recent`: the last `points` rounds of some pods or nodes, in their order. */
export function answerRecent(
  session: ContextSession,
  asked: { readonly resource: 'nodes' | 'pods'; readonly names: readonly string[]; readonly points: number },
  clock: Clock,
): RecentUsage {
  const usage = usageOfSession(session, clock);
  usage.subscribe(() => undefined)();
  const history = asked.resource === 'nodes' ? usage.nodeHistory : usage.podHistory;
  const { times, histories } = history.recent(asked.names, asked.points);
  return { times, cpu: histories.map((each) => each?.cpu ?? null), memory: histories.map((each) => each?.memory ?? null) };
}

function historyOf(usage: UsageSampler, target: UsageTarget): History | null {
  switch (target.kind) {
    case 'pod':
      return usage.podHistory.of(`${target.namespace}/${target.name}`);
    case 'container':
      return usage.podHistory.of(`${target.namespace}/${target.name}`, target.container);
    case 'workload': {
      const wanted = workloadKey({ kind: target.owner, namespace: target.namespace, name: target.name });
      return usage.podHistory.sum((_key, group) => group === wanted);
    }
    case 'namespace':
      return usage.podHistory.sum((key) => key.startsWith(`${target.name}/`));
    case 'node':
      return usage.nodeHistory.of(target.name);
    case 'nodes': {
      const names = new Set(target.names);
      return usage.nodeHistory.sum((key) => names.has(key));
    }
    case 'cluster':
      return usage.nodeHistory.sum(() => true);
  }
}

function withGaps(history: History | null, gapMs: number): Pick<UsageSeries, 'times' | 'cpu' | 'memory'> {
  if (history === null) return { times: [], cpu: [], memory: [] };
  const times: number[] = [];
  const cpu: (number | null)[] = [];
  const memory: (number | null)[] = [];
  history.times.forEach((time, index) => {
    const before = times.at(-1);
    if (before !== undefined && time - before > gapMs) {
      times.push(before + 1);
      cpu.push(null);
      memory.push(null);
    }
    times.push(time);
    cpu.push(history.cpu[index] ?? null);
    memory.push(history.memory[index] ?? null);
  });
  return { times, cpu, memory };
}

type Bounds = Pick<UsageSeries, 'requests' | 'limits' | 'allocatable'>;
const nothing = { cpu: null, memory: null };

/** From the rows that are held anyway; null where they are not. */
function boundsOf(session: ContextSession, target: UsageTarget): Bounds {
  switch (target.kind) {
    case 'pod':
    case 'workload':
    case 'namespace':
      return sumOfPods(session.pods(target.kind === 'namespace' ? target.name : target.namespace), target);
    case 'node':
    case 'nodes':
    case 'cluster':
      return sumOfNodes(session.rowsOf({ group: '', version: 'v1', resource: 'nodes' }), target);
    case 'container':
      // Rows have the sums of a pod; its object has the parts, which the page shows beside the chart.
      return { requests: nothing, limits: nothing, allocatable: nothing };
  }
}

function sumOfPods(rows: Iterable<Row>, target: UsageTarget): Bounds {
  const wanted = target.kind === 'workload' ? workloadKey({ kind: target.owner, namespace: target.namespace, name: target.name }) : null;
  const requests = { cpu: 0, memory: 0 };
  let limits: { cpu: number | null; memory: number | null } = { cpu: 0, memory: 0 };
  let pods = 0;
  for (const row of rows) {
    const facts = podFactsOf(row);
    if (facts === null || facts.phase === 'Succeeded' || facts.phase === 'Failed') continue;
    if (target.kind === 'pod' && row.name !== target.name) continue;
    if (wanted !== null && workloadKey(workloadOfPod(row)) !== wanted) continue;
    pods++;
    requests.cpu += facts.requests.cpu;
    requests.memory += facts.requests.memory;
    limits = { cpu: plus(limits.cpu, facts.limits.cpu), memory: plus(limits.memory, facts.limits.memory) };
  }
  if (pods === 0) return { requests: nothing, limits: nothing, allocatable: nothing };
  // 0 = nothing is asked for: no line in a chart.
  return { requests: { cpu: requests.cpu || null, memory: requests.memory || null }, limits, allocatable: nothing };
}

function sumOfNodes(rows: Iterable<Row>, target: UsageTarget): Bounds {
  const names = target.kind === 'node' ? new Set([target.name]) : target.kind === 'nodes' ? new Set(target.names) : null;
  let [cpu, memory, nodes] = [0, 0, 0];
  for (const row of rows) {
    const facts = nodeFactsOf(row);
    if (facts === null || (names !== null && !names.has(row.name))) continue;
    nodes++;
    cpu += facts.allocatable.cpu;
    memory += facts.allocatable.memory;
  }
  return { requests: nothing, limits: nothing, allocatable: nodes === 0 ? nothing : { cpu, memory } };
}

function plus(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more;
}
