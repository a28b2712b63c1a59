import { useEffect, useLayoutEffect } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import { useFollowUsage } from '../../state/usage-store.ts';
import type { MergedList } from './merged-list.ts';
import { isUsageColumn, usageCell, usageKindOf, usedByRow } from './usage-columns.ts';

const nobody: readonly ContextId[] = [];

/**
 * Gives a table its cells of usage, and follows the usage of its clusters while one of its columns is shown. Numbers are not in rows: a round of samples renders the cells whose
 * number it changed, and moves rows only where they are sorted by one.
 */
export function useTableUsage({
  resource,
  merged,
  contextIds,
  shown,
  sortedBy,
}: {
  resource: ResourceRef;
  merged: MergedList;
  contextIds: readonly ContextId[];
  /** Ids of the columns on screen. */
  shown: readonly string[];
  sortedBy: string;
}): void {
  const kind = usageKindOf(resource);
  const looked = kind !== null && (isUsageColumn(sortedBy) || shown.some(isUsageColumn));
  const store = useFollowUsage(looked ? contextIds : nobody);
  useLayoutEffect(() => {
    if (kind === null) return;
    merged.setExtra({
      kind,
      cell: (contextId, row, columnId) => {
        const usage = isUsageColumn(columnId) ? store.of(contextId) : undefined;
        return usage === undefined ? null : usageCell(usedByRow(kind, usage, row), row, columnId);
      },
    });
  }, [merged, store, kind]);
  const sorts = looked && isUsageColumn(sortedBy);
  const ids = contextIds.join('\n');
  useEffect(() => {
    if (!sorts || ids === '') return;
    const stops = ids.split('\n').map((id) => store.subscribe(id as ContextId, () => merged.renewOrder()));
    merged.renewOrder();
    return () => {
      for (const stop of stops) stop();
    };
  }, [sorts, ids, store, merged]);
}
