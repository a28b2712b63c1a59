import type { ContextId } from '../../../shared/context-id.ts';
import { percentOf } from '../../../shared/format-usage.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import type { Cell, Column, ColumnType, Row } from '../../../shared/row.ts';
import { nodeFactsOf, podFactsOf, type Resources } from '../../../shared/row-facts.ts';
import type { ClusterUsage, Used } from '../../state/usage-book.ts';

/** What a kind's usage is counted by. */
export type UsageOf = 'pods' | 'nodes' | 'workloads';

/** Cells that are not in the rows. */
export interface ExtraCells {
  readonly kind: UsageOf;
  /** Null where nobody knows. */
  cell(contextId: ContextId, row: Row, columnId: string): Cell;
}

const kinds: Readonly<Record<string, UsageOf>> = {
  pods: 'pods',
  nodes: 'nodes',
  'deployments.apps': 'workloads',
  'statefulsets.apps': 'workloads',
  'daemonsets.apps': 'workloads',
  'replicasets.apps': 'workloads',
  'jobs.batch': 'workloads',
};

/** How the usage of a kind is known; null for kinds that use nothing. */
export function usageKindOf(resource: ResourceRef): UsageOf | null {
  return kinds[resourceKey(resource)] ?? null;
}

const column = (id: string, name: string, type: ColumnType, priority: 0 | 1, description: string): Column => ({
  id,
  name,
  type,
  priority,
  description,
});

/** Priority 0 = shown without asking. */
const value = (priority: 0 | 1): readonly Column[] => [
  column('cpu', 'CPU', 'cpu', priority, 'What it uses, in thousandths of a core, as kubectl top has it.'),
  column('memory', 'MEMORY', 'memory', priority, 'Working set, as kubectl top has it.'),
];
const trend: readonly Column[] = [
  column('cpu-trend', 'CPU COURSE', 'cpu', 1, 'Its CPU over the last minutes.'),
  column('memory-trend', 'MEMORY COURSE', 'memory', 1, 'Its memory over the last minutes.'),
];
const shares: readonly Column[] = [
  column('cpu-request', 'CPU / REQUEST', 'percent', 1, 'CPU in percent of what it asks for.'),
  column('cpu-limit', 'CPU / LIMIT', 'percent', 1, 'CPU in percent of its limit.'),
  column('memory-request', 'MEMORY / REQUEST', 'percent', 1, 'Memory in percent of what it asks for.'),
  column('memory-limit', 'MEMORY / LIMIT', 'percent', 1, 'Memory in percent of its limit: at 100 it is killed.'),
];
const allocatable: readonly Column[] = [
  column('cpu-allocatable', 'CPU %', 'percent', 0, 'CPU in percent of allocatable, as kubectl top has it.'),
  column('memory-allocatable', 'MEMORY %', 'percent', 0, 'Memory in percent of allocatable, as kubectl top has it.'),
];

const columnsOf: Readonly<Record<UsageOf, readonly Column[]>> = {
  pods: [...value(0), ...shares, ...trend],
  nodes: [...value(0), ...allocatable, ...trend],
  workloads: value(1),
};

const ids: ReadonlySet<string> = new Set([...columnsOf.pods, ...columnsOf.nodes].map(({ id }) => id));

/** Whether a column is one of usage. */
export function isUsageColumn(id: string): boolean {
  return ids.has(id);
}

/** The columns of a kind with those of its usage behind what it shows by itself. The same array where it uses nothing. */
export function withUsageColumns(resource: ResourceRef, columns: readonly Column[]): readonly Column[] {
  const kind = usageKindOf(resource);
  if (kind === null || columns.length === 0 || columns.some(({ id }) => isUsageColumn(id))) return columns;
  const at = columns.findLastIndex(({ id, priority }) => priority === 0 && id !== 'age') + 1;
  return [...columns.slice(0, at), ...columnsOf[kind], ...columns.slice(at)];
}

/** What the object of a row uses; null when nobody knows. Workloads are not in it: their pods are. */
export function usedByRow(kind: UsageOf, usage: ClusterUsage, row: Row): Used | null {
  return kind === 'nodes' ? usage.nodes.get(row.name) : kind === 'pods' ? usage.pods.get(`${row.namespace}/${row.name}`) : null;
}

/** The cell under a usage column; null when nobody knows, or there is nothing to be a part of. */
export function usageCell(used: Used | null, row: Row, columnId: string): number | null {
  if (used === null) return null;
  const [what = '', base] = columnId.split('-');
  if (what !== 'cpu' && what !== 'memory') return null;
  if (base === undefined || base === 'trend') return used[what];
  return share(used[what], baseOf(row, base)?.[what] ?? null);
}

/** A share of nothing is no share: a pod without a request uses no part of it. */
function share(used: number, base: number | null): number | null {
  return base === null || base === 0 ? null : percentOf(used, base);
}

function baseOf(row: Row, base: string): { readonly [what in keyof Resources]: number | null } | null {
  if (base === 'allocatable') return nodeFactsOf(row)?.allocatable ?? null;
  const facts = podFactsOf(row);
  return base === 'request' ? (facts?.requests ?? null) : base === 'limit' ? (facts?.limits ?? null) : null;
}
