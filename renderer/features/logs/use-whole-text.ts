import { useEffect, useState } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { LogViewModel } from './log-view-model.ts';
import type { LineRow } from './plan-row.ts';

/** The whole text of a line: what its row has at once, the rest as soon as it came. `error` says why it did not. */
export function useWholeText(model: LogViewModel, row: LineRow): { readonly text: string; readonly error: ClusterError | null } {
  const [whole, setWhole] = useState<{ readonly id: number; readonly text: string; readonly error: ClusterError | null } | null>(null);
  useEffect(() => {
    if (row.cut === 0) return;
    let wanted = true;
    void model.line(row.id).then((result) => {
      if (!wanted) return;
      setWhole(result.ok ? { id: row.id, text: result.value.text, error: null } : { id: row.id, text: row.text, error: result.error });
    });
    return () => {
      wanted = false;
    };
  }, [model, row]);
  return whole?.id === row.id && row.cut > 0 ? whole : { text: row.text, error: null };
}
