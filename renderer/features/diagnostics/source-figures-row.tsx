import { useTranslation } from 'react-i18next';
import type { SourceDiagnostics } from '../../../shared/diagnostics.ts';
import { resourceKey } from '../../../shared/resource.ts';
import { useNow } from '../../state/clock.ts';
import { classes } from '../../ui/classes.ts';
import { formatElapsed } from '../../ui/format-time.ts';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import css from './diagnostics.module.css';
import { RestartsCell } from './restarts-cell.tsx';

/** How an encoding is written; names, so the same in every language. */
const encodingNames = { protobuf: 'protobuf', json: 'JSON', table: 'Table' } as const;

/** One list of a context: what is read, how true it is, how it comes over the wire and why not better. */
export function SourceFiguresRow({ source, rate }: { source: SourceDiagnostics; rate: number | null }) {
  const { t } = useTranslation('diagnostics');
  const now = useNow();
  const narrowed = [
    source.namespaces === null ? '' : t('inNamespaces', { count: source.namespaces }),
    source.selected ? t('selected') : '',
  ].filter((part) => part !== '');
  return (
    <tr className={css.source}>
      <th scope="row" className={css.context}>
        <span className={css.resource}>
          <span className="mono">{resourceKey(source.resource)}</span>
          {narrowed.length === 0 ? null : <span className={css.quiet}>{narrowed.join(', ')}</span>}
        </span>
        {source.fallback === null ? null : <span className={css.why}>{t(`fallback.${source.fallback}`)}</span>}
      </th>
      <td className={css.state}>
        <FreshnessMark freshness={source.freshness} now={now} short />
      </td>
      <td className={classes(css.protocol, source.fallback !== null && css.fell)}>{encodingNames[source.encoding]}</td>
      <td />
      <td />
      <td className={css.events}>{rate === null ? '—' : t('rate', { value: rate })}</td>
      <td className={css.lastByte}>{source.freshness.state === 'live' ? formatElapsed(now - source.freshness.lastByteAt) : null}</td>
      <td />
      <RestartsCell restarts={source.figures.restarts} />
      <td className={css.rows}>{t('number', { value: source.rows })}</td>
      <td />
      <td />
    </tr>
  );
}
