import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogMark } from '../../../shared/logs.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { formatClock, formatElapsed } from '../../ui/format-time.ts';

/** What a mark says: what happened, and to whom or why. */
export interface MarkWords {
  readonly title: string;
  readonly detail: string;
}

/** Puts marks in words, in the reader's language. `time` is the mark's own, ms since the epoch. */
export function useMarkWords(): (mark: LogMark, pod: string, time: number) => MarkWords {
  const { t, i18n } = useTranslation('log-lines');
  return useCallback(
    (mark, pod, time) => {
      const number = (count: number) => count.toLocaleString(i18n.language);
      const end = (exitCode: number | null, reason: string) =>
        [exitCode === null ? '' : t('mark.exitCode', { code: exitCode }), visibleText(reason)].filter(Boolean).join(', ');
      switch (mark.mark) {
        case 'dropped':
          return {
            title:
              mark.count === null
                ? t(mark.why === 'deleted' ? 'mark.maybeMissing' : 'mark.missing')
                : t('mark.dropped', { count: mark.count, shown: number(mark.count) }),
            detail: t(`mark.why.${mark.why}`, { pod }),
          };
        case 'reconnected':
          return {
            title: t('mark.reconnected', { at: formatClock(mark.at) }),
            detail: t('mark.noGap', {
              who: (mark.sources ?? 1) > 1 ? t('mark.sources', { count: mark.sources }) : pod,
              count: mark.lines,
              shown: number(mark.lines),
              gap: formatElapsed(mark.at - mark.from),
            }),
          };
        case 'restarted':
          return {
            title: t('mark.restarted', { at: formatClock(mark.at) }),
            detail: t('mark.ofPod', { pod, what: end(mark.exitCode, mark.reason) }),
          };
        case 'ended':
          return {
            title: t('mark.ended', { at: formatClock(mark.at ?? time) }),
            detail: t('mark.ofPod', { pod, what: end(mark.exitCode, mark.reason) }),
          };
      }
    },
    [t, i18n.language],
  );
}
