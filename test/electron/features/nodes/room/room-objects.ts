import { type SchedulingNode, schedulingNodeOf } from '../../../../../electron/features/nodes/room/match-node.ts';
import { type MovingPod, planCapacity, type RoomFacts } from '../../../../../electron/features/nodes/room/plan-capacity.ts';
import { type SchedulablePod, schedulablePodOf } from '../../../../../electron/features/nodes/room/schedulable-pod.ts';
import type { DrainRoom } from '../../../../../shared/drain-room.ts';

/** What a test says of a node; the rest is a Ready node of zone `a` with 4 cores, 8Gi and 110 pods. */
export interface NodeTraits {
  readonly labels?: Readonly<Record<string, string>>;
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly taints?: readonly object[];
  readonly unschedulable?: boolean;
  readonly ready?: boolean;
}

/** The JSON of a node. */
export function nodeObject(name: string, traits: NodeTraits = {}): object {
  const { labels, allocatable, taints = [], unschedulable = false, ready = true } = traits;
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': 'a', ...labels } },
    spec: { unschedulable, taints },
    status: {
      allocatable: { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi', ...allocatable },
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  };
}

/** A node as the scheduler sees it. */
export function node(name: string, traits: NodeTraits = {}): SchedulingNode {
  return schedulingNodeOf(nodeObject(name, traits));
}

/** What a test says of a pod: its node (empty = none), what it requests, and more of its spec. */
export interface RoomPodTraits {
  readonly node?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpu?: string;
  readonly memory?: string;
  readonly spec?: object;
  readonly status?: object;
  readonly deletionTimestamp?: string;
}

/** A pod as the scheduler sees it; its uid is its name. */
export function pod(name: string, traits: RoomPodTraits = {}): SchedulablePod {
  const { node: nodeName = '', namespace = 'shop', labels = { app: 'web' }, cpu, memory, spec, status, deletionTimestamp } = traits;
  const requests = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  return schedulablePodOf({
    metadata: { name, namespace, uid: name, labels, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) },
    spec: { nodeName, containers: [{ name: 'main', resources: { requests } }], ...spec },
    status: { phase: 'Running', ...status },
  });
}

/** The room for all pods on `drained`. */
export function roomOf(
  nodes: readonly SchedulingNode[],
  pods: readonly SchedulablePod[],
  drained: readonly string[] = ['old'],
  more: Partial<RoomFacts> = {},
): DrainRoom {
  const moving: readonly MovingPod[] = drained.flatMap((name) =>
    pods.filter((each) => each.node === name).map(({ uid }) => ({ uid, node: name })),
  );
  return planCapacity({ nodes, pods, storage: null, namespaces: new Map(), gaps: [], ...more }, drained, moving);
}
