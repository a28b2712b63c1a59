import { useMemo, useState } from 'react';
import { useScope } from '../../state/scope.ts';
import type { FleetCluster } from './plan-fleet.ts';
import {
  countRows,
  filterRows,
  type IsIgnored,
  type ObjectRow,
  type ProblemFilter,
  type ProblemRow,
  planProblemRows,
  type RowCounts,
  rowsInNamespaces,
} from './plan-problem-rows.ts';
import type { IgnoringRule } from './use-ignored.ts';
import { type ProblemActions, useProblemActions } from './use-problem-actions.ts';
import { useProblemFilter } from './use-problem-filter.ts';
import { type RowWords, useRowWords } from './use-row-words.ts';

/** The list of problems with its cursor, its filter and what can be done: the same on the page of the fleet and on its own. */
export interface Problems {
  readonly counts: RowCounts;
  readonly rows: readonly ProblemRow[];
  readonly filter: ProblemFilter;
  setFilter(filter: ProblemFilter): void;
  /** The row under the cursor; null before the cursor was put anywhere, and when its row is gone. */
  readonly row: ProblemRow | null;
  readonly at: number;
  /** Its pane is open. */
  readonly open: boolean;
  setOpen(open: boolean): void;
  point(key: string): void;
  moveTo(index: number): void;
  readonly actions: ProblemActions;
  readonly wordsOf: (row: ProblemRow) => RowWords;
  /** The problem about which is asked how much of it is to be ignored; null = the dialog is closed. */
  readonly asking: ObjectRow | null;
  closeDialog(): void;
}

/** `ignoring` and `isIgnored` say the same of a problem. `most`: rows that are shown at most. */
export function useProblems(
  clusters: readonly FleetCluster[],
  ignoring: IgnoringRule,
  isIgnored: IsIgnored,
  most = Number.POSITIVE_INFINITY,
): Problems {
  const { filter, setFilter } = useProblemFilter();
  const { namespaces } = useScope();
  const all = useMemo(() => rowsInNamespaces(planProblemRows(clusters, isIgnored), namespaces), [clusters, isIgnored, namespaces]);
  const counts = useMemo(() => countRows(all), [all]);
  const rows = useMemo(() => filterRows(all, filter).slice(0, most), [all, filter, most]);
  const [cursor, setCursor] = useState<{ readonly key: string; readonly index: number } | null>(null);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<ObjectRow | null>(null);
  const wordsOf = useRowWords();
  const actions = useProblemActions(ignoring, wordsOf, setAsking);
  // A row that went (solved, ignored) leaves the cursor in its place, on what came there.
  const found = cursor === null ? -1 : rows.findIndex(({ key }) => key === cursor.key);
  const at = cursor === null || rows.length === 0 ? -1 : found >= 0 ? found : Math.min(cursor.index, rows.length - 1);
  const row = rows[at] ?? null;
  const moveTo = (index: number) => {
    const next = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (next !== undefined) setCursor({ key: next.key, index: rows.indexOf(next) });
  };
  return {
    counts,
    rows,
    filter,
    setFilter,
    row,
    at,
    open: open && row !== null,
    setOpen,
    point: (key) => {
      setCursor({ key, index: rows.findIndex((each) => each.key === key) });
      setOpen(true);
    },
    moveTo,
    actions,
    wordsOf,
    asking,
    closeDialog: () => setAsking(null),
  };
}
