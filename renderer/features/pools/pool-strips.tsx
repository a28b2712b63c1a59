import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../state/clock.ts';
import { useContextStatus } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatClock, formatCountdown } from '../../ui/format-time.ts';
import { FreshnessShape } from '../../ui/freshness-mark.tsx';
import { freshnessWords } from '../../ui/freshness-words.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import type { PoolCluster } from './plan-pools.ts';
import css from './pools.module.css';

/** More would push the rows off a small window (design.md). */
const most = 3;

/** One line per cluster that is only as last seen. */
export function PoolStrips({ clusters }: { clusters: readonly PoolCluster[] }) {
  const { t } = useTranslation('tables');
  const old = clusters.filter((cluster) => cluster.old);
  const shown = old.length > most ? old.slice(0, most - 1) : old;
  return (
    <>
      {shown.map(({ context, overview }) => (
        <PoolStrip key={context.id} context={context} seen={overview?.pools != null} />
      ))}
      {old.length > shown.length ? <div className={css.strip}>{t('strips.more', { count: old.length - shown.length })}</div> : null}
    </>
  );
}

function PoolStrip({ context, seen }: { context: ContextView; seen: boolean }) {
  const { t } = useTranslation('tables');
  const { t: pools } = useTranslation('pools');
  const bridge = useBridge();
  const now = useNow();
  const { freshness } = useContextStatus(context.id);
  const since = formatClock(freshness.state === 'live' ? freshness.lastByteAt : 'since' in freshness ? freshness.since : now);
  const retryAt = 'retryAt' in freshness ? freshness.retryAt : null;
  return (
    <div className={css.strip} data-strip={context.id}>
      <FreshnessShape kind={freshnessWords(freshness, now, true).kind} size={13} />
      <span className={css.who}>
        <ContextName colour={context.colour} name={context.displayName} />
      </span>
      <span className={css.stripText}>{pools(seen ? 'strip.seen' : 'strip.neverSeen', { since })}</span>
      <span className={css.space} />
      {retryAt !== null && retryAt > now ? (
        <span className={css.faint}>{t('strips.retrying', { retry: formatCountdown(retryAt - now) })}</span>
      ) : null}
      <LinkButton onClick={() => void bridge.call('contexts.retry', { contextId: context.id })}>{t('retryNow')}</LinkButton>
    </div>
  );
}
