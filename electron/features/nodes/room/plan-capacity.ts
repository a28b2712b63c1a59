import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { DrainRoom, RoomGap, RoomPod, RoomReason, RoomResource } from '../../../../shared/drain-room.ts';
import { judgeNodes, type PodJudgement, type RoomSurroundings } from './judge-node.ts';
import type { SchedulingNode } from './match-node.ts';
import { add } from './pod-requests.ts';
import type { SchedulablePod } from './schedulable-pod.ts';
import { type NamespaceLabels, type NodeState, SimulatedCluster } from './simulated-cluster.ts';
import type { StorageFacts } from './volume-facts.ts';

/** What the plan of the room is made of. */
export interface RoomFacts {
  readonly nodes: readonly SchedulingNode[];
  /** Of all namespaces, that are not finished. */
  readonly pods: readonly SchedulablePod[];
  /** Null when it could not be read, or when no pod that moves has a volume. */
  readonly storage: StorageFacts | null;
  readonly namespaces: NamespaceLabels;
  /** What could not be read of the two above. */
  readonly gaps: readonly RoomGap[];
}

/** A pod that is removed and created again, and the node it leaves. */
export interface MovingPod {
  readonly uid: string;
  readonly node: string;
}

/** Resources that are always told, and first. */
const mainResources = ['cpu', 'memory', 'pods'];

/**
 * Whether the nodes that remain can hold what moves. Pure. Node after node is emptied, its pods are placed anew in the order of the plan, each on the node
 * that has the largest share left of what it asks for, as the scheduler spreads by default (LeastAllocated); those that found no room try again after all the others
 * have theirs, as the scheduler's queue does. `drained`: nodes of the plan, in order.
 */
export function planCapacity(facts: RoomFacts, drained: readonly string[], moving: readonly MovingPod[]): DrainRoom {
  const { nodes, pods, namespaces, gaps } = facts;
  const away = new Set(drained);
  const cluster = new SimulatedCluster(nodes, pods);
  const surroundings: RoomSurroundings = {
    storage: facts.storage === null ? null : { ...facts.storage, defaultClass: defaultClassOf(facts.storage) },
    namespaces,
    drained: away,
  };
  const byUid = new Map(pods.map((pod) => [pod.uid, pod]));
  const answers = new Map<string, RoomPod>();
  const before = [...cluster.nodes]
    .filter(({ node }) => isOpen(node, away))
    .map(({ node, taken, pods: on }) => freeOf(node, taken, on.size));
  let waiting: readonly MovingPod[] = [];
  const place = (each: MovingPod) => {
    const pod = byUid.get(each.uid);
    const answer = pod === undefined ? cameLater(each.uid) : settle(pod, cluster, surroundings);
    answers.set(each.uid, answer);
    return answer.fits !== 'no';
  };
  for (const [, ofNode] of Map.groupBy(moving, ({ node }) => node)) {
    for (const { uid } of ofNode) {
      const pod = byUid.get(uid);
      if (pod !== undefined) cluster.remove(pod);
    }
    waiting = [...waiting, ...ofNode.filter((each) => !place(each))];
  }
  for (let tried = Number.POSITIVE_INFINITY; waiting.length > 0 && waiting.length < tried; ) {
    tried = waiting.length;
    waiting = waiting.filter((each) => !place(each));
  }
  const told = moving.flatMap(({ uid }) => answers.get(uid) ?? []);
  const open = nodes.filter((node) => isOpen(node, away)).length;
  return {
    fits: told.some(({ fits }) => fits === 'no') ? 'no' : told.some(({ fits }) => fits === 'unknown') ? 'unknown' : 'probably',
    nodes: open,
    closedNodes: nodes.filter(({ name }) => !away.has(name)).length - open,
    resources: resourcesOf(
      before,
      moving.flatMap(({ uid }) => byUid.get(uid) ?? []),
      told,
    ),
    pods: told,
    gaps,
  };
}

/** What is said when nodes or pods could not be read. */
export function unknownRoom(error: ClusterError): DrainRoom {
  return { fits: 'unknown', nodes: 0, closedNodes: 0, resources: [], pods: [], gaps: [{ what: 'cluster', error }] };
}

/** Places a pod where it finds room, and says so. What is unknown of it does not keep it from taking room. */
function settle(pod: SchedulablePod, cluster: SimulatedCluster, surroundings: RoomSurroundings): RoomPod {
  const next: SchedulablePod = { ...pod, node: '', terminating: false, taken: pod.requests };
  const judgement = judgeNodes(next, cluster, surroundings);
  const { uid } = pod;
  const [first, ...others] = judgement.takers;
  if (first === undefined)
    return { uid, fits: 'no', node: '', reasons: reasonsOf(judgement), message: reasonsMessage(judgement, cluster.size) };
  const best = others.reduce((most, state) => (shareLeft(next, state) > shareLeft(next, most) ? state : most), first);
  const { name } = best.node;
  cluster.place({ ...next, node: name }, name);
  if (judgement.unknown !== null) return { uid, fits: 'unknown', node: '', reasons: [], message: judgement.unknown };
  return { uid, fits: 'probably', node: name, reasons: [], message: '' };
}

/** leastRequestedScore of noderesources/least_allocated.go: the mean share of CPU and memory that is left with the pod there. */
function shareLeft({ requests }: SchedulablePod, { node, taken }: NodeState): number {
  const shares = ['cpu', 'memory'].map((name) => {
    const all = node.allocatable.get(name) ?? 0;
    return all === 0 ? 0 : Math.max(0, all - (taken.get(name) ?? 0) - (requests.get(name) ?? 0)) / all;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** What the scheduler would say of a pod that no node takes: FitError.Error of kube-scheduler framework/types.go, without preemption. `size` = number of nodes. */
export function reasonsMessage(judgement: PodJudgement, size: number): string {
  const told =
    judgement.nowhere ??
    reasonsOf(judgement)
      .map(({ nodes, text }) => `${nodes} ${text}`)
      .sort(compareText)
      .join(', ');
  return `0/${size} nodes are available:${told === '' ? '' : ` ${told}.`}`;
}

function reasonsOf({ refusals }: PodJudgement): readonly RoomReason[] {
  const counts = new Map<string, number>();
  for (const reasons of refusals.values()) for (const text of reasons) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, nodes]) => ({ nodes, text })).sort((a, b) => b.nodes - a.nodes || compareText(a.text, b.text));
}

function cameLater(uid: string): RoomPod {
  return { uid, fits: 'unknown', node: '', reasons: [], message: 'it came while the plan was made' };
}

function isOpen({ name, unschedulable, ready }: SchedulingNode, away: ReadonlySet<string>): boolean {
  return !away.has(name) && !unschedulable && ready;
}

/** What is free on a node before anything moves, and what it has. */
function freeOf({ allocatable }: SchedulingNode, taken: ReadonlyMap<string, number>, pods: number) {
  // What is taken changes while pods are moved.
  const before = new Map(taken).set('pods', pods);
  return { allocatable, free: (name: string) => Math.max(0, (allocatable.get(name) ?? 0) - (before.get(name) ?? 0)) };
}

function resourcesOf(
  open: readonly ReturnType<typeof freeOf>[],
  moving: readonly SchedulablePod[],
  told: readonly RoomPod[],
): readonly RoomResource[] {
  const needed = new Map<string, number>();
  for (const { requests } of moving) add(needed, requests);
  needed.set('pods', moving.length);
  const lacks = new Set(told.flatMap(({ reasons }) => reasons.map(({ text }) => text)));
  const names = [...mainResources, ...[...needed.keys()].filter((name) => !mainResources.includes(name)).sort(compareText)];
  return names
    .filter((name) => mainResources.includes(name) || (needed.get(name) ?? 0) > 0)
    .map((name) => {
      const free = open.map((node) => node.free(name));
      return {
        name,
        needed: needed.get(name) ?? 0,
        free: free.reduce((sum, amount) => sum + amount, 0),
        allocatable: open.reduce((sum, { allocatable }) => sum + (allocatable.get(name) ?? 0), 0),
        mostFreeOnOne: Math.max(0, ...free),
        short: lacks.has(name === 'pods' ? 'Too many pods' : `Insufficient ${name}`),
      };
    });
}

function defaultClassOf({ classes }: StorageFacts): string {
  return [...classes.values()].find(({ isDefault }) => isDefault)?.name ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
