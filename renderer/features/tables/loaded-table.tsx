import { useCallback, useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { kindDefinitionOf } from '../../../shared/kinds/kind-definitions.ts';
import { type ResourceRef, resourceKey } from '../../../shared/resource.ts';
import type { Column } from '../../../shared/row.ts';
import type { LiveList } from '../../bridge/live-list.ts';
import { useNowAs } from '../../state/clock.ts';
import { useScope } from '../../state/scope.ts';
import { useSelectedObject } from '../../state/selected-object.ts';
import { useSettings } from '../../state/settings-store.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { useWidth } from '../../ui/use-width.ts';
import { ActionBar } from './action-bar.tsx';
import { type ContextState, ContextStrips, staleContexts } from './context-strips.tsx';
import { EmptyTable } from './empty-table.tsx';
import { ForbiddenState } from './forbidden-state.tsx';
import type { MergedList } from './merged-list.ts';
import type { TableSort } from './sort-entries.ts';
import type { TableEntry } from './table-entry.ts';
import type { TableKind } from './table-screen.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { TableView, type TableViewHandle } from './table-view.tsx';
import { withUsageColumns } from './usage-columns.ts';
import { useActedObjects } from './use-acted-objects.ts';
import { useExportEntries } from './use-export-entries.ts';
import { useRowActions } from './use-row-actions.ts';
import { useTableColumns } from './use-table-columns.ts';
import { useTableCursor } from './use-table-cursor.ts';
import { useTableFilter } from './use-table-filter.ts';
import { useTableKeys } from './use-table-keys.ts';
import { useTableUsage } from './use-table-usage.ts';

const noColumns: readonly Column[] = [];
const worstFirst: TableSort = { column: 'status', descending: true };
const worstFirstByShape: TableSort = { column: 'state', descending: true };
const youngestFirst: TableSort = { column: 'last-seen', descending: false };

/** Everything of a table that needs its rows. */
export function LoadedTable({
  resource,
  kind,
  title,
  namespaces,
  merged,
  states,
  contexts,
  lists,
}: {
  resource: ResourceRef;
  kind: TableKind;
  title: string;
  namespaces: readonly string[] | null;
  merged: MergedList;
  states: readonly ContextState[];
  contexts: ReadonlyMap<ContextId, ContextView>;
  lists: ReadonlyMap<ContextId, LiveList>;
}) {
  const { t } = useTranslation('tables');
  const scope = useScope();
  const snapshot = useSyncExternalStore(merged.subscribe, merged.getSnapshot);
  const { view, total } = snapshot;
  const definition = kindDefinitionOf(resource);
  const own = snapshot.columns ?? definition?.columns ?? noColumns;
  const columns = useMemo(() => withUsageColumns(resource, own), [resource, own]);
  const columnIds = useMemo(() => columns.map(({ id }) => id), [columns]);
  const compact = useSettings((state) => state.settings.density === 'compact');

  const frame = useRef<HTMLDivElement>(null);
  const available = useWidth(frame);
  const table = useTableColumns({
    settingsKey: resourceKey(resource),
    columns,
    defaultSort: columnIds.includes('last-seen') ? youngestFirst : columnIds.includes('status') ? worstFirst : worstFirstByShape,
    manyClusters: states.length > 1,
    namespaced: kind.namespaced ?? true,
    nameLast: definition?.nameColumn === 'last-wide',
    available,
    view,
  });
  useTableUsage({
    resource,
    merged,
    contextIds: useMemo(() => states.map(({ context }) => context.id), [states]),
    shown: useMemo(() => table.plan.columns.map(({ id }) => id), [table.plan]),
    sortedBy: table.sort.column,
  });
  const filter = useTableFilter(resource.resource, columnIds);
  const test = useDeferredValue(filter.test);
  const { sort } = table;
  const sortType = columns.find(({ id }) => id === sort.column)?.type ?? null;
  useLayoutEffect(() => merged.setSort(sort, sortType), [merged, sort, sortType]);
  useLayoutEffect(() => merged.setFilter(test, filter.onlyProblems), [merged, test, filter.onlyProblems]);

  const handle = useRef<TableViewHandle>(null);
  const field = useRef<{ focus(): void }>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const cursor = useTableCursor(view, handle, () => merged.viewUnder(filter.test, filter.onlyProblems));
  const actions = useRowActions(resource, kind.kind, contexts);
  const { selected: open, select } = useSelectedObject();

  const openEntry = useCallback(
    (entry: TableEntry) => select({ contextId: entry.source.contextId, namespace: entry.row.namespace, name: entry.row.name }),
    [select],
  );
  const selectedEntries = useMemo(() => {
    void snapshot; // A row that is gone is no longer selected.
    return [...cursor.selected].flatMap((key) => merged.entry(key) ?? []);
  }, [cursor.selected, merged, snapshot]);
  const cursorEntry = cursor.cursorKey === null ? undefined : merged.entry(cursor.cursorKey);
  const acted = selectedEntries.length > 0 ? selectedEntries : cursorEntry ? [cursorEntry] : [];
  useActedObjects(resource, acted);
  const [menuTarget, setMenuTarget] = useState<readonly TableEntry[]>([]);

  useTableKeys({
    cursor,
    view,
    handle,
    focusFilter: () => field.current?.focus(),
    open: () => cursorEntry && openEntry(cursorEntry),
    drawerOpen: open !== null,
    closeDrawer: () => select(null),
    hasFilter: filter.text !== '' || filter.onlyProblems,
    clearFilter: () => {
      filter.setText('');
      filter.setOnlyProblems(false);
    },
    copy: () => actions.copyNames(acted),
    logs: actions.logs && (() => actions.logs?.(acted)),
    previousLogs: actions.previousLogs && (() => actions.previousLogs?.(acted)),
    nodeActions: actions.nodeActions(acted),
    menu: () => {
      if (selectedEntries.length === 0) cursor.toggle();
      // The bar with its button is there after the next render.
      requestAnimationFrame(() => {
        menuButton.current?.focus();
        menuButton.current?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      });
    },
    toggleProblems: () => filter.setOnlyProblems(!filter.onlyProblems),
  });

  // The row of an open drawer is where the keyboard goes on, also after a reload.
  const openKey = open ? `${open.contextId}\n${open.namespace}\n${open.name}` : null;
  const { put } = cursor;
  const hasCursor = cursor.cursorKey !== null;
  useEffect(() => {
    if (openKey === null || hasCursor) return;
    const entry = view.find((each) => `${each.source.contextId}\n${each.row.namespace}\n${each.row.name}` === openKey);
    if (entry) put(entry);
  }, [openKey, hasCursor, view, put]);

  const moreEntries = useExportEntries({
    view,
    plan: table.plan,
    columns,
    states,
    lists,
    name: resourceKey(resource),
    copyNames: () => actions.copyNames(view),
  });
  const colours = useMemo(() => new Map(states.map(({ context }) => [context.id, context.colour])), [states]);
  // A text, because the same contexts must stay the same set, or every row renders.
  const staleKey = useNowAs((now) => [...staleContexts(states, now)].join('\n'));
  const stale = useMemo(() => new Set(staleKey === '' ? [] : (staleKey.split('\n') as ContextId[])), [staleKey]);

  const reading = states.some(({ freshness }) => freshness.state === 'listing' || freshness.state === 'connecting');
  const known = total > 0 || states.some(({ freshness }) => freshness.state === 'live');
  // Rows that are here find their places with the next frame: until then nothing is empty.
  const arriving = total === 0 && [...lists.values()].some(({ rows }) => rows.size > 0);
  const empty = view.length === 0 && !((reading || arriving) && total === 0);
  const judged = useMemo(() => definition !== null || view.some((entry) => entry.row.health !== 'unknown'), [definition, view]);
  const [only] = states;
  const forbidden = states.length === 1 && only?.freshness.state === 'forbidden' && total === 0 ? only : null;
  const selectedShown = selectedEntries.filter((entry) => entry.inView).length;
  const onRowClick = useCallback(
    (entry: TableEntry, index: number, event: React.MouseEvent) => {
      handle.current?.focus();
      if (cursor.click(entry, index, event)) openEntry(entry);
    },
    [cursor.click, openEntry],
  );
  const selectedSet = cursor.selected;
  const onRowMenu = useCallback(
    (entry: TableEntry) => {
      put(entry);
      setMenuTarget(selectedSet.has(entry.key) ? [...selectedSet].flatMap((key) => merged.entry(key) ?? []) : [entry]);
    },
    [put, selectedSet, merged],
  );
  const counts = useMemo(() => {
    const result = new Map<ContextId, number>();
    for (const entry of selectedEntries) result.set(entry.source.contextId, (result.get(entry.source.contextId) ?? 0) + 1);
    return result;
  }, [selectedEntries]);

  return (
    <>
      <TableToolbar
        title={title}
        shown={view.length}
        total={total}
        known={known}
        filter={filter}
        problems={judged || filter.onlyProblems ? snapshot.problems : null}
        columns={table}
        moreEntries={moreEntries}
        field={field}
        onLeaveField={() => handle.current?.focus()}
        columnLabel={(id, head) => (id === 'name' || id === 'cluster' || id === 'namespace' ? t(`columns.${id}`) : head)}
      />
      {forbidden || empty ? null : <ContextStrips states={states} kindPlural={resource.resource} />}
      <div ref={frame} style={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, minWidth: 0 }}>
        {forbidden && forbidden.freshness.state === 'forbidden' ? (
          <ForbiddenState context={forbidden.context} resource={resource} namespaces={namespaces} freshness={forbidden.freshness} />
        ) : empty ? (
          <EmptyTable
            merged={merged}
            states={states}
            total={total}
            kindPlural={resource.resource}
            resource={resource.resource}
            namespaces={namespaces}
            filterText={filter.text}
            parsed={filter.parsed}
            onlyProblems={filter.onlyProblems}
            onFilter={filter.setText}
            onShowAll={() => {
              filter.setText('');
              filter.setOnlyProblems(false);
            }}
            onAllNamespaces={() => scope.setNamespaces(null)}
          />
        ) : (
          <ContextMenu entries={actions.menu(menuTarget)}>
            <div style={{ display: 'flex', flex: 1, minHeight: 0, minWidth: 0 }}>
              <TableView
                merged={merged}
                view={view}
                plan={table.plan}
                label={title}
                rowHeight={compact ? 24 : 28}
                colours={colours}
                staleContexts={stale}
                selected={cursor.selected}
                cursorKey={cursor.cursorKey}
                loading={reading}
                judged={judged}
                sort={sort}
                allSelected={selectedShown === 0 ? false : selectedShown >= view.length ? true : 'mixed'}
                onSelectAll={cursor.selectAll}
                onSort={table.sortBy}
                onResize={table.resize}
                onMove={table.move}
                onRowClick={onRowClick}
                onRowMenu={onRowMenu}
                handle={handle}
              >
                {selectedEntries.length > 0 ? (
                  <ActionBar
                    counts={counts}
                    total={selectedEntries.length}
                    kind={t('selection.count', {
                      count: selectedEntries.length,
                      kind: selectedEntries.length === 1 ? (kind.kind ?? resource.resource).toLowerCase() : resource.resource,
                    })}
                    contexts={contexts}
                    short={table.plan.shortClusters}
                    entries={actions.menu(selectedEntries)}
                    nodeActions={actions.nodeActions(selectedEntries)}
                    onLogs={actions.logs && (() => actions.logs?.(selectedEntries))}
                    onCopyNames={() => actions.copyNames(selectedEntries)}
                    onClear={cursor.clear}
                    menuButton={menuButton}
                  />
                ) : null}
              </TableView>
            </div>
          </ContextMenu>
        )}
      </div>
    </>
  );
}
