import { isTolerated, untoleratedTaint } from './match-node.ts';
import { podRulesOf } from './pod-rules.ts';
import type { HostPort, SchedulablePod } from './schedulable-pod.ts';
import type { NamespaceLabels, NodeState, SimulatedCluster } from './simulated-cluster.ts';
import { type Storage, volumeRulesOf } from './volume-rules.ts';

/*
 * Whether nodes take a pod: the Filter plugins of kube-scheduler in the order of its default profile (kubernetes pkg/scheduler/apis/config/v1/default_plugins.go),
 * the first that refuses a node says why, in its words.
 */

/** What is known beside nodes and pods. */
export interface RoomSurroundings {
  /** Null when volumes, claims or classes could not be read. */
  readonly storage: Storage | null;
  readonly namespaces: NamespaceLabels;
  /** Nodes that are drained: cordoned by then. */
  readonly drained: ReadonlySet<string>;
}

/** What the filters say of one pod. */
export interface PodJudgement {
  /** Nodes that take it, in the order of the list. */
  readonly takers: readonly NodeState[];
  /** By node: why not. */
  readonly refusals: ReadonlyMap<string, readonly string[]>;
  /** Said before any node is looked at; null = it was not. */
  readonly nowhere: string | null;
  /** What is not known, in a few words: the pod may be refused although a node takes it here. Null = all that is looked at is known. */
  readonly unknown: string | null;
}

const unschedulableTaint = { key: 'node.kubernetes.io/unschedulable', value: '', effect: 'NoSchedule' };

/** Asks every node. The pod is a new one: it is on none of them. */
export function judgeNodes(pod: SchedulablePod, cluster: SimulatedCluster, surroundings: RoomSurroundings): PodJudgement {
  const { storage, namespaces, drained } = surroundings;
  const volumes = storage === null ? null : volumeRulesOf(pod, storage);
  if (volumes !== null && volumes.nowhere !== null) return { takers: [], refusals: new Map(), nowhere: volumes.nowhere, unknown: null };
  const rules = podRulesOf(pod, cluster, namespaces);
  const takers: NodeState[] = [];
  const refusals = new Map<string, readonly string[]>();
  for (const state of cluster.nodes) {
    const { node } = state;
    const reasons = refusalsOf(pod, state, drained.has(node.name));
    const reason = reasons.length > 0 ? null : (volumes?.refuses(state) ?? rules.refuses(node) ?? whyNotReady(state));
    if (reason !== null) reasons.push(reason);
    if (reasons.length === 0) takers.push(state);
    else refusals.set(node.name, reasons);
  }
  const unread = pod.claims.length > 0 && storage === null ? 'its volumes could not be read' : null;
  const unruled = rules.namespacesUnknown ? 'labels of namespaces, which its affinity selects by, could not be read' : null;
  return { takers, refusals, nowhere: null, unknown: unread ?? unruled ?? volumes?.unknown ?? whatIsNotReckoned(pod) };
}

function refusalsOf(pod: SchedulablePod, state: NodeState, drained: boolean): string[] {
  const { node } = state;
  const { unschedulable, taints } = node;
  // Nobody goes back to a node that is drained, whatever it tolerates.
  if (drained || (unschedulable && !isTolerated(unschedulableTaint, pod.tolerations))) return ['node(s) were unschedulable'];
  if (untoleratedTaint(taints, pod.tolerations) !== null) return ['node(s) had untolerated taint(s)'];
  if (pod.nodes !== null && !pod.nodes(node)) return ["node(s) didn't match Pod's node affinity/selector"];
  if (pod.hostPorts.length > 0 && hasPortConflict(pod.hostPorts, state))
    return ["node(s) didn't have free ports for the requested pod ports"];
  return shortages(pod, state);
}

/** fitsRequest of noderesources/fit.go. */
function shortages({ requests }: SchedulablePod, { node, pods, taken }: NodeState): string[] {
  const { allocatable } = node;
  const short: string[] = [];
  if (pods.size + 1 > (allocatable.get('pods') ?? 0)) short.push('Too many pods');
  for (const [name, amount] of requests)
    if (name !== 'pods' && amount > 0 && amount > (allocatable.get(name) ?? 0) - (taken.get(name) ?? 0)) short.push(`Insufficient ${name}`);
  return short;
}

/** HostPortInfo.CheckConflict: 0.0.0.0 stands for all addresses. */
function hasPortConflict(wanted: readonly HostPort[], { pods }: NodeState): boolean {
  for (const other of pods)
    for (const used of other.hostPorts)
      for (const { ip, protocol, port } of wanted)
        if (port === used.port && protocol === used.protocol && (ip === used.ip || ip === allAddresses || used.ip === allAddresses))
          return true;
  return false;
}

const allAddresses = '0.0.0.0';

/** Not a rule of the scheduler: what is bound to such a node does not start. */
function whyNotReady({ node }: NodeState): string | null {
  return node.ready ? null : 'node(s) were not ready';
}

function whatIsNotReckoned({ schedulerName, claimsDevices }: SchedulablePod): string | null {
  if (claimsDevices) return 'devices of its ResourceClaims are not reckoned with';
  return schedulerName === '' || schedulerName === 'default-scheduler' ? null : `it is scheduled by ${schedulerName}`;
}
