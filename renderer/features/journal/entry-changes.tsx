import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../shared/visible-text.ts';
import css from './journal-pane.module.css';
import { planChanges } from './plan-changes.ts';

/** What a write changed, field by field. */
export function EntryChanges({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation('journal');
  const changes = useMemo(() => planChanges(before, after), [before, after]);
  if (changes.length === 0) return null;
  const value = (text: string | null) => (text === null ? <i className={css.absent}>{t('pane.absent')}</i> : visibleText(text));
  return (
    <section className={css.section}>
      <h3>{t('pane.changes')}</h3>
      <table className={css.changes}>
        <thead className="visually-hidden">
          <tr>
            {(['field', 'before', 'after'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`pane.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {changes.map((change) => (
          <tbody key={change.field}>
            <tr>
              <th scope="row" colSpan={2} className="mono">
                {visibleText(change.field)}
              </th>
            </tr>
            <tr className="mono">
              <td className={css.before}>
                <b aria-hidden="true">−</b>
                <span>{value(change.before)}</span>
              </td>
              <td className={css.after}>
                <b aria-hidden="true">+</b>
                <span>{value(change.after)}</span>
              </td>
            </tr>
          </tbody>
        ))}
      </table>
    </section>
  );
}
