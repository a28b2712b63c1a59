import { type RefObject, useState } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { RunPod } from '../../../shared/drain-run.ts';
import type { RunRow } from './plan-run-rows.ts';
import { podKindOf } from './pod-kind.ts';
import type { RunTableHandle } from './run-table.tsx';

/** The row that the keyboard is on, by key: it goes with its row. */
export interface RunCursor {
  readonly key: string | null;
  /** Moves by so many rows, over the heads of nodes. */
  moveBy(delta: number): void;
  /** To the first row, or the last. */
  moveToEnd(end: 'first' | 'last'): void;
  moveTo(key: string): void;
  /** To the next pod that needs somebody, from the first again after the last. */
  nextBlocked(): void;
  /** Opens what the row is about: a pod, what took its place, or the pods that stay. */
  open(row?: RunRow): void;
}

/** Kinds of pods that `nextBlocked` stops at. */
const needs = ['blocked', 'failed', 'stuck', 'unknown', 'refused', 'pending'];

export function useRunCursor(
  rows: readonly RunRow[],
  handle: RefObject<RunTableHandle | null>,
  act: { readonly openPod: (contextId: ContextId, namespace: string, name: string) => void; readonly toggle: (key: string) => void },
): RunCursor {
  const [key, setKey] = useState<string | null>(null);
  const put = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setKey(row.key);
    handle.current?.scrollToIndex(index);
  };
  const at = () => rows.findIndex((row) => row.key === key);
  const step = (from: number, by: 1 | -1, left: number): number => {
    let place = from;
    let found = from;
    for (let rest = left; rest > 0; ) {
      place += by;
      const row = rows[place];
      if (row === undefined) return found;
      if (row.type === 'node') continue;
      found = place;
      rest--;
    }
    return found;
  };
  return {
    key,
    moveBy: (delta) => put(step(at(), delta < 0 ? -1 : 1, Math.abs(delta))),
    moveToEnd: (end) => put(end === 'first' ? step(-1, 1, 1) : step(rows.length, -1, 1)),
    moveTo: setKey,
    nextBlocked: () => {
      const from = at();
      const order = rows.map((_, index) => (from + 1 + index) % rows.length);
      const next = order.find((index) => {
        const row = rows[index];
        return row?.type === 'pod' && needs.includes(podKindOf(row.pod));
      });
      if (next !== undefined) put(next);
    },
    open: (given) => {
      const row = given ?? rows[at()];
      if (row?.type === 'stays') act.toggle(row.key);
      if (row?.type === 'pod') act.openPod(row.contextId, row.pod.namespace, shownName(row.pod));
    },
  };
}

/** The pod that is there now: what took its place once it is gone. */
function shownName({ name, step }: RunPod): string {
  return step.step === 'gone' && step.replacement.type === 'found' ? step.replacement.name : name;
}
