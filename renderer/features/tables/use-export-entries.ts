import { Braces, Copy, Sheet } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { Column } from '../../../shared/row.ts';
import type { LiveList } from '../../bridge/live-list.ts';
import { downloadFile } from '../../ui/download-file.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import type { ContextState } from './context-strips.tsx';
import { type ExportTable, toCsv, toJson } from './export-rows.ts';
import type { ColumnPlan } from './plan-columns.ts';
import type { TableEntry } from './table-entry.ts';

/** The entries of the "more" menu: what is shown, as a file or as names. */
export function useExportEntries({
  view,
  plan,
  columns,
  states,
  lists,
  name,
  copyNames,
}: {
  view: readonly TableEntry[];
  plan: ColumnPlan;
  columns: readonly Column[];
  states: readonly ContextState[];
  lists: ReadonlyMap<ContextId, LiveList>;
  name: string;
  copyNames: () => void;
}): readonly MenuEntry[] {
  const { t } = useTranslation('tables');
  const table = (): ExportTable => ({
    entries: view,
    columnIds: plan.columns.map(({ id }) => id),
    columns,
    now: Date.now(),
    staleSince: new Map(
      states
        .filter(({ freshness }) => freshness.state !== 'live')
        .map(({ context, freshness }) => [
          context.id,
          'since' in freshness ? freshness.since : (lists.get(context.id)?.lastCompleteAt ?? Date.now()),
        ]),
    ),
  });
  const disabled = view.length === 0;
  const stamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '');
  return [
    {
      label: t('export.csv', { count: view.length }),
      icon: Sheet,
      disabled,
      run: () => downloadFile(`${name}-${stamp()}.csv`, 'text/csv;charset=utf-8', toCsv(table())),
    },
    {
      label: t('export.json', { count: view.length }),
      icon: Braces,
      disabled,
      run: () => downloadFile(`${name}-${stamp()}.json`, 'application/json', toJson(table())),
    },
    { type: 'separator' },
    { label: t('copy.allNames', { count: view.length }), icon: Copy, disabled, run: copyNames },
  ];
}
