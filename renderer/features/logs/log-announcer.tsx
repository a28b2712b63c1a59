import { useTranslation } from 'react-i18next';
import type { LogSource } from '../../../shared/logs.ts';
import { type StatusFact, useTellStatus } from '../../ui/status-facts.ts';
import type { LogViewModel } from './log-view-model.ts';
import { countSources } from './plan-sources.ts';
import { useSlice } from './slices.ts';
import { useThrottled } from './use-throttled.ts';

/** Screen readers are told of changes at most that often, in ms: a rollout changes many sources at once. */
const sayMs = 2_000;

/** Says what is not a line: to the status bar what the sources do, to screen readers what changed of following, search and sources. */
export function LogAnnouncer({ model, sources }: { model: LogViewModel; sources: readonly LogSource[] }) {
  const { t } = useTranslation('logs');
  const { following } = useSlice(model.slices, 'follow');
  const search = useSlice(model.slices, 'search');
  const { following: read, waiting, ended, broken } = countSources(sources);
  const facts: readonly StatusFact[] = [
    { kind: 'live' as const, text: t('status.following', { count: read }), count: read },
    { kind: 'listing' as const, text: t('status.waiting', { count: waiting }), count: waiting },
    { kind: 'stale' as const, text: t('status.broken', { count: broken }), count: broken },
    { kind: 'plain' as const, text: t('status.ended', { count: ended }), count: ended },
  ].flatMap(({ kind, text, count }) => (count > 0 ? [{ kind, text }] : []));
  useTellStatus(facts);
  const searched = search !== null && search.progress >= 1 && search.error === null ? t('search.said', { count: search.found }) : '';
  const states = useThrottled(sources.length === 0 ? '' : t('say.sources', { following: read, ended, broken }), sayMs);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      <p>{t(following ? 'say.following' : 'say.paused')}</p>
      <p>{searched}</p>
      <p>{states}</p>
    </div>
  );
}
