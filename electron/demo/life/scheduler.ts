import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, listAt, mapAt, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Pod } from './pod-types.ts';
import { cpuMillicores, memoryBytes, setCondition } from './pod-types.ts';
import type { Simulation } from './simulation.ts';
import { CORDON_TAINT, tolerates } from './taints.ts';

/** How often an unschedulable pod is tried again when nothing changed. */
const RETRY_MS = 60_000;

/** What a pod of the same controller on a node costs it, in shares of a free node. */
const SIBLING_WEIGHT = 0.2;

/** What a pod asks for: the sum of its containers' requests. */
export function requestsOf(pod: KubeObject): { readonly cpuMillicores: number; readonly memoryBytes: number } {
  const total = { cpuMillicores: 0, memoryBytes: 0 };
  const sidecars = listAt(pod, 'spec', 'initContainers').filter((container) => textAt(container, 'restartPolicy') === 'Always');
  for (const container of [...listAt(pod, 'spec', 'containers'), ...sidecars]) {
    total.cpuMillicores += cpuMillicores(textAt(container, 'resources', 'requests', 'cpu') || '0');
    total.memoryBytes += memoryBytes(textAt(container, 'resources', 'requests', 'memory') || '0');
  }
  return total;
}

const isFinished = (pod: KubeObject): boolean => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'));

const waits = (pod: KubeObject): boolean =>
  textAt(pod, 'spec', 'nodeName') === '' && pod.metadata.deletionTimestamp === undefined && !isFinished(pod);

/** Puts pods on nodes by requests, selectors and taints, and says why when it cannot. */
export class Scheduler {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;
  readonly #tried = new Map<string, number>();
  readonly #waiting = new Set<string>();

  constructor(state: ClusterState, simulation: Simulation, events: EventRecorder) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
    const wake = (): void => this.#tried.clear();
    state.onChange('nodes', (change) => {
      // Heartbeats change status only; room comes from a new node, a taint or a cordon.
      if (
        change.type !== 'MODIFIED' ||
        JSON.stringify(at(change.previous?.object, 'spec')) !== JSON.stringify(at(change.stored.object, 'spec'))
      )
        wake();
    });
    state.onChange('pods', (change) => {
      if (change.type === 'DELETED') wake();
      const pod = change.stored.object;
      const { namespace = '', name } = pod.metadata;
      if (change.type !== 'DELETED' && waits(pod)) this.#waiting.add(`${namespace}/${name}`);
      else this.#waiting.delete(`${namespace}/${name}`);
    });
  }

  /** Tries every pod that waits for a node. */
  run(): void {
    for (const key of [...this.#waiting]) {
      const [namespace = '', name = ''] = key.split('/');
      const pod = this.#state.get('pods', namespace, name);
      if (!pod) continue;
      const uid = pod.metadata.uid ?? '';
      if (this.#simulation.now < (this.#tried.get(uid) ?? 0)) continue;
      this.#schedule(pod as Pod);
    }
  }

  #schedule(pod: Pod): void {
    const wanted = requestsOf(pod);
    const used = new Map<string, { cpu: number; memory: number }>();
    const siblings = new Map<string, number>();
    const owner = pod.metadata.ownerReferences?.[0]?.uid;
    for (const other of this.#state.list('pods')) {
      const nodeName = textAt(other, 'spec', 'nodeName');
      if (nodeName === '' || isFinished(other)) continue;
      const sum = used.get(nodeName) ?? { cpu: 0, memory: 0 };
      const requests = requestsOf(other);
      used.set(nodeName, { cpu: sum.cpu + requests.cpuMillicores, memory: sum.memory + requests.memoryBytes });
      if (owner !== undefined && other.metadata.ownerReferences?.[0]?.uid === owner)
        siblings.set(nodeName, (siblings.get(nodeName) ?? 0) + 1);
    }
    const reasons = new Map<string, number>();
    const refuse = (reason: string): void => {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    };
    const zone = this.#zoneOfVolumes(pod);
    let best: { node: KubeObject; score: number } | null = null;
    const nodes = this.#state.list('nodes');
    for (const node of nodes) {
      const sum = used.get(node.metadata.name) ?? { cpu: 0, memory: 0 };
      const cpu = cpuMillicores(textAt(node, 'status', 'allocatable', 'cpu'));
      const memory = memoryBytes(textAt(node, 'status', 'allocatable', 'memory'));
      const freeCpu = cpu - sum.cpu - wanted.cpuMillicores;
      const freeMemory = memory - sum.memory - wanted.memoryBytes;
      const pinned = textAt(pod, 'metadata', 'annotations', 'timonier.dev/demo-node');
      const taint = listAt(node, 'spec', 'taints').find((one) => textAt(one, 'effect') !== 'PreferNoSchedule' && !tolerates(pod, one));
      if (pinned !== '' && pinned !== node.metadata.name) refuse("node(s) didn't match Pod's node affinity/selector");
      else if (Object.entries(mapAt(pod, 'spec', 'nodeSelector')).some(([key, value]) => node.metadata.labels?.[key] !== value))
        refuse("node(s) didn't match Pod's node affinity/selector");
      else if (at(node, 'spec', 'unschedulable') === true && !tolerates(pod, CORDON_TAINT)) refuse('node(s) were unschedulable');
      else if (taint !== undefined) refuse(`node(s) had untolerated taint(s)`);
      else if (zone !== null && node.metadata.labels?.['topology.kubernetes.io/zone'] !== zone)
        refuse("node(s) didn't match PersistentVolume's node affinity");
      else if (freeCpu < 0) refuse('Insufficient cpu');
      else if (freeMemory < 0) refuse('Insufficient memory');
      else {
        // NodeResourcesFit (LeastAllocated) and PodTopologySpread (over hosts), the two that spread pods.
        const score = (freeCpu / cpu + freeMemory / memory) / 2 - SIBLING_WEIGHT * (siblings.get(node.metadata.name) ?? 0);
        if (!best || score > best.score) best = { node, score };
      }
    }
    if (best) this.#bind(pod, best.node);
    else this.#refuse(pod, nodes.length, reasons);
  }

  /** The zone of the disks that a pod claims; null when it claims none. */
  #zoneOfVolumes(pod: Pod): string | null {
    for (const volume of listAt(pod, 'spec', 'volumes')) {
      const claimed = textAt(volume, 'persistentVolumeClaim', 'claimName');
      if (claimed === '') continue;
      const claim = this.#state.get('persistentvolumeclaims', pod.metadata.namespace ?? '', claimed);
      const disk = this.#state.get('persistentvolumes', '', textAt(claim, 'spec', 'volumeName'));
      const terms = ['spec', 'nodeAffinity', 'required', 'nodeSelectorTerms', 0, 'matchExpressions', 0, 'values', 0] as const;
      const zone = textAt(disk, ...terms);
      if (zone !== '') return zone;
    }
    return null;
  }

  #bind(pod: Pod, node: KubeObject): void {
    const { namespace = '', name, uid = '' } = pod.metadata;
    this.#tried.delete(uid);
    const bound = this.#state.update<Pod>('pods', namespace, name, (copy) => {
      copy.spec.nodeName = node.metadata.name;
      copy.status.conditions = setCondition(copy.status.conditions ?? [], {
        type: 'PodScheduled',
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: kubeTime(this.#simulation.now),
      });
    });
    if (bound)
      this.#events.record(
        bound,
        'Normal',
        'Scheduled',
        `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`,
        'default-scheduler',
      );
  }

  #refuse(pod: Pod, nodeCount: number, reasons: ReadonlyMap<string, number>): void {
    const { namespace = '', name, uid = '' } = pod.metadata;
    this.#tried.set(uid, this.#simulation.now + RETRY_MS);
    const why = [...reasons]
      .map(([reason, count]) => `${count} ${reason}`)
      .sort()
      .join(', ');
    const message = `0/${nodeCount} nodes are available: ${why}. preemption: 0/${nodeCount} nodes are available: ${nodeCount} Preemption is not helpful for scheduling.`;
    this.#events.record(pod, 'Warning', 'FailedScheduling', message, 'default-scheduler');
    if (
      textAt(
        (pod.status.conditions ?? []).find((c) => c.type === 'PodScheduled'),
        'message',
      ) === message
    )
      return;
    this.#state.update<Pod>('pods', namespace, name, (copy) => {
      copy.status.conditions = setCondition(copy.status.conditions ?? [], {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message,
        lastProbeTime: null,
        lastTransitionTime: kubeTime(this.#simulation.now),
      });
    });
  }
}
