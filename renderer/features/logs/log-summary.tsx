import { useTranslation } from 'react-i18next';
import type { LogStart } from '../../../shared/logs.ts';
import css from './log-summary.module.css';
import type { LogViewModel } from './log-view-model.ts';
import { durationWords } from './parse-since.ts';
import { countParts, hidesLines, startKey } from './plan-summary.ts';
import { useSlice } from './slices.ts';
import { useThrottled } from './use-throttled.ts';

/** Numbers that change faster cannot be read, in ms. */
const renewMs = 250;

/** From when lines are read and how many there are: `since 10 min, 24,429 lines kept of 24,643`. */
export function LogSummary({ model, start }: { model: LogViewModel; start: LogStart }) {
  const { t } = useTranslation('logs');
  const startWords = useStartWords();
  const counts = useThrottled(useSlice(model.slices, 'counts'), renewMs);
  const { filter, progress } = useSlice(model.slices, 'filter');
  const parts = countParts(counts, hidesLines(filter)).map(({ key, values }) => t(key, values));
  if (progress < 1) parts.push(t('filter.progress', { percent: Math.floor(progress * 100) }));
  return <span className={css.summary}>{[startWords(start), ...parts].join(', ')}</span>;
}

/** Says from when lines are read, in the reader's language. */
export function useStartWords(): (start: LogStart) => string {
  const { t, i18n } = useTranslation('logs');
  return (start) => {
    const key = startKey(start);
    const { since } = start;
    const from =
      key === 'previous'
        ? t('summary.previous')
        : since.type === 'duration'
          ? t('summary.since', { length: durationWords(since.seconds, i18n.language) })
          : since.type === 'time'
            ? t('summary.sinceTime', { time: dayAndTime(since.time, i18n.language) })
            : t('summary.sinceAll');
    return start.tailLines === null ? from : `${from}, ${t('summary.tail', { count: start.tailLines })}`;
  };
}

/** Time of day, with the day where it is not today. `at` in ms since the epoch, shown in this machine's zone. */
function dayAndTime(at: number, language: string): string {
  const today = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, {
    ...(today ? {} : { dateStyle: 'short' }),
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(at);
}
