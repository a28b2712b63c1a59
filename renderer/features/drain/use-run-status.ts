import { useTranslation } from 'react-i18next';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { freshnessWords } from '../../ui/freshness-words.ts';
import { type StatusFact, useTellStatus } from '../../ui/status-facts.ts';

/** Most contexts that are named in the status bar; of more only those that are not live are. */
const mostNamed = 3;

/** Tells the status bar how fresh what the run is told of each of its clusters is. */
export function useRunStatus({ contexts }: DrainRun, now: number): void {
  const { t } = useTranslation(['shell', 'drain-run']);
  const byId = useContexts((state) => state.byId);
  const statuses = useContexts((state) => state.statuses);
  const facts = contexts.flatMap(({ contextId, context }): StatusFact[] => {
    const freshness = statuses[contextId]?.freshness ?? { state: 'not-connected' };
    const { kind, key, values } = freshnessWords(freshness, now, true);
    const live = kind === 'live' || kind === 'quiet' || kind === 'partial';
    if (live && contexts.length > mostNamed) return [];
    const name = byId.get(contextId)?.displayName ?? context;
    const shown =
      kind === 'live' || kind === 'partial'
        ? 'live'
        : kind === 'listing' || kind === 'connecting'
          ? 'listing'
          : kind === 'quiet'
            ? 'plain'
            : 'stale';
    return [{ kind: shown, text: `${name} ${t(key, values)}` }];
  });
  useTellStatus(facts.length > 0 ? facts : [{ kind: 'live', text: t('drain-run:allLive', { count: contexts.length }) }]);
}
