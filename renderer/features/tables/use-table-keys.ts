import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeActionOffer } from '../../state/use-node-actions.ts';
import { showToast } from '../../ui/toasts.tsx';
import { useKeys } from '../../ui/use-keys.ts';
import type { TableEntry } from './table-entry.ts';
import type { TableViewHandle } from './table-view.tsx';
import type { TableCursor } from './use-table-cursor.ts';

/** The keyboard of a table, as k9s users expect it. */
export function useTableKeys({
  cursor,
  view,
  handle,
  ...act
}: {
  cursor: TableCursor;
  view: readonly TableEntry[];
  handle: RefObject<TableViewHandle | null>;
  focusFilter: () => void;
  open: () => void;
  drawerOpen: boolean;
  closeDrawer: () => void;
  hasFilter: boolean;
  clearFilter: () => void;
  copy: () => void;
  /** null for kinds without logs, and for those without previous ones. */
  logs: (() => void) | null;
  previousLogs: (() => void) | null;
  /** For nodes; none for other kinds. */
  nodeActions: readonly NodeActionOffer[];
  menu: () => void;
  toggleProblems: () => void;
}): void {
  const { t } = useTranslation(['tables', 'nodes']);
  const page = () => handle.current?.pageSize() ?? 10;
  // Without rows there is nothing to move to: the status bar does not offer it.
  const enabled = view.length > 0;
  const stepBack = () => {
    if (act.drawerOpen) act.closeDrawer();
    else if (cursor.selected.size > 0) cursor.clear();
    else if (act.hasFilter) act.clearFilter();
  };
  useKeys(t('keys.scope'), [
    { keys: 'j', label: t('keys.down'), hint: true, enabled, run: () => cursor.moveBy(1) },
    { keys: 'k', label: t('keys.up'), hint: true, enabled, run: () => cursor.moveBy(-1) },
    { keys: 'arrowdown', label: t('keys.down'), enabled, run: () => cursor.moveBy(1) },
    { keys: 'arrowup', label: t('keys.up'), enabled, run: () => cursor.moveBy(-1) },
    { keys: 'shift+arrowdown', label: t('keys.extend'), run: () => cursor.moveBy(1, true) },
    { keys: 'shift+arrowup', label: t('keys.extend'), run: () => cursor.moveBy(-1, true) },
    { keys: 'J', label: t('keys.extend'), run: () => cursor.moveBy(1, true) },
    { keys: 'K', label: t('keys.extend'), run: () => cursor.moveBy(-1, true) },
    { keys: 'pagedown', label: t('keys.page'), enabled, run: () => cursor.moveBy(page()) },
    { keys: 'pageup', label: t('keys.page'), enabled, run: () => cursor.moveBy(-page()) },
    { keys: 'home', label: t('keys.first'), run: () => cursor.moveTo(0) },
    { keys: 'g g', label: t('keys.first'), run: () => cursor.moveTo(0) },
    { keys: 'end', label: t('keys.last'), run: () => cursor.moveTo(view.length - 1) },
    { keys: 'G', label: t('keys.last'), run: () => cursor.moveTo(view.length - 1) },
    { keys: 'space', label: t('keys.select'), hint: true, enabled, run: cursor.toggle },
    { keys: 'mod+a', label: t('selectAll'), inFields: false, enabled, run: () => cursor.selectAll(true) },
    { keys: 'enter', label: t('keys.open'), hint: true, enabled, run: act.open },
    { keys: 'd', label: t('keys.open'), run: act.open },
    ...(act.logs ? [{ keys: 'l', label: t('keys.logs'), hint: true, enabled, run: act.logs }] : []),
    ...(act.previousLogs ? [{ keys: 'p', label: t('keys.previousLogs'), enabled, run: act.previousLogs }] : []),
    ...act.nodeActions.map(({ type, keys, why, run }) => ({
      keys,
      label: t(`nodes:key.${type}`),
      hint: type === 'cordon' || type === 'drain',
      enabled,
      run: () => (why === null ? run() : showToast({ mark: 'none', title: why })),
    })),
    { keys: 'x', label: t('keys.actions'), hint: true, enabled, run: act.menu },
    { keys: 'y', label: t('keys.copy'), hint: true, enabled, run: act.copy },
    { keys: '/', label: t('keys.filter'), hint: true, run: act.focusFilter },
    { keys: 'P', label: t('keys.problems'), run: act.toggleProblems },
    { keys: 'escape', label: t('keys.back'), run: stepBack },
  ]);
}
