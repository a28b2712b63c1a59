import { useCallback, useEffect, useMemo, useReducer, useState } from 'react';
import type { AccessSubject } from '../../../shared/access.ts';
import { asContextId, type ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useContexts } from '../../state/contexts-store.ts';
import type { MatrixTarget } from './access-matrix.ts';
import { MatrixCache } from './matrix-cache.ts';
import type { GridContext } from './plan-grid.ts';
import { useRbacChanges } from './use-rbac-changes.ts';

/** One for the page: it outlives the screen. */
const cache = new MatrixCache();

/** The matrices of connected contexts, one for each chosen namespace (null = in every namespace, as one question). */
export function useAccessMatrices(
  contextIds: readonly ContextId[],
  subject: AccessSubject,
  namespaces: readonly string[] | null,
  name: string,
): {
  readonly contexts: readonly GridContext[];
  /** Clusters whose RBAC objects may not be watched: nobody tells when rights change there. */
  readonly unwatched: ReadonlySet<ContextId>;
  /** Asks for all of them anew. */
  refresh(): void;
  /** Rows in sight, by their number in the matrix of each cluster. */
  want(rowsOf: (context: GridContext, index: number) => ReadonlySet<number>): void;
} {
  const bridge = useBridge();
  const [round, setRound] = useState(0);
  const [news, heard] = useReducer((count: number) => count + 1, 0);
  const about = JSON.stringify({ subject, namespaces, name });
  // Who asks: another user, or another cluster behind the name, has other rights.
  const askers = useContexts((state) =>
    contextIds
      .filter((id) => state.statuses[id]?.connected)
      .map((id) => JSON.stringify([id, state.statuses[id]?.user ?? '', state.statuses[id]?.clusterUid ?? '']))
      .join('\n'),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is what asks for the same again.
  const held = useMemo(() => {
    const asked = JSON.parse(about) as { subject: AccessSubject; namespaces: readonly string[] | null; name: string };
    return askers.split('\n').flatMap((asker) => {
      if (asker === '') return [];
      const [id, user, clusterUid] = JSON.parse(asker) as [string, string, string];
      const contextId = asContextId(id);
      const matrices = (asked.namespaces ?? ['']).map((namespace) =>
        cache.get(bridge, { contextId, subject: asked.subject, namespace, name: asked.name }, { user, clusterUid }),
      );
      return [{ contextId, matrices }];
    });
  }, [bridge, askers, about, round]);
  useEffect(() => {
    let frame = 0;
    // Answers of several clusters come in bursts: one drawing for all of a frame.
    const soon = () => {
      if (frame === 0)
        frame = requestAnimationFrame(() => {
          frame = 0;
          heard();
        });
    };
    const leave = held.flatMap(({ matrices }) => matrices.map((matrix) => matrix.subscribe(soon)));
    soon();
    return () => {
      cancelAnimationFrame(frame);
      for (const each of leave) each();
    };
  }, [held]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` stands for what the matrices say now.
  const contexts = useMemo(
    () => held.map(({ contextId, matrices }) => ({ contextId, matrices: matrices.map((matrix) => matrix.view()) })),
    [held, news],
  );
  const refresh = useCallback(() => {
    const targets: MatrixTarget[] = held.flatMap(({ matrices }) => matrices.map((matrix) => matrix.view().target));
    cache.forget(targets);
    setRound((before) => before + 1);
  }, [held]);
  const watched = useMemo(() => held.map(({ contextId }) => contextId), [held]);
  const rightsChanged = useCallback(
    (contextId: ContextId) => {
      const shown = held.flatMap(({ matrices }) => matrices.map((matrix) => matrix.view().target));
      cache.outdate(contextId, shown);
    },
    [held],
  );
  const unwatched = useRbacChanges(watched, rightsChanged);
  const want = useCallback(
    (rowsOf: (context: GridContext, index: number) => ReadonlySet<number>) => {
      for (const [index, { contextId, matrices }] of held.entries()) {
        const rows = rowsOf({ contextId, matrices: matrices.map((matrix) => matrix.view()) }, index);
        for (const matrix of matrices) matrix.want(rows);
      }
    },
    [held],
  );
  return { contexts, unwatched, refresh, want };
}
