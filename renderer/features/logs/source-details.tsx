import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { aheadMs } from '../../../shared/log-clocks.ts';
import type { LogSource } from '../../../shared/logs.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { formatClock, formatElapsed } from '../../ui/format-time.ts';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './source-list.module.css';

/** Everything about a source, for the tooltip: whole name, where it runs, what it does and why not. */
export function SourceDetails({ source }: { source: LogSource }) {
  const { t } = useTranslation('logs');
  const describe = useDescribeError();
  const { state } = source;
  const error = 'error' in state ? describe(state.error) : null;
  const lines: (string | null)[] = [
    source.node === '' ? null : t('sources.on', { node: source.node }),
    stateSentence(source, t),
    error?.title ?? null,
    error?.detail ?? null,
    error?.nextStep ?? null,
    source.restarts > 0 ? t('sources.restarts', { count: source.restarts }) : null,
    source.lagMs !== null && source.lagMs <= -aheadMs ? t('sources.ahead', { ahead: formatElapsed(-source.lagMs) }) : null,
    source.lagMs !== null && source.lagMs >= 1_000 ? t('sources.lag', { lag: formatElapsed(source.lagMs) }) : null,
  ];
  return (
    <span className={css.details}>
      <b className="mono">{visibleText(`${source.namespace}/${source.pod}`)}</b>
      <span className="mono">
        {visibleText(source.container)}
        {source.containerType === 'regular' ? '' : ` (${t(`sources.${source.containerType}`)})`}
      </span>
      {lines
        .filter((line): line is string => line !== null && line !== '')
        .map((line) => (
          <span key={line}>{visibleText(line)}</span>
        ))}
    </span>
  );
}

function stateSentence(source: LogSource, t: TFunction<'logs'>): string {
  const { state } = source;
  switch (state.state) {
    case 'waiting':
      return state.reason === '' ? t('sources.waitingPlain') : t('sources.waitingLong', { reason: state.reason });
    case 'queued':
      return t('sources.queuedLong');
    case 'connecting':
      return t('sources.connecting');
    case 'following':
      return t('sources.following', { lines: t('summary.lines', { count: source.lines }) });
    case 'ended': {
      const reason = state.reason;
      const what = state.exitCode === null ? t('sources.endedLong', { reason }) : t('sources.endedCode', { reason, code: state.exitCode });
      return state.at === null ? what : `${what}, ${t('sources.endedAt', { at: formatClock(state.at) })}`;
    }
    case 'broken':
      return t('sources.brokenLong', { since: formatClock(state.since) });
    case 'failed':
      return '';
  }
}
