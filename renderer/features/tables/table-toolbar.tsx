import { Columns3, Ellipsis } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Switch } from '../../ui/switch.tsx';
import { FilterField } from './filter-field.tsx';
import css from './table-toolbar.module.css';
import type { TableColumns } from './use-table-columns.ts';
import type { TableFilter } from './use-table-filter.ts';

/** Title, how many are shown of how many, filter, "only problems", columns, more. */
export function TableToolbar({
  title,
  shown,
  total,
  known,
  filter,
  problems,
  columns,
  moreEntries,
  field,
  onLeaveField,
  columnLabel,
}: {
  title: string;
  shown: number;
  total: number;
  /** False while no list is known: a count would be a guess. */
  known: boolean;
  filter: TableFilter;
  /** null: the kind has no states, so nothing can be a problem. */
  problems: number | null;
  columns: TableColumns;
  moreEntries: readonly MenuEntry[];
  field: Ref<{ focus(): void }>;
  onLeaveField: () => void;
  columnLabel: (id: string, head: string) => string;
}) {
  const { t, i18n } = useTranslation('tables');
  const number = (value: number) => value.toLocaleString(i18n.language);
  const filtered = filter.test !== null || filter.onlyProblems;
  const columnEntries: MenuEntry[] = [
    { type: 'heading', label: t('columnsMenu.title') },
    ...columns.choices
      .filter(({ id }) => id !== 'name' || columns.choices[0]?.id !== 'name')
      .map(
        (choice): MenuEntry => ({
          type: 'check',
          label: columnLabel(choice.id, choice.head),
          checked: choice.shown,
          keepOpen: true,
          run: () => columns.toggle(choice.id, !choice.shown),
        }),
      ),
    { type: 'separator' },
    { label: t('columnsMenu.reset'), run: columns.reset },
  ];
  return (
    <header className={css.toolbar}>
      <h1 className={css.title}>{title}</h1>
      {known ? (
        <span className={css.count} data-testid="row-count">
          {filtered ? t('count', { shown: number(shown), total: number(total) }) : number(total)}
        </span>
      ) : null}
      <FilterField text={filter.text} onChange={filter.setText} problems={filter.problems} field={field} onLeave={onLeaveField} />
      {problems === null ? null : (
        <label className={css.problems} htmlFor="only-problems">
          <Switch id="only-problems" label={t('problems')} checked={filter.onlyProblems} onChange={filter.setOnlyProblems} />
          <span>{t('problems')}</span>
          <span className={css.faint}>{known ? number(problems) : '—'}</span>
        </label>
      )}
      <span className={css.space} />
      <Menu entries={columnEntries} trigger={<IconButton icon={Columns3} label={t('columnsMenu.label')} />} />
      <Menu entries={moreEntries} trigger={<IconButton icon={Ellipsis} label={t('more')} />} />
    </header>
  );
}
