import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../../../shared/visible-text.ts';
import type { Words } from './plan-budget-words.ts';

/** Turns words into text of the reader's language. Names and messages of servers are shown with their hidden characters written out. */
export function useSay(): (words: Words) => string {
  const { t } = useTranslation('drain');
  return useCallback(
    (words) => {
      if ('text' in words) return visibleText(words.text);
      const values: Record<string, string | number> = {};
      for (const [name, value] of Object.entries(words.values)) values[name] = typeof value === 'string' ? visibleText(value) : value;
      return t(words.key, values);
    },
    [t],
  );
}
