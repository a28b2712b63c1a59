import { Pause } from 'lucide-react';
import { Trans, useTranslation } from 'react-i18next';
import { formatClock } from '../../ui/format-time.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './lines.module.css';
import type { LogViewModel } from './log-view-model.ts';
import { useSlice } from './slices.ts';

/** Under the lines while the end is not followed: since when, how much came since, and the way back. */
export function PausedBar({ model, onFollow }: { model: LogViewModel; onFollow: () => void }) {
  const { t, i18n } = useTranslation('log-lines');
  const { following, newer, pausedAt } = useSlice(model.slices, 'follow');
  if (following || pausedAt === null) return null;
  const at = `${formatClock(pausedAt)}.${String(pausedAt % 1_000).padStart(3, '0')}`;
  return (
    <div className={css.paused}>
      <Pause size={12} aria-hidden="true" />
      <span>
        <Trans
          t={t}
          i18nKey={newer === 0 ? 'paused.nothing' : 'paused.newer'}
          count={newer}
          values={{ at, shown: newer.toLocaleString(i18n.language) }}
          components={{ at: <b /> }}
        />
      </span>
      <LinkButton onClick={onFollow}>{t('paused.follow')}</LinkButton>
    </div>
  );
}
