import { useTranslation } from 'react-i18next';
import type { UsageState } from '../../shared/usage.ts';
import { missingUsageWords } from './usage-words.ts';

/** Why there is no course to show, in words with the next step. */
export function useWhyNoUsage(state: UsageState | null): string {
  const { t } = useTranslation('usage');
  const { t: words } = useTranslation('overview');
  if (state === null || state.state === 'waiting') return t('empty.waiting');
  if (state.state !== 'missing') return t('chart.noSample');
  const { title, next } = missingUsageWords(state.why);
  return `${words(title.key, title.values)} ${words(next.key, next.values)}`;
}
