import { useCallback, useMemo, useRef, useState } from 'react';
import { nextInTheWay, type PlanRow, stopAfter } from './plan-rows.ts';

/** Which row the keyboard is on, by key, so that it survives another plan. */
export interface PlanCursor {
  /** The row; null while there is none, or it is gone. */
  readonly row: PlanRow | null;
  readonly index: number;
  /** Moves by so many pods; at the ends it stays. */
  moveBy(by: number): void;
  toFirst(): void;
  toLast(): void;
  /** To the next pod that is in the way, from the top again after the last. */
  toNextInTheWay(): void;
  put(key: string): void;
}

/** The cursor over `rows`; `show` is called with the place of a row that must be seen. */
export function usePlanCursor(rows: readonly PlanRow[], show: (index: number) => void): PlanCursor {
  const [key, setKey] = useState<string | null>(null);
  const index = useMemo(() => (key === null ? -1 : rows.findIndex((row) => row.key === key)), [rows, key]);
  const latest = useRef({ rows, index, show });
  latest.current = { rows, index, show };
  const to = useCallback((place: number) => {
    const row = latest.current.rows[place];
    if (row === undefined) return;
    setKey(row.key);
    latest.current.show(place);
  }, []);
  return useMemo(
    () => ({
      row: rows[index] ?? null,
      index,
      moveBy: (by) => to(stopAfter(latest.current.rows, latest.current.index, by)),
      toFirst: () => to(stopAfter(latest.current.rows, -1, 1)),
      toLast: () => to(stopAfter(latest.current.rows, latest.current.rows.length, -1)),
      toNextInTheWay: () => to(nextInTheWay(latest.current.rows, latest.current.index)),
      put: setKey,
    }),
    [rows, index, to],
  );
}
