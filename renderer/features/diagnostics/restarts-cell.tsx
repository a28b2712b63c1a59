import { useTranslation } from 'react-i18next';
import { countRestarts, type RestartReason } from '../../../shared/diagnostics.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import css from './diagnostics.module.css';

/** How often lists and watches began again, and what the transport sent again by itself; opens to the reasons. */
export function RestartsCell({
  restarts,
  connections = 0,
}: {
  restarts: Readonly<Partial<Record<RestartReason, number>>>;
  connections?: number;
}) {
  const { t } = useTranslation('diagnostics');
  const count = countRestarts(restarts) + connections;
  if (count === 0) return <td className={css.restarts}>0</td>;
  const reasons: [RestartReason | 'connection', number][] = Object.entries(restarts) as [RestartReason, number][];
  if (connections > 0) reasons.push(['connection', connections]);
  return (
    <td className={css.restarts}>
      <Popover
        label={t('column.restarts')}
        align="end"
        width={300}
        trigger={<LinkButton aria-label={t('restartReasons', { count })}>{t('number', { value: count })}</LinkButton>}
      >
        <dl className={css.reasons}>
          {reasons
            .sort(([, a], [, b]) => b - a)
            .map(([reason, times]) => (
              <div key={reason}>
                <dt>{t(`reason.${reason}`)}</dt>
                <dd>{t('number', { value: times })}</dd>
              </div>
            ))}
        </dl>
      </Popover>
    </td>
  );
}
