import type { TFunction } from 'i18next';
import { Copy, Eye, EyeOff, Focus, History } from 'lucide-react';
import { type CSSProperties, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogSource } from '../../../shared/logs.ts';
import { classes } from '../../ui/classes.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { formatClock, formatElapsed } from '../../ui/format-time.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { ContextMenu, type MenuEntry } from '../../ui/menu.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { sourceKey } from './plan-hidden.ts';
import type { SourceEntry, SourceWords } from './plan-sources.ts';
import css from './source-list.module.css';
import { sourceColour } from './source-name.ts';

/** A source that says nothing new is not drawn again: with hundreds of them, those that changed are few. */
function sameRow(a: SourceRowProps, b: SourceRowProps): boolean {
  return (
    a.entry.source === b.entry.source &&
    a.entry.digit === b.entry.digit &&
    a.entry.name.base === b.entry.name.base &&
    a.entry.name.container === b.entry.name.container &&
    a.state === b.state &&
    a.tone === b.tone &&
    a.shown === b.shown &&
    a.solo === b.solo &&
    a.onSolo === b.onSolo &&
    a.onHide === b.onHide &&
    a.onPrevious === b.onPrevious
  );
}

interface SourceRowProps {
  readonly entry: SourceEntry;
  /** What it does, in two words, and how much that matters. */
  readonly state: string;
  readonly tone: SourceWords['tone'];
  readonly shown: boolean;
  readonly solo: boolean;
  readonly onSolo: (key: string) => void;
  readonly onHide: (key: string) => void;
  readonly onPrevious: (source: LogSource) => void;
}

/** One source: its colour, its name, what it does. */
export const SourceRow = memo(function SourceRow({ entry, state, tone, shown, solo, onSolo, onHide, onPrevious }: SourceRowProps) {
  const { t } = useTranslation('logs');
  const { source, name, digit } = entry;
  const key = sourceKey(source);
  const { colour, repeated } = sourceColour(source.number);
  const full = `${name.base}${name.suffix}${name.container === '' ? '' : ` ${name.container}`}`;
  // A crash loop is told in the run that crashed: the way there is always in sight.
  const offersPrevious = source.hasPrevious && source.state.state === 'waiting';
  const entries: readonly MenuEntry[] = [
    {
      label: t(solo ? 'sources.unsolo' : 'sources.solo'),
      icon: Focus,
      ...(digit === null ? {} : { keys: String(digit) }),
      run: () => onSolo(key),
    },
    { label: t(shown ? 'sources.hide' : 'sources.show1'), icon: shown ? EyeOff : Eye, run: () => onHide(key) },
    ...(source.hasPrevious
      ? [{ type: 'separator' } as const, { label: t('sources.previous'), icon: History, run: () => onPrevious(source) }]
      : []),
    { type: 'separator' },
    { label: t('sources.copy'), icon: Copy, run: () => void copyText(source.pod) },
  ];
  return (
    <ContextMenu entries={entries}>
      <div className={css.row} data-shown={shown} data-solo={solo} data-ended={source.state.state === 'ended'}>
        <Tooltip side="right" text={<SourceDetails source={source} />}>
          <button
            type="button"
            className={css.choose}
            aria-pressed={solo}
            aria-label={t('sources.names', { name: full, state: shown ? state : t('sources.hidden') })}
            {...(digit === null ? {} : { 'aria-keyshortcuts': String(digit) })}
            onClick={(event) => (event.altKey ? onHide(key) : onSolo(key))}
          >
            <i className={classes(css.colour, repeated && css.repeated)} style={{ '--source': colour } as CSSProperties} />
            <span className={css.name}>
              <span className={css.base}>{name.base}</span>
              <span className={css.suffix}>{name.suffix}</span>
              {/* Spaces are for those who speak to the button by what it says: laid out, they take no room. */}
              {name.container === '' ? null : <span className={css.container}> {name.container}</span>}
            </span>{' '}
            <span className={classes(css.state, css[tone])}>{shown ? state : t('sources.hidden')}</span>
          </button>
        </Tooltip>
        {offersPrevious ? (
          <IconButton size="small" iconSize={12} icon={History} label={t('sources.previous')} onClick={() => onPrevious(source)} />
        ) : null}
      </div>
    </ContextMenu>
  );
}, sameRow);

/** Everything about a source, for the tooltip: whole name, where it runs, what it does and why not. */
function SourceDetails({ source }: { source: LogSource }) {
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
    source.lagMs !== null && source.lagMs >= 1_000 ? t('sources.lag', { lag: formatElapsed(source.lagMs) }) : null,
  ];
  return (
    <span className={css.details}>
      <b className="mono">
        {source.namespace}/{source.pod}
      </b>
      <span className="mono">
        {source.container}
        {source.containerType === 'regular' ? '' : ` (${t(`sources.${source.containerType}`)})`}
      </span>
      {lines
        .filter((line) => line !== null && line !== '')
        .map((line) => (
          <span key={line}>{line}</span>
        ))}
    </span>
  );
}

function stateSentence(source: LogSource, t: TFunction<'logs'>): string {
  const { state } = source;
  switch (state.state) {
    case 'waiting':
      return t('sources.waitingLong', { reason: state.reason });
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
