import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogSource, LogStart } from '../../../shared/logs.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { patternText } from './filter-bar.tsx';
import css from './log-empty.module.css';
import { useStartWords } from './log-summary.tsx';
import type { LogViewModel } from './log-view-model.ts';
import { sourceKey } from './plan-hidden.ts';
import type { LogEmpty } from './plan-log-empty.ts';
import { useLogEmpty } from './use-log-empty.ts';
import type { LogFilterControl } from './use-log-filter.ts';

/** Over the lines while there is none: why, and what can be done. Nothing while there are lines. */
export function LogEmptyLayer({
  model,
  selectionCount,
  ...rest
}: Omit<Parameters<typeof LogEmptyState>[0], 'empty'> & { model: LogViewModel; selectionCount: number }) {
  const empty = useLogEmpty(model, rest.sources, rest.filter.parts, selectionCount);
  return empty === null ? null : (
    <div className={css.layer}>
      <LogEmptyState empty={empty} {...rest} />
    </div>
  );
}

function LogEmptyState({
  empty,
  title,
  start,
  onStart,
  sources,
  filter,
}: {
  empty: LogEmpty;
  title: string;
  start: LogStart;
  onStart: (start: LogStart) => void;
  sources: readonly LogSource[];
  filter: LogFilterControl;
}) {
  const { t } = useTranslation('logs');
  const startWords = useStartWords();
  switch (empty.why) {
    case 'opening':
      return <EmptyState icon={<HealthShape health="progressing" decorative />} title={t('empty.opening')} text={t('empty.openingText')} />;
    case 'no-pods':
      return (
        <EmptyState icon={<HealthShape health="none" decorative />} title={t('empty.noPods', { title })} text={t('empty.noPodsText')} />
      );
    case 'waiting':
      return (
        <EmptyState
          icon={<HealthShape health="progressing" decorative />}
          title={t('empty.waiting', { count: empty.count })}
          text={t('empty.waitingText', { reasons: empty.reasons.join(', ') })}
        />
      );
    case 'failed':
      return (
        <EmptyState title={t('empty.failed')}>
          <ErrorNote error={empty.error} />
        </EmptyState>
      );
    case 'no-lines':
      return (
        <EmptyState
          title={start.previous ? t('empty.noLinesPrevious') : t('empty.noLines', { start: startWords(start) })}
          text={[
            empty.following > 0 ? t('empty.noLinesText', { count: empty.following }) : t('empty.noLinesEnded'),
            ...(empty.queued > 0 ? [t('empty.queued', { count: empty.queued })] : []),
          ].join(' ')}
          actions={<ReadMore start={start} onStart={onStart} />}
        />
      );
    case 'filtered':
      return (
        <EmptyState
          title={t('empty.filtered', { count: empty.count })}
          text={t('empty.filteredText')}
          actions={
            <Button kind="primary" onClick={filter.clear}>
              {t('filter.clear')}
            </Button>
          }
        >
          <FilterReasons sources={sources} filter={filter} />
        </EmptyState>
      );
  }
}

/** Ways to more lines than there are in the time that was asked for. */
function ReadMore({ start, onStart }: { start: LogStart; onStart: (start: LogStart) => void }) {
  const { t } = useTranslation('logs');
  if (start.previous) return <Button onClick={() => onStart({ ...start, previous: false })}>{t('empty.readPresent')}</Button>;
  if (start.since.type === 'all') return null;
  const shorter = start.since.type === 'duration' && start.since.seconds < 3_600;
  return (
    <>
      {shorter ? (
        <Button onClick={() => onStart({ ...start, since: { type: 'duration', seconds: 3_600 } })}>{t('empty.readHour')}</Button>
      ) : null}
      <Button onClick={() => onStart({ ...start, since: { type: 'all' } })}>{t('empty.readAll')}</Button>
    </>
  );
}

/** Every part of the filter, each with its own way out. */
function FilterReasons({ sources, filter }: { sources: readonly LogSource[]; filter: LogFilterControl }) {
  const { t } = useTranslation('logs');
  const { include, exclude, levels, sources: hidden } = filter.parts;
  const reason = (key: string, what: ReactNode, remove: () => void) => (
    <li key={key}>
      <span>{what}</span>
      <LinkButton onClick={remove}>{t('empty.remove')}</LinkButton>
    </li>
  );
  const alone = sources.find((source) => sourceKey(source) === hidden.solo);
  return (
    <ul className={css.reasons}>
      {(['include', 'exclude'] as const).flatMap((kind) =>
        (kind === 'include' ? include : exclude).map((pattern) =>
          reason(
            `${kind} ${patternText(pattern)}`,
            <>
              {t(`empty.${kind}`)} <code>{patternText(pattern)}</code>
            </>,
            () => filter.remove(kind, pattern),
          ),
        ),
      )}
      {levels === 'all'
        ? null
        : reason('levels', t(levels === 'warn' ? 'empty.levelsWarn' : 'empty.levelsError'), () => filter.setLevels('all'))}
      {hidden.solo !== null
        ? reason('solo', t('empty.solo', { name: alone?.pod ?? '' }), filter.showAllSources)
        : hidden.hidden.size > 0
          ? reason('sources', t('empty.hiddenSources', { count: hidden.hidden.size }), filter.showAllSources)
          : null}
    </ul>
  );
}
