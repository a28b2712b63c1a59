import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatElapsed } from '../../ui/format-time.ts';
import type { RunWords } from './run-words.ts';

/** Turns words of a run into text: `at` is a moment in ms since the epoch, `seconds` a span; both are written as the reader expects. */
export function useRunWords(): (words: RunWords) => string {
  const { t } = useTranslation('drain-run');
  return useCallback(
    ({ key, values }) => {
      if (key === '') return '';
      const { at, seconds } = values;
      return t(key, {
        ...values,
        ...(typeof at === 'number' ? { at: formatClock(at) } : {}),
        ...(typeof seconds === 'number' ? { seconds: formatElapsed(seconds * 1_000) } : {}),
      });
    },
    [t],
  );
}
