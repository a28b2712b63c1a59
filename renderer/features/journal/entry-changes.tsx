import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleLines, visibleText } from '../../../shared/visible-text.ts';
import css from './journal-pane.module.css';
import { planChanges } from './plan-changes.ts';

/** What a write changed, field by field. */
export function EntryChanges({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation('journal');
  const changes = useMemo(() => planChanges(before, after), [before, after]);
  if (changes.length === 0) return null;
  const value = (text: string | null) => (text === null ? <i className={css.absent}>{t('pane.absent')}</i> : visibleLines(text));
  return (
    <section className={css.section}>
      <h3>{t('pane.changes')}</h3>
      <ul className={css.changes}>
        {changes.map(({ field, before: from, after: to }) => (
          <li key={field}>
            <p>{visibleText(field)}</p>
            <del>
              <b aria-hidden="true">−</b>
              <span className="visually-hidden">{t('pane.before')}: </span>
              <span>{value(from)}</span>
            </del>
            <ins>
              <b aria-hidden="true">+</b>
              <span className="visually-hidden">{t('pane.after')}: </span>
              <span>{value(to)}</span>
            </ins>
          </li>
        ))}
      </ul>
    </section>
  );
}
