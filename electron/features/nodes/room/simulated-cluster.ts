import type { JsonObject } from '../../../kube/json-fields.ts';
import type { SchedulingNode } from './match-node.ts';
import { add } from './pod-requests.ts';
import type { SchedulablePod } from './schedulable-pod.ts';

/** A node with the pods that are on it now. */
export interface NodeState {
  readonly node: SchedulingNode;
  readonly pods: ReadonlySet<SchedulablePod>;
  /** What they take together. */
  readonly taken: ReadonlyMap<string, number>;
}

interface OwnState extends NodeState {
  readonly pods: Set<SchedulablePod>;
  readonly taken: Map<string, number>;
}

/** Which pods are on which nodes while they are moved in thought. Pods on nodes that are not there are left out, as the scheduler's snapshot does. */
export class SimulatedCluster {
  readonly #nodes = new Map<string, OwnState>();
  readonly #byNamespace = new Map<string, Map<SchedulablePod, OwnState>>();
  /** Pods whose required anti-affinity means pods of a namespace, by that; empty = those that select namespaces by labels. */
  readonly #repelling = new Map<string, Map<SchedulablePod, OwnState>>();

  constructor(nodes: readonly SchedulingNode[], pods: readonly SchedulablePod[]) {
    for (const node of nodes) this.#nodes.set(node.name, { node, pods: new Set(), taken: new Map() });
    for (const pod of pods) if (pod.node !== '') this.#put(pod, this.#nodes.get(pod.node), 1);
  }

  get nodes(): Iterable<NodeState> {
    return this.#nodes.values();
  }

  get size(): number {
    return this.#nodes.size;
  }

  node(name: string): NodeState | undefined {
    return this.#nodes.get(name);
  }

  /** Pods of a namespace that are on a node, with their node. */
  inNamespace(namespace: string): Iterable<readonly [SchedulablePod, NodeState]> {
    return this.#byNamespace.get(namespace) ?? [];
  }

  /** Namespaces that have a pod on a node. */
  get namespaces(): Iterable<string> {
    return this.#byNamespace.keys();
  }

  /** Pods with required anti-affinity that may mean pods of this namespace, each once, with their node. */
  *repelling(namespace: string): Iterable<readonly [SchedulablePod, NodeState]> {
    const named = this.#repelling.get(namespace);
    if (named !== undefined) yield* named;
    for (const entry of this.#repelling.get('') ?? []) if (named?.has(entry[0]) !== true) yield entry;
  }

  /** Puts a new pod on a node: it takes what it asks for. */
  place(pod: SchedulablePod, node: string): void {
    this.#put(pod, this.#nodes.get(node), 1);
  }

  /** Takes a pod from its node. */
  remove(pod: SchedulablePod): void {
    this.#put(pod, this.#nodes.get(pod.node), -1);
  }

  #put(pod: SchedulablePod, state: OwnState | undefined, times: 1 | -1): void {
    if (state === undefined) return;
    const { namespace } = pod;
    const own = this.#byNamespace.get(namespace) ?? new Map<SchedulablePod, OwnState>();
    this.#byNamespace.set(namespace, own);
    add(state.taken, pod.taken, times);
    if (times === 1) {
      state.pods.add(pod);
      own.set(pod, state);
    } else {
      state.pods.delete(pod);
      own.delete(pod);
    }
    for (const term of pod.antiAffinity) {
      for (const meant of term.namespaceSelector === null ? term.namespaces : [...term.namespaces, '']) {
        const repelling = this.#repelling.get(meant) ?? new Map<SchedulablePod, OwnState>();
        this.#repelling.set(meant, repelling);
        if (times === 1) repelling.set(pod, state);
        else repelling.delete(pod);
      }
    }
  }
}

/** Labels of namespaces; null = they could not be read. */
export type NamespaceLabels = ReadonlyMap<string, JsonObject> | null;
