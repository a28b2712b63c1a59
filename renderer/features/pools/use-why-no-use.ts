import { useTranslation } from 'react-i18next';
import type { UsageState } from '../../../shared/usage.ts';
import { missingUsageWords } from '../../ui/usage-words.ts';

/** Why the use of something is not known, in one sentence with the next step. `old`: its cluster is out of reach. */
export function useWhyNoUse(usage: UsageState | null, old: boolean): string {
  const { t } = useTranslation('pools');
  const { t: words } = useTranslation('overview');
  if (old) return t('fill.outOfReach');
  if (usage === null || usage.state === 'waiting') return t('fill.waiting');
  if (usage.state !== 'missing') return t('fill.noSample');
  const { title, next } = missingUsageWords(usage.why);
  return `${words(title.key, title.values)} ${words(next.key, next.values)}`;
}
