import { useEffect, useMemo, useRef } from 'react';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ObjectDetail } from '../../../shared/contract.ts';
import type { Freshness } from '../../../shared/freshness.ts';
import type { ResourceRef } from '../../../shared/resource.ts';
import type { Row } from '../../../shared/row.ts';
import { useClusterQuery } from '../../bridge/queries.ts';
import { useLiveList } from './use-live-list.ts';

/** What the drawer shows of one object. */
export interface ShownObject {
  /** As last fetched; kept after the object has gone. */
  readonly detail: ObjectDetail | null;
  readonly error: ClusterError | null;
  /** The object's own row, live; null until it was seen or when the kind cannot be watched by name. */
  readonly row: Row | null;
  readonly freshness: Freshness | null;
  /** The object is not there any more; what is shown is the past. */
  readonly gone: boolean;
  readonly loading: boolean;
  refetch(): void;
}

/**
 * Fetches one object and watches it by name: every change of its row fetches it again, so that summary and YAML follow.
 * When it disappears, what was last seen stays, marked as gone; a new object of the same name (another uid) is a new one.
 */
export function useObject(contextId: ContextId, resource: ResourceRef, namespace: string, name: string): ShownObject {
  const { group, version, resource: plural } = resource;
  const ref = useMemo(() => ({ group, version, resource: plural }), [group, version, plural]);
  const { data, error, isFetching, refetch } = useClusterQuery(
    'objects.get',
    { contextId, resource: ref, namespace, name },
    { staleTime: 0 },
  );
  const namespaces = useMemo(() => (namespace === '' ? null : [namespace]), [namespace]);
  const { rows, freshness } = useLiveList({ contextId, resource: ref, namespaces, fieldSelector: `metadata.name=${name}` });
  const row = rows.find((each) => each.name === name) ?? null;

  // The first row is what the first fetch has seen too; later ones are news.
  const seen = useRef<Row | null>(null);
  useEffect(() => {
    const before = seen.current;
    seen.current = row;
    if (before !== null && row !== null && before !== row) void refetch();
    else if (before !== null && row === null && freshness?.state === 'live') void refetch();
  }, [row, freshness, refetch]);

  const missing = error?.kind === 'status' && error.code === 404;
  const gone = missing || (freshness?.state === 'live' && row === null && data !== undefined && seen.current !== null);
  return {
    detail: data ?? null,
    error: error ?? null,
    row,
    freshness,
    gone: data !== undefined && gone,
    loading: isFetching && !data,
    refetch: () => void refetch(),
  };
}
