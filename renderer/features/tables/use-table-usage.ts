import { useEffect, useLayoutEffect } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import { workloadKey } from '../../../shared/workload-of-pod.ts';
import { useFollowUsage } from '../../state/usage-store.ts';
import type { MergedList } from './merged-list.ts';
import { isUsageColumn, usageCell, usageKindOf, usedByRow } from './usage-columns.ts';
import { useWorkloadUsage } from './use-workload-usage.ts';
import { workloadKinds } from './workload-usage.ts';

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
  const workloads = useWorkloadUsage(contextIds, looked && kind === 'workloads');
  const podOwner = workloadKinds[resourceKey(resource)] ?? '';
  useLayoutEffect(() => {
    if (kind === null) return;
    merged.setExtra({
      kind,
      cell: (contextId, row, columnId) => {
        const usage = isUsageColumn(columnId) ? store.of(contextId) : undefined;
        if (usage === undefined) return null;
        const { namespace, name } = row;
        const used =
          kind === 'workloads'
            ? (workloads.get(contextId)?.get(usage, workloadKey({ kind: podOwner, namespace, name })) ?? null)
            : usedByRow(kind, usage, row);
        return usageCell(used, row, columnId);
      },
    });
  }, [merged, store, kind, workloads, podOwner]);
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
