import type { ContextId } from '../../../shared/context-id.ts';
import { type Change, type Problem, type Severity, severityRank } from '../../../shared/problem.ts';
import { isOutOfReach } from './cluster-condition.ts';
import type { FleetCluster } from './plan-fleet.ts';

/** One line of the list of problems. */
export type ProblemRow = ObjectRow | ClusterRow;

interface RowBase {
  /** The same for as long as it is the same trouble: the cursor goes with it. */
  readonly key: string;
  readonly contextId: ContextId;
  readonly severity: Severity;
  /** ms since the epoch; null when nothing says since when. */
  readonly since: number | null;
  readonly affected: number;
}

/** A problem that rules found in a cluster. */
export interface ObjectRow extends RowBase {
  readonly type: 'object';
  readonly problem: Problem;
  /** It is in the list although nobody has to act: somebody ignores it, or what is under way explains it. */
  readonly hidden: 'ignored' | 'expected' | null;
  /** The cluster is out of reach: so it was when it was last seen. */
  readonly old: boolean;
}

/** A cluster of which nobody can say how it is. */
export interface ClusterRow extends RowBase {
  readonly type: 'cluster';
  readonly cluster: FleetCluster;
}

/** What the list is narrowed to. */
export type ProblemFilter = 'all' | Severity | 'ignored';

/** Whether a person ignores a problem. */
export type IsIgnored = (contextId: ContextId, problem: Problem) => boolean;

/** The problems of all clusters as one list, worst first: severity, then how much it affects, then the newest. What needs nobody stands at the end. */
export function planProblemRows(clusters: readonly FleetCluster[], isIgnored: IsIgnored): readonly ProblemRow[] {
  const rows = clusters.flatMap((cluster): ProblemRow[] => [
    ...clusterRow(cluster),
    ...(cluster.overview?.problems ?? []).map((problem) => objectRow(cluster, problem, isIgnored)),
  ]);
  return rows.sort(compareRows);
}

function clusterRow(cluster: FleetCluster): ProblemRow[] {
  const { context, condition, overview } = cluster;
  if (context.broken === null && !(condition.connected && isOutOfReach(condition))) return [];
  return [
    {
      type: 'cluster',
      key: `${context.id}\ncluster`,
      contextId: context.id,
      // A server that says no is a fact about rights; one that does not answer is broken, whatever became of its pods.
      severity: condition.kind === 'forbidden' ? 'unknown' : 'broken',
      since: condition.since,
      affected: overview?.pods?.total ?? 0,
      cluster,
    },
  ];
}

function objectRow({ context, old }: FleetCluster, problem: Problem, isIgnored: IsIgnored): ObjectRow {
  return {
    type: 'object',
    key: `${context.id}\n${problem.id}`,
    contextId: context.id,
    severity: problem.severity,
    since: problem.since,
    affected: problem.affected,
    problem,
    hidden: isIgnored(context.id, problem) ? 'ignored' : problem.expected === null ? null : 'expected',
    old,
  };
}

function compareRows(a: ProblemRow, b: ProblemRow): number {
  return (
    hiddenRank(a) - hiddenRank(b) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    clusterRank(a) - clusterRank(b) ||
    b.affected - a.affected ||
    (b.since ?? 0) - (a.since ?? 0) ||
    (a.key < b.key ? -1 : 1)
  );
}

function hiddenRank(row: ProblemRow): number {
  return row.type === 'cluster' || row.hidden === null ? 0 : row.hidden === 'expected' ? 1 : 2;
}

/** What hides everything else of a cluster comes before what is seen of others. */
function clusterRank(row: ProblemRow): number {
  return row.type === 'cluster' ? 0 : 1;
}

/** The rows of some namespaces (null = all): what is in none, a node or a cluster, is in every scope. */
export function rowsInNamespaces(rows: readonly ProblemRow[], namespaces: readonly string[] | null): readonly ProblemRow[] {
  if (namespaces === null) return rows;
  const shown = new Set(['', ...namespaces]);
  return rows.filter((row) => row.type === 'cluster' || shown.has(row.problem.object.namespace));
}

/** How many rows a filter shows; what is ignored is only in its own, what is expected in `all`. */
export interface RowCounts extends Readonly<Record<ProblemFilter, number>> {
  /** Of `all`, those that need nobody. */
  readonly expected: number;
}

/** Counts for the buttons of the filter. */
export function countRows(rows: readonly ProblemRow[]): RowCounts {
  const counts = { all: 0, broken: 0, attention: 0, unknown: 0, ignored: 0, expected: 0 };
  for (const row of rows) {
    if (row.type === 'object' && row.hidden === 'ignored') counts.ignored++;
    else if (row.type === 'object' && row.hidden === 'expected') counts.expected++;
    else {
      counts.all++;
      counts[row.severity]++;
    }
  }
  return counts;
}

/** The rows that a filter shows. */
export function filterRows(rows: readonly ProblemRow[], filter: ProblemFilter): readonly ProblemRow[] {
  return rows.filter((row) => {
    const hidden = row.type === 'object' ? row.hidden : null;
    if (filter === 'ignored') return hidden === 'ignored';
    if (hidden === 'ignored') return false;
    return filter === 'all' || (hidden === null && row.severity === filter);
  });
}

/** One line of what changed. */
export interface ChangeRow {
  readonly key: string;
  readonly contextId: ContextId;
  readonly change: Change;
}

/** What changed in the hour before `now` in all clusters, the newest first. */
export function planChangeRows(clusters: readonly FleetCluster[], now: number): readonly ChangeRow[] {
  return clusters
    .flatMap(({ context, overview }) =>
      (overview?.changes ?? []).map((change) => ({ key: `${context.id}\n${change.id}`, contextId: context.id, change })),
    )
    .filter(({ change }) => now - change.at < hourMs)
    .sort((a, b) => b.change.at - a.change.at);
}

const hourMs = 3_600_000;
