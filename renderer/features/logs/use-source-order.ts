import { useMemo } from 'react';
import type { LogSource } from '../../../shared/logs.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { sourceKey } from './plan-hidden.ts';
import { groupSources } from './plan-sources.ts';

/** What names the sources in the order in which the list shows them: the first nine have the keys `1` to `9`. */
export function useSourceOrder(sources: readonly LogSource[]): readonly string[] {
  const ordered = useOrderedContexts();
  return useMemo(() => {
    const groups = groupSources(
      sources,
      ordered.map(({ id }) => id),
    );
    return groups.flatMap(({ entries }) => entries.map(({ source }) => sourceKey(source)));
  }, [sources, ordered]);
}
