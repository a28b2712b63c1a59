import { useTranslation } from 'react-i18next';
import { rowsOf } from '../../../shared/diagnostics.ts';
import { formatBytes } from '../../ui/format-bytes.ts';
import css from './diagnostics.module.css';
import type { Measured } from './use-diagnostics.ts';
import { shortestLongTaskMs } from './use-page-loop.ts';

/** A stall that a person notices in what they do, in ms (the budget of docs/performance.md). */
const noticedMs = 50;

/** Each event loop: its longest stall and its heap; then the memory of all of it. */
export function LoopFigures({ measured }: { measured: Measured }) {
  const { t, i18n } = useTranslation('diagnostics');
  const { diagnostics, page } = measured;
  const allRows = diagnostics.threads.flatMap(({ contexts }) => contexts).reduce((sum, context) => sum + rowsOf(context), 0);
  const loops = [
    { name: t('loop.main'), stallMs: diagnostics.main.stallMs, heapBytes: diagnostics.main.heapBytes, rows: null, none: t('measuring') },
    ...diagnostics.threads.map(({ stallMs, heapBytes, contexts }, index) => ({
      name: t('loop.thread', { number: index + 1 }),
      stallMs,
      heapBytes,
      rows: contexts.reduce((sum, context) => sum + rowsOf(context), 0),
      none: t('measuring'),
    })),
    { name: t('loop.page'), ...page, rows: null, none: t('underMs', { ms: shortestLongTaskMs }) },
  ];
  return (
    <table className={css.loops}>
      <thead>
        <tr>
          <th scope="col">{t('loop.head')}</th>
          <th scope="col" className={css.figure}>
            {t('loop.stall')}
          </th>
          <th scope="col" className={css.figure}>
            {t('loop.heap')}
          </th>
          <th scope="col" className={css.figure}>
            {t('column.rows')}
          </th>
        </tr>
      </thead>
      <tbody>
        {loops.map(({ name, stallMs, heapBytes, rows, none }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={`${css.figure} ${stallMs !== null && stallMs >= noticedMs ? css.bad : ''}`}>
              {stallMs === null ? none : t('ms', { ms: Math.round(stallMs) })}
            </td>
            <td className={css.figure}>{heapBytes === null ? '—' : formatBytes(heapBytes, i18n.language)}</td>
            <td className={css.figure}>{rows === null ? '—' : t('number', { value: rows })}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('loop.whole')}</th>
          <td className={css.figure}>
            {diagnostics.main.threadRestarts === 0 ? '—' : t('threadRestarts', { count: diagnostics.main.threadRestarts })}
          </td>
          <td className={css.figure}>{formatBytes(diagnostics.main.rssBytes, i18n.language)}</td>
          <td className={css.figure}>{t('number', { value: allRows })}</td>
        </tr>
      </tbody>
    </table>
  );
}
