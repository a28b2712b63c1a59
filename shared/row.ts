/**
 * One line of a table: what the page gets instead of the object. Small, plain, JSON-safe.
 * `cells` follow the columns of the kind (see kinds/), in the same order.
 */
export interface Row {
  readonly uid: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  /** Only when kubectl's NAME says more than the name: `standard (default)` of a StorageClass. For showing, never for requests. */
  readonly shownName?: string;
  /** metadata.creationTimestamp in ms since the epoch; null when the object has none. */
  readonly createdAt: number | null;
  readonly health: Health;
  readonly cells: readonly Cell[];
  readonly labels: Readonly<Record<string, string>>;
  /** What other screens than the table need: of pods and nodes as `row-facts.ts` says, of a projection that is no table's its own business. */
  readonly facts?: object;
}

/**
 * What a cell holds, before formatting. How it is shown is decided by its column's `type`:
 * times are ms since the epoch, null means "the object does not say" (printed as kubectl prints it).
 */
export type Cell = string | number | null | RestartsCell | DurationCell;

/** Restarts of a pod's containers, as kubectl prints `5 (3m10s ago)`. */
export interface RestartsCell {
  readonly count: number;
  /** ms since the epoch of the last container termination; null when unknown or none. */
  readonly lastAt: number | null;
}

/** A span that may still be running (a Job's DURATION): it counts until `until`, or until now while that is null. */
export interface DurationCell {
  /** ms since the epoch. */
  readonly since: number;
  /** ms since the epoch; null while it runs. */
  readonly until: number | null;
}

/**
 * The state shape left of a name. `unknown` means nobody said; `ok` is only given where something was checked.
 * - ok: filled dot; done: finished well (grey check); progressing: open ring; attention: triangle; broken: octagon; unknown: question ring
 */
export type Health = 'ok' | 'done' | 'progressing' | 'attention' | 'broken' | 'unknown';

/** One column of a kind: name as kubectl heads it, and how its cells are read. */
export interface Column {
  /** Stable id, lower case: `restarts`, `nominated-node`. */
  readonly id: string;
  /** kubectl's head, in capitals as kubectl prints it: `NOMINATED NODE`. */
  readonly name: string;
  readonly type: ColumnType;
  /** 0 = shown by `kubectl get`, 1 = only by `-o wide`. Same meaning as a TableColumnDefinition's priority. */
  readonly priority: 0 | 1;
  readonly description: string;
}

/**
 * - text: as is; number: right aligned; age: ms since the epoch, shown as kubectl's age;
 * - duration: DurationCell; restarts: RestartsCell
 * - cpu: thousandths of a core; memory: bytes; percent: whole percent
 * A string in any column is shown as it is (`<none>` in an age column, the text of a server's Table).
 */
export type ColumnType = 'text' | 'number' | 'age' | 'duration' | 'restarts' | 'cpu' | 'memory' | 'percent';

/** One batch of changes to a list, in the order to be applied: `reset` first, then removes, then upserts. */
export interface RowChanges {
  /** Present when columns become known or change (a Table kind); applies from now on. */
  readonly columns?: readonly Column[];
  /** True on the first batch of a new list that is not a continuation: the reader forgets its rows. Never sent on a relist. */
  readonly reset?: true;
  readonly upserts: readonly Row[];
  /** uids of rows that are gone. */
  readonly removes: readonly string[];
  /** Changes to a key that were merged away because the reader was slower than the cluster, since the last batch. */
  readonly coalesced?: number;
  /** ms since the epoch at which the oldest of these changes was taken from its connection; absent for rows that were there before. */
  readonly since?: number;
}
