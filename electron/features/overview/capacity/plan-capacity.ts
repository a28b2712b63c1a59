import type { CapacityFacts, Fill, LimitRangeFacts, NodeCapacity, QuotaUse } from '../../../../shared/overview.ts';
import type { Row } from '../../../../shared/row.ts';
import { isReady, type NodeFacts, nodeFactsOf, type Resources } from '../../../../shared/row-facts.ts';
import type { Requested } from '../pod-book.ts';
import { factsOf, type RowsByKey } from '../problems/problem-kinds.ts';

/** What capacity is reckoned from. */
export interface CapacityInput {
  readonly nodes: Iterable<Row>;
  readonly rows: RowsByKey;
  /** What the pods on a node ask for and are bounded by. */
  readonly requestedOn: (node: string) => Requested;
  /** What a node uses now; null when nobody knows. */
  readonly usedOn: (node: string) => Resources | null;
  /** Id of the pool of a node; empty when it is of none. */
  readonly poolOf: (node: string) => string;
  /** Pods that take room and ask for nothing. */
  readonly podsWithoutRequests: number;
  /** What all nodes used on average, and since when that was measured (ms since the epoch); null when it was not. */
  readonly usedOnAverage: (Resources & { readonly since: number }) | null;
}

/** Taints that no pod gets past without naming them. */
const shutting: ReadonlySet<string> = new Set(['NoSchedule', 'NoExecute']);

/** How full nodes and quotas are, what still fits, and what is asked for and not used. Pure. */
export function planCapacity(input: CapacityInput): CapacityFacts {
  const rows = [...input.nodes].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const nodes: NodeCapacity[] = [];
  const rooms: Room[] = [];
  const requested = { cpu: 0, memory: 0 };
  for (const row of rows) {
    const facts = nodeFactsOf(row);
    if (facts === null) continue;
    const asked = input.requestedOn(row.name);
    requested.cpu += asked.cpu;
    requested.memory += asked.memory;
    nodes.push(capacityOf(row.name, facts, asked, input));
    if (takesPods(facts)) rooms.push(roomOn(row.name, facts, asked));
  }
  return {
    nodes,
    podsWithoutRequests: input.podsWithoutRequests,
    largestFit: largestOf(rooms),
    waste: wasteOf(requested, input.usedOnAverage),
    quotas: input.rows('resourcequotas') === null ? null : quotasOf(input.rows),
    limitRanges: input.rows('limitranges') === null ? null : limitsOf(input.rows),
  };
}

interface Room {
  readonly node: string;
  readonly cpu: number;
  readonly memory: number;
}

function capacityOf(name: string, facts: NodeFacts, asked: Requested, input: CapacityInput): NodeCapacity {
  const used = input.usedOn(name);
  const { allocatable } = facts;
  const fill = (what: 'cpu' | 'memory', limits: number): Fill => ({
    used: used?.[what] ?? null,
    requested: asked[what],
    limits,
    // A kubelet that never said what it has, has nothing to be full of.
    allocatable: allocatable[what] === 0 ? null : allocatable[what],
  });
  return {
    name,
    pool: input.poolOf(name),
    ready: isReady(facts),
    unschedulable: facts.unschedulable,
    cpu: fill('cpu', asked.limitCpu),
    memory: fill('memory', asked.limitMemory),
    pods: {
      used: asked.pods,
      requested: asked.pods,
      limits: null,
      allocatable: allocatable.pods === 0 ? null : allocatable.pods,
    },
  };
}

/** Whether a pod without tolerations may be put on a node. */
function takesPods(facts: NodeFacts): boolean {
  return isReady(facts) && !facts.unschedulable && !facts.terminating && !facts.taints.some(({ effect }) => shutting.has(effect));
}

function roomOn(node: string, { allocatable }: NodeFacts, asked: Requested): Room {
  const full = asked.pods >= allocatable.pods;
  return { node, cpu: full ? 0 : allocatable.cpu - asked.cpu, memory: full ? 0 : allocatable.memory - asked.memory };
}

/**
 * The node with the most room for one pod, CPU and memory together: the largest product of both, each as a share of the largest gap there is. A node without CPU or
 * without memory has no room, however much there is of the other. Null when there is none.
 */
function largestOf(rooms: readonly Room[]): Room | null {
  const open = rooms.filter(({ cpu, memory }) => cpu > 0 && memory > 0);
  const most = { cpu: Math.max(...open.map(({ cpu }) => cpu)), memory: Math.max(...open.map(({ memory }) => memory)) };
  let largest: Room | null = null;
  const size = ({ cpu, memory }: Room) => (cpu / most.cpu) * (memory / most.memory);
  for (const room of open) if (largest === null || size(room) > size(largest)) largest = room;
  return largest;
}

/** Requested minus used on average; what is used beyond what is asked for is no waste. */
function wasteOf(requested: Resources, used: CapacityInput['usedOnAverage']): CapacityFacts['waste'] {
  if (used === null) return { cpu: null, memory: null, since: null };
  return { cpu: Math.max(0, requested.cpu - used.cpu), memory: Math.max(0, requested.memory - used.memory), since: used.since };
}

/** Lines of all quotas, the fullest first; those without a ratio last. */
function quotasOf(rows: RowsByKey): readonly QuotaUse[] {
  const uses = [...factsOf(rows, 'resourcequotas')].flatMap(([, facts]) => facts.uses);
  return uses.sort((a, b) => (b.ratio ?? -1) - (a.ratio ?? -1) || byPlace(a, b));
}

function limitsOf(rows: RowsByKey): readonly LimitRangeFacts[] {
  return [...factsOf(rows, 'limitranges')].flatMap(([, facts]) => facts.limits).sort(byPlace);
}

function byPlace(a: QuotaUse | LimitRangeFacts, b: QuotaUse | LimitRangeFacts): number {
  const place = ({ namespace, name, resource }: QuotaUse | LimitRangeFacts) => `${namespace}/${name}/${resource}`;
  return place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0;
}
