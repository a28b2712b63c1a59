import { useEffect, useState } from 'react';
import type { LogSelection, LogStart } from '../../../shared/logs.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { LogViewModel } from './log-view-model.ts';

/** Selections as the bridge takes them: the contract's types are mutable. */
function copyOf(selections: readonly LogSelection[]): LogSelection[] {
  return structuredClone(selections) as LogSelection[];
}

/** A view that is open while the component is mounted; null before it is. Other selections are another view. */
export function useLogView(selections: readonly LogSelection[], start: LogStart): LogViewModel | null {
  const bridge = useBridge();
  const [model, setModel] = useState<LogViewModel | null>(null);
  const key = JSON.stringify(selections);
  // A change of start reads the same view again (`restart`); `key` stands for the selections.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const opened = new LogViewModel(bridge, { selections: copyOf(selections), start });
    setModel(opened);
    return () => {
      opened.close();
      setModel(null);
    };
  }, [bridge, key]);
  return model;
}

/** Reads the same view again with another start, or other containers (empty = those of the selections). */
export function readAgain(model: LogViewModel, selections: readonly LogSelection[], start: LogStart, containers: readonly string[]): void {
  const next = copyOf(selections).map((selection) => (containers.length === 0 ? selection : { ...selection, containers: [...containers] }));
  model.restart({ selections: next, start });
}
