import { useEffect, useReducer, useRef, useState } from 'react';
import { keepPlaces, type RunRow, samePlaces } from './plan-run-rows.ts';

/** How long rows keep their places while the pointer is over them, in ms (design.md, "do and don't"). */
const holdMs = 2_000;

/** The rows to show: `rows`, but while the pointer is over them (`hold(true)`) none changes its place before two seconds have passed. */
export function useShownRows(rows: readonly RunRow[]): { readonly shown: readonly RunRow[]; readonly hold: (held: boolean) => void } {
  const [held, hold] = useState(false);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const last = useRef(rows);
  /** Since when rows should have moved, by performance.now(); null when all are at their places. */
  const waitingSince = useRef<number | null>(null);
  const kept = held ? keepPlaces(last.current, rows) : rows;
  const waits = held && !samePlaces(kept, rows);
  if (!waits) waitingSince.current = null;
  else waitingSince.current ??= performance.now();
  const due = waitingSince.current === null ? 0 : waitingSince.current + holdMs - performance.now();
  const shown = due > 0 ? kept : rows;
  if (due <= 0) waitingSince.current = null;
  last.current = shown;
  useEffect(() => {
    if (due <= 0) return;
    const timer = setTimeout(again, due);
    return () => clearTimeout(timer);
  });
  return { shown, hold };
}
