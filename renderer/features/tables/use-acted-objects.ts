import { useEffect, useRef } from 'react';
import type { ResourceRef } from '../../../shared/resource.ts';
import { actedNode, isNodes } from '../../state/node-actions.ts';
import { registerActedObjects } from '../../state/open-logs.ts';
import type { TableEntry } from './table-entry.ts';

/** Tells the palette, while the table is on screen, which rows an action would be about. */
export function useActedObjects(resource: ResourceRef, acted: readonly TableEntry[]): void {
  const latest = useRef(acted);
  latest.current = acted;
  useEffect(
    () =>
      registerActedObjects(() => ({
        resource,
        objects: latest.current.map(({ source, row }) => ({
          contextId: source.contextId,
          namespace: row.namespace,
          name: row.name,
          labels: row.labels,
        })),
        nodes: isNodes(resource) ? latest.current.map(({ source, row }) => actedNode(source.contextId, row)) : [],
      })),
    [resource],
  );
}
