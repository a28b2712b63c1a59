import { useTranslation } from 'react-i18next';
import type { UsageState } from '../../../shared/usage.ts';
import { useNow } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { UsageReasonText } from '../../ui/usage-reason.tsx';
import { usageWords } from '../../ui/usage-words.ts';
import css from './fleet.module.css';

/** How old the numbers of use are, or why there are none: the word here, the reason and the next step on hover and focus. */
export function UsageNote({
  usage,
  skewMs,
  part,
}: {
  usage: UsageState;
  skewMs: number | null;
  /** Nodes that are measured, where they are not all; else null. */
  part: { readonly measured: number; readonly total: number } | null;
}) {
  const { t } = useTranslation('overview');
  const now = useNow();
  const { short, why, old } = usageWords(usage, now, skewMs);
  const text = t(short.key, short.values);
  if (why === null && part !== null) {
    return (
      <Tooltip text={<span className={css.why}>{t('usage.partWhy', part)}</span>} side="top">
        <button type="button" className={classes(css.usage, css.usageWhy)}>
          {t('usage.part', { ...part, ...short.values })}
        </button>
      </Tooltip>
    );
  }
  if (why === null) return <span className={css.usage}>{text}</span>;
  return (
    <Tooltip text={<UsageReasonText why={why} />} side="top">
      <button type="button" className={classes(css.usage, css.usageWhy, old && css.usageOld)}>
        {text}
      </button>
    </Tooltip>
  );
}
