import { useEffect, useState } from 'react';
import type { LogSource } from '../../../shared/logs.ts';
import type { FilterParts } from './filter-parts.ts';
import type { LogViewModel } from './log-view-model.ts';
import { type LogEmpty, planLogEmpty } from './plan-log-empty.ts';
import { useSlice } from './slices.ts';

/** A view that has no line for less than that is not called empty: the first lines are on their way. In ms. */
const calmMs = 400;

/** Why no line is on screen, after a moment of calm; null while there are lines. */
export function useLogEmpty(
  model: LogViewModel,
  sources: readonly LogSource[],
  parts: FilterParts,
  selectionCount: number,
): LogEmpty | null {
  const { visible, total } = useSlice(model.slices, 'counts');
  const selections = useSlice(model.slices, 'selections');
  const { state } = useSlice(model.slices, 'status');
  const { progress } = useSlice(model.slices, 'filter');
  const empty = planLogEmpty({
    visible,
    total,
    filtering: progress < 1,
    parts,
    sources,
    selections: [...selections.values()],
    selectionCount,
    status: state,
  });
  const [calm, setCalm] = useState(false);
  const isEmpty = empty !== null;
  useEffect(() => {
    if (!isEmpty) {
      setCalm(false);
      return;
    }
    const timer = setTimeout(() => setCalm(true), calmMs);
    return () => clearTimeout(timer);
  }, [isEmpty]);
  return calm ? empty : null;
}
