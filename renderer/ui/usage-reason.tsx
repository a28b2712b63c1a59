import { useTranslation } from 'react-i18next';
import type { MissingUsage } from '../../shared/usage.ts';
import { Tooltip } from './tooltip.tsx';
import css from './usage-reason.module.css';
import { missingUsageWords } from './usage-words.ts';
import { useDescribeError } from './use-describe-error.ts';

/** Why a cluster has no numbers of use, in a word; the sentence, what the cluster said and the next step on hover and focus. */
export function UsageReason({ why }: { why: MissingUsage }) {
  const { t } = useTranslation('overview');
  return (
    <Tooltip text={<UsageReasonText why={why} />} side="bottom">
      <button type="button" className={css.word}>
        {t(`usage.${why.kind}.short`)}
      </button>
    </Tooltip>
  );
}

/** Why there are no numbers, what the cluster said, and what to do. */
export function UsageReasonText({ why }: { why: MissingUsage }) {
  const { t } = useTranslation('overview');
  const describe = useDescribeError();
  const { title, next, said } = missingUsageWords(why);
  const error = 'error' in why ? describe(why.error) : null;
  const detail = error === null ? said : (error.detail ?? error.title);
  return (
    <span className={css.text}>
      <b>{t(title.key, title.values)}</b>
      {detail === '' ? null : <span>{detail}</span>}
      <span>{t(next.key, next.values)}</span>
    </span>
  );
}
