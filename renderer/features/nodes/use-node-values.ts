import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { clusterQuery } from '../../bridge/queries.ts';
import type { ActedNode } from '../../state/node-actions.ts';
import type { NodeValues } from './edit-draft.ts';
import { labelsOfNode, taintsOfNode, valuesOfLabels } from './edit-kinds.ts';

const nodesRef = { group: '', version: 'v1', resource: 'nodes' } as const;

/** What the chosen nodes have now. */
export interface KnownValues {
  readonly nodes: readonly NodeValues[];
  /** Nodes that are still being read. */
  readonly reading: number;
  /** Why one of them could not be read; null = all are known, or still being read. */
  readonly error: ClusterError | null;
  /** Reads anew what a cluster was asked for. */
  readonly refetch: () => void;
}

/** Read from each node when the form opens. Until then labels are those of its row, which may be a moment old; its taints are not known. */
export function useNodeValues(what: 'taints' | 'labels', nodes: readonly ActedNode[]): KnownValues {
  const bridge = useBridge();
  const queries = useQueries({
    queries: nodes.map(({ contextId, name }) => ({
      ...clusterQuery<'objects.get'>((channel, args) => bridge.call(channel, args), 'objects.get', {
        contextId,
        resource: nodesRef,
        namespace: '',
        name,
      }),
      staleTime: 0,
    })),
    combine: (results) => ({
      found: results.map(({ data }) => (data === undefined ? null : data.object)),
      // What an earlier look has left in the cache is not what the node has now.
      reading: results.filter(({ isFetching }) => isFetching).length,
      error: results.find(({ error }) => error !== null)?.error ?? null,
      refetch: () => {
        for (const result of results) void result.refetch();
      },
    }),
  });
  const known = useMemo(
    () =>
      nodes.map(({ contextId, name, labels }, index): NodeValues => {
        const object = queries.found[index] ?? null;
        if (what === 'taints') return { contextId, node: name, values: object === null ? null : taintsOfNode(object) };
        return { contextId, node: name, values: object === null ? valuesOfLabels(labels) : labelsOfNode(object) };
      }),
    [what, nodes, queries.found],
  );
  return { nodes: known, reading: queries.reading, error: queries.error as ClusterError | null, refetch: queries.refetch };
}
