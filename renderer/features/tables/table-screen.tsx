import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { ContextView } from '../../../shared/context-view.ts';
import { kindDefinitionOf } from '../../../shared/kinds/kind-definitions.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import { useClusterQuery } from '../../bridge/queries.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { registerLoadedObjects } from '../../state/loaded-objects.ts';
import { useScope } from '../../state/scope.ts';
import type { ContextState } from './context-strips.tsx';
import { LoadedTable } from './loaded-table.tsx';
import css from './table-screen.module.css';
import { useFreshness, useMergedList } from './use-merged-list.ts';

/** `kindLabel` is the title, e.g. `Pods`. The table of one kind over the contexts and namespaces in scope: toolbar, strips, rows or the reason why there are none. */
export function TableScreen({ resource, kindLabel }: { resource: ResourceRef; kindLabel: string }) {
  // Another kind is another table: nothing of the old one (cursor, selection, typed filter) may show through.
  return <ScopedTable key={`${resourceKey(resource)} ${resource.version}`} resource={resource} kindLabel={kindLabel} />;
}

function ScopedTable({ resource, kindLabel }: { resource: ResourceRef; kindLabel: string }) {
  const scope = useScope();
  const byId = useContexts((state) => state.byId);
  const statuses = useContexts((state) => state.statuses);
  const inScope = useMemo(() => scope.contextIds.flatMap((id) => byId.get(id) ?? []), [scope.contextIds, byId]);
  const connected = useMemo(() => inScope.filter(({ id }) => statuses[id]?.connected), [inScope, statuses]);

  const kind = useKind(resource, connected[0]);
  // Until it is known whether the kind has namespaces, nothing is asked: a list in a namespace that is none would be refused.
  const waiting = scope.namespaces !== null && kind.namespaced === null;
  const namespaces = kind.namespaced === false ? null : scope.namespaces;
  const { merged, lists } = useMergedList(waiting ? noContexts : connected, resource, namespaces);
  const freshness = useFreshness(lists);
  const totalOf = useSyncExternalStore(merged.subscribe, () => merged.getSnapshot().totalOf);

  const states = useMemo(
    () =>
      inScope.map((context): ContextState => {
        const isConnected = statuses[context.id]?.connected ?? false;
        const own = freshness.get(context.id);
        return {
          context,
          connected: isConnected,
          freshness: !isConnected ? { state: 'not-connected' } : (own ?? { state: 'connecting', since: Date.now(), detail: '' }),
          rows: totalOf.get(context.id) ?? 0,
          clockSkewMs: isConnected ? (statuses[context.id]?.clockSkewMs ?? null) : null,
        };
      }),
    [inScope, statuses, freshness, totalOf],
  );

  const latest = useRef(states);
  latest.current = states;
  useEffect(
    () =>
      registerLoadedObjects(function* () {
        const since = new Map(latest.current.map(({ context, freshness: own }) => [context.id, 'since' in own ? own.since : null]));
        for (const entry of merged.all()) {
          yield {
            contextId: entry.source.contextId,
            resource,
            kindLabel: kind.kind ?? resource.resource,
            namespace: entry.row.namespace,
            name: entry.row.name,
            health: entry.row.health,
            staleSince: since.get(entry.source.contextId) ?? null,
          };
        }
      }),
    [merged, resource, kind.kind],
  );

  return (
    <section className={css.screen}>
      <LoadedTable
        resource={resource}
        kind={kind}
        title={kindLabel}
        namespaces={namespaces}
        merged={merged}
        states={states}
        contexts={byId}
        lists={lists}
      />
    </section>
  );
}

const noContexts: readonly ContextView[] = [];

/** What is known of a kind before and besides its rows. */
export interface TableKind {
  /** `Pod`; null until discovery answered. */
  readonly kind: string | null;
  readonly namespaced: boolean | null;
}

function useKind(resource: ResourceRef, context: ContextView | undefined): TableKind {
  const definition = kindDefinitionOf(resource);
  const { data } = useClusterQuery(
    'resources.discover',
    { contextId: context?.id ?? ('' as ContextView['id']) },
    { enabled: definition === null && context !== undefined, staleTime: 300_000 },
  );
  return useMemo(() => {
    if (definition) return { kind: definition.kind, namespaced: definition.namespaced };
    const found = data?.resources.find((each) => each.resource === resource.resource && each.group === resource.group);
    return { kind: found?.kind ?? null, namespaced: found?.namespaced ?? null };
  }, [definition, data, resource]);
}
