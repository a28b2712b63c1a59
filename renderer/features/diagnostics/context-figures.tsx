import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { type ContextDiagnostics, restartsOf, rowsOf } from '../../../shared/diagnostics.ts';
import { readLag } from '../../bridge/lag-meter.ts';
import { useNow } from '../../state/clock.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatElapsed } from '../../ui/format-time.ts';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { ClockCell } from './clock-cell.tsx';
import { CredentialCell } from './credential-cell.tsx';
import css from './diagnostics.module.css';
import { rateKey } from './event-rates.ts';
import { RestartsCell } from './restarts-cell.tsx';
import { SourceFiguresRow } from './source-figures-row.tsx';
import type { Measured } from './use-diagnostics.ts';

const columns = [
  'context',
  'state',
  'protocol',
  'requests',
  'received',
  'events',
  'lastByte',
  'lag',
  'restarts',
  'rows',
  'credential',
  'clock',
] as const;

/** One row per connected context in the user's order, and under it, when opened, one per list that is kept. */
export function ContextFigures({ measured }: { measured: Measured }) {
  const { t } = useTranslation('diagnostics');
  const ordered = useOrderedContexts();
  const [open, setOpen] = useState<ReadonlySet<ContextId>>(new Set());
  const byId = new Map(measured.diagnostics.threads.flatMap((thread) => thread.contexts.map((context) => [context.contextId, context])));
  const shown = ordered.flatMap((view) => {
    const context = byId.get(view.id);
    return context === undefined || context.transport === null ? [] : [{ view, context }];
  });
  if (shown.length === 0) return <p className={css.none}>{t('noContext')}</p>;
  const toggle = (id: ContextId) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <table className={css.contexts}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className={css[column]} title={t(`hint.${column}`)}>
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      {shown.map(({ view, context }) => (
        <tbody key={view.id}>
          <ContextRow
            context={context}
            colour={view.colour}
            name={view.displayName}
            measured={measured}
            open={open.has(view.id)}
            onToggle={() => toggle(view.id)}
          />
          {open.has(view.id)
            ? context.sources.map((source) => (
                <SourceFiguresRow
                  key={rateKey(view.id, source)}
                  source={source}
                  rate={measured.rates.get(rateKey(view.id, source)) ?? null}
                />
              ))
            : null}
        </tbody>
      ))}
    </table>
  );
}

function ContextRow({
  context,
  colour,
  name,
  measured,
  open,
  onToggle,
}: {
  context: ContextDiagnostics;
  colour: number;
  name: string;
  measured: Measured;
  open: boolean;
  onToggle: () => void;
}) {
  const { t, i18n } = useTranslation('diagnostics');
  const now = useNow();
  const { transport, sources } = context;
  const lag = readLag(context.contextId);
  const restarts = restartsOf(sources);
  const rate = measured.rates.get(rateKey(context.contextId, null));
  return (
    <tr>
      <th scope="row" className={css.context}>
        <button type="button" className={css.open} aria-expanded={open} onClick={onToggle}>
          <ChevronRight size={12} aria-hidden="true" className={classes(css.chevron, open && css.turned)} />
          <ContextName colour={colour} name={name} />
        </button>
      </th>
      <td className={css.state}>
        <FreshnessMark freshness={context.freshness} now={now} short />
      </td>
      <td className={css.protocol}>{transport?.protocol === 'h2' ? 'HTTP/2' : transport?.protocol === 'http/1.1' ? 'HTTP/1.1' : '—'}</td>
      <td className={css.requests} title={t('connections', { count: transport?.handshakes ?? 0, open: transport?.openStreams ?? 0 })}>
        {t('number', { value: transport?.requests ?? 0 })}
      </td>
      <td className={css.received}>{formatBytes(transport?.bytesReceived ?? 0, i18n.language)}</td>
      <td className={css.events}>{rate === undefined ? '—' : t('rate', { value: rate })}</td>
      <td className={css.lastByte}>{context.lastByteAt === null ? '—' : formatElapsed(now - context.lastByteAt)}</td>
      <td className={css.lag} title={lag === null ? t('noLag') : t('meanLag', { ms: Math.round(lag.mean) })}>
        {lag === null ? '—' : t('ms', { ms: Math.round(lag.longest) })}
      </td>
      <RestartsCell restarts={restarts} connections={transport?.restarts ?? 0} />
      <td className={css.rows}>{t('number', { value: rowsOf(context) })}</td>
      <CredentialCell credential={context.credential} now={now} />
      <ClockCell skewMs={context.clockSkewMs} />
    </tr>
  );
}
