/*
 * What rows of pods and nodes carry beside the cells of their table: for usage, capacity, the fleet and problems, which are all made from the
 * one list that every connected context has anyway. Plain and small, because there are fifty thousand of them: whoever needs more asks for the object.
 */

/** CPU in thousandths of a core, memory in bytes. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** A pod, as its node and its owner see it. */
export interface PodFacts {
  /** `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`; empty when the object has none. */
  readonly phase: string;
  /** Its controller as `[kind, name]`; null for a pod of its own. */
  readonly owner: readonly [kind: string, name: string] | null;
  /** What the scheduler reserves for it (PodRequests of k8s.io/component-helpers, resource/helpers.go); 0 = nothing is asked. */
  readonly requests: Resources;
  /** Sum of the limits; null where a container that keeps running has none, so that nothing bounds the pod. */
  readonly limits: { readonly cpu: number | null; readonly memory: number | null };
  /** When it is to be gone, its grace included (metadata.deletionTimestamp), in ms since the epoch; absent while nobody deletes it. */
  readonly deletionAt?: number;
}

/** A node, as pools, capacity and providers see it. */
export interface NodeFacts {
  readonly providerID: string;
  readonly unschedulable: boolean;
  readonly taints: readonly NodeTaint[];
  readonly allocatable: Resources & { readonly pods: number };
  readonly capacity: Resources & { readonly pods: number };
  readonly conditions: readonly NodeConditionFacts[];
  readonly kubeletVersion: string;
  readonly osImage: string;
  readonly architecture: string;
  readonly containerRuntime: string;
  /** Types and values of `status.addresses`. */
  readonly addresses: readonly (readonly [type: string, address: string])[];
  /** Keys of its annotations that tell who made or manages it, with their values where those are short and no secret (`annotationsThatTell`). */
  readonly annotations: Readonly<Record<string, string>>;
  /** Being deleted. */
  readonly terminating: boolean;
}

/** A taint of a node. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** A condition of a node. */
export interface NodeConditionFacts {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** ms since the epoch of the last transition; null when unknown. */
  readonly since: number | null;
}

/** As a row carries them: fifty thousand rows are text, so names of members would be a third of it. */
type PackedPodFacts = readonly [
  phase: string,
  ownerKind: string,
  ownerName: string,
  cpuRequest: number,
  memoryRequest: number,
  cpuLimit: number | null,
  memoryLimit: number | null,
  deletionAt?: number,
];

/** What `facts` of a pod's row are made of. */
export function packPodFacts({ phase, owner, requests, limits, deletionAt }: PodFacts): object {
  const [kind, name] = owner ?? ['', ''];
  const packed = [phase, kind, name, requests.cpu, requests.memory, limits.cpu, limits.memory] as const;
  return (deletionAt === undefined ? packed : [...packed, deletionAt]) satisfies PackedPodFacts;
}

/** The facts of a row of pods; null when its projection gave none. */
export function podFactsOf(row: { readonly facts?: object }): PodFacts | null {
  if (!Array.isArray(row.facts)) return null;
  const [phase, kind, name, cpu, memory, cpuLimit, memoryLimit, deletionAt] = row.facts as unknown as PackedPodFacts;
  return {
    phase,
    owner: kind === '' ? null : [kind, name],
    requests: { cpu, memory },
    limits: { cpu: cpuLimit, memory: memoryLimit },
    ...(deletionAt === undefined ? {} : { deletionAt }),
  };
}

/** The facts of a row of nodes; null when its projection gave none. */
export function nodeFactsOf(row: { readonly facts?: object }): NodeFacts | null {
  return row.facts !== undefined && 'allocatable' in row.facts ? (row.facts as NodeFacts) : null;
}

/** Condition Ready of a node; the last one counts, as in the server's printer. Undefined when nobody has written it yet, or nothing is known of the node. */
export function readyConditionOf(facts: NodeFacts | null): NodeConditionFacts | undefined {
  return facts?.conditions.findLast(({ type }) => type === 'Ready');
}

/** Whether condition Ready is True. */
export function isReady(facts: NodeFacts): boolean {
  return readyConditionOf(facts)?.status === 'True';
}
