import type { Fill, NodeCapacity } from '../../../shared/overview.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { type NodeConditionFacts, nodeFactsOf, readyConditionOf } from '../../../shared/row-facts.ts';
import { percentOfFill } from './plan-pools.ts';

/** A node of the chosen pool. */
export interface PoolNodeRow {
  readonly name: string;
  /** Its row in the table of nodes, which actions need; null while that is not read. */
  readonly row: Row | null;
  readonly health: Health;
  /** As kubectl prints it; empty while it is not read. */
  readonly status: string;
  readonly ready: boolean;
  readonly cordoned: boolean;
  /** Since when it is not ready, ms since the epoch; null when it is or nobody knows. */
  readonly notReadySince: number | null;
  readonly createdAt: number | null;
  readonly cpu: Fill;
  readonly memory: Fill;
  readonly pods: Fill;
  /** Conditions that are not as they should be: Ready that is not True, pressure that is not False. */
  readonly conditions: readonly NodeConditionFacts[];
}

/** Nodes of a pool, those that need a person first, then the fullest, then by name. */
export function planPoolNodes(capacity: readonly NodeCapacity[], rows: ReadonlyMap<string, Row>): readonly PoolNodeRow[] {
  return capacity.map((node) => describe(node, rows.get(node.name) ?? null)).sort(worstFirst);
}

function describe(node: NodeCapacity, row: Row | null): PoolNodeRow {
  const facts = row === null ? null : nodeFactsOf(row);
  const ready = readyConditionOf(facts);
  const [status] = row?.cells ?? [];
  const odd = (facts?.conditions ?? []).filter(({ type, status }) => (type === 'Ready' ? status !== 'True' : status !== 'False'));
  // A silent kubelet makes all its conditions unknown: that it is silent is all there is to say.
  const told = odd.some(({ type, status }) => type === 'Ready' && status === 'Unknown') ? odd.filter(({ type }) => type === 'Ready') : odd;
  return {
    name: node.name,
    row,
    health: row?.health ?? (node.ready ? 'ok' : 'broken'),
    status: typeof status === 'string' ? status : '',
    ready: node.ready,
    cordoned: node.unschedulable,
    notReadySince: node.ready ? null : (ready?.since ?? null),
    createdAt: row?.createdAt ?? null,
    cpu: node.ready ? node.cpu : { ...node.cpu, used: null },
    memory: node.ready ? node.memory : { ...node.memory, used: null },
    pods: node.pods,
    conditions: told,
  };
}

const order: readonly Health[] = ['broken', 'attention', 'unknown', 'progressing'];

function rank({ health, cordoned }: PoolNodeRow): number {
  const at = order.indexOf(health);
  return at >= 0 ? at : cordoned ? order.length : order.length + 1;
}

function fullness({ cpu, memory }: PoolNodeRow): number {
  const part = ({ used, requested, allocatable }: Fill) => percentOfFill(used, allocatable) ?? percentOfFill(requested, allocatable) ?? 0;
  return Math.max(part(cpu), part(memory));
}

function worstFirst(a: PoolNodeRow, b: PoolNodeRow): number {
  return rank(a) - rank(b) || fullness(b) - fullness(a) || (a.name < b.name ? -1 : Number(a.name > b.name));
}
