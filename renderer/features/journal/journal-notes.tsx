import { useTranslation } from 'react-i18next';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './journal.module.css';
import type { JournalState } from './journal-list.ts';

/** What the rows do not show, said above them: lines and files that cannot be read, and a reading that failed. */
export function JournalNotes({ state: { read, error } }: { state: JournalState }) {
  const { t } = useTranslation('journal');
  const describe = useDescribeError();
  const { damagedLines = 0, unreadable = [], folder = '' } = read ?? {};
  return (
    <div role="status">
      {error === null ? null : (
        <p className={css.note}>
          <HealthShape health="broken" decorative />
          <span>{t('failed', { why: describe(error).title })}</span>
        </p>
      )}
      {unreadable.map(({ path, code }) => (
        <p key={path} className={css.note}>
          <HealthShape health="attention" decorative />
          <span>{t('unreadable', { path, code })}</span>
        </p>
      ))}
      {damagedLines === 0 ? null : (
        <p className={css.note} title={t('damagedWhy', { folder })}>
          <HealthShape health="attention" decorative />
          <span>
            {t('damaged', { count: damagedLines })}. <span className={css.faint}>{t('damagedWhy', { folder })}</span>
          </span>
        </p>
      )}
    </div>
  );
}

/** What stands below the last row: whether there is more, how far back the search came, where the journal is kept. */
export function JournalFoot({
  state: { read, searching },
  filtered,
  onOlder,
}: {
  state: JournalState;
  filtered: boolean;
  onOlder: () => void;
}) {
  const { t, i18n } = useTranslation('journal');
  if (read === null) return null;
  const { next, lookedBackTo, folder } = read;
  if (searching && next !== '') {
    const at = lookedBackTo === null ? '' : formatAbsolute(lookedBackTo, i18n.language);
    return (
      <p className={css.foot} role="status">
        <HealthShape health="progressing" decorative />
        {at === '' ? t('searching') : t('searchingTo', { at })}
      </p>
    );
  }
  return (
    <p className={css.foot}>
      {next === '' ? t(filtered ? 'endFiltered' : 'end') : <LinkButton onClick={onOlder}>{t('older')}</LinkButton>}
      <span className={css.faint}>{t('where', { folder })}</span>
    </p>
  );
}
