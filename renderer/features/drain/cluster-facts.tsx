import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { useNowAs } from '../../state/clock.ts';
import { unknownStatus, useContexts } from '../../state/contexts-store.ts';
import { freshnessWords } from '../../ui/freshness-words.ts';
import { useTellStatus } from '../../ui/status-facts.ts';

/** Tells the status bar how fresh the clusters of the page are. A part of its own that shows nothing: statuses change every second, the page does not. */
export function ClusterFacts({ contextIds }: { contextIds: readonly ContextId[] }) {
  const { t } = useTranslation('shell');
  const statuses = useContexts((state) => state.statuses);
  const kinds = useNowAs((now) =>
    contextIds.map((id) => freshnessWords((statuses[id] ?? unknownStatus).freshness, now, true).kind).join(' '),
  ).split(' ');
  const live = kinds.filter((kind) => kind === 'live' || kind === 'quiet' || kind === 'partial').length;
  useTellStatus([
    ...(live > 0 ? [{ kind: 'live' as const, text: t('status.live', { count: live }) }] : []),
    ...(['stale', 'unreachable', 'noLogin'] as const).flatMap((kind) => {
      const count = kinds.filter((each) => each === kind).length;
      return count > 0 ? [{ kind: 'stale' as const, text: t(`status.${kind}`, { count }) }] : [];
    }),
  ]);
  return null;
}
