import { useTranslation } from 'react-i18next';
import { clockWarningMs } from '../../../shared/context-view.ts';
import { formatSkew } from '../../ui/clock-words.ts';
import css from './diagnostics.module.css';

/** Headers tell time in seconds and travel meanwhile: less than this is no difference, in ms. */
const noDifferenceMs = 2_000;

/** How far this machine's clock is from the server's: `+` when ours is ahead. */
export function ClockCell({ skewMs }: { skewMs: number | null }) {
  const { t } = useTranslation('diagnostics');
  if (skewMs === null) return <td className={css.clock}>—</td>;
  const size = Math.abs(skewMs);
  if (size < noDifferenceMs) return <td className={css.clock}>{t('clockSame')}</td>;
  return <td className={`${css.clock} ${size > clockWarningMs ? css.bad : ''}`}>{`${skewMs < 0 ? '+' : '−'}${formatSkew(skewMs)}`}</td>;
}
