import { useMemo } from 'react';
import type { LogSource } from '../../../shared/logs.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { groupSources, type SourceGroup } from './plan-sources.ts';

/** The sources by context, contexts in the user's order. */
export function useSourceGroups(sources: readonly LogSource[]): readonly SourceGroup[] {
  const ordered = useOrderedContexts();
  return useMemo(
    () =>
      groupSources(
        sources,
        ordered.map(({ id }) => id),
      ),
    [sources, ordered],
  );
}
