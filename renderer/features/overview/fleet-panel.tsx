import { Plug } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../state/clock.ts';
import { useContextStatus } from '../../state/contexts-store.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ContextEdge } from '../../ui/context-swatch.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import { formatElapsed } from '../../ui/format-time.ts';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { ClusterName } from './cluster-name.tsx';
import { ExpiryNote } from './expiry-note.tsx';
import css from './fleet.module.css';
import { FleetFacts } from './fleet-facts.tsx';
import { FleetMeter } from './fleet-meter.tsx';
import { FleetVerdict } from './fleet-verdict.tsx';
import { type FleetCluster, measuredPart } from './plan-fleet.ts';
import { UsageNote } from './usage-note.tsx';
import { VersionNote } from './version-note.tsx';

/** One cluster: who, how true, what is wrong, how full, how many. */
export const FleetPanel = memo(function FleetPanel({
  cluster,
  current,
  onFocus,
}: {
  cluster: FleetCluster;
  current: boolean;
  onFocus: (id: ContextId) => void;
}) {
  const { context, overview, old, state } = cluster;
  return (
    <li className={classes(css.panel, old && css.oldPanel)} data-context={context.id} data-state={state}>
      <ContextEdge colour={context.colour} />
      <header className={css.panelHead}>
        <div className={css.line}>
          <ClusterName cluster={cluster} cursor={{ current, onFocus }} className={css.panelName} />
          <EnvMark environment={context.environment} />
          <span className={css.space} />
          <Freshness cluster={cluster} />
        </div>
        <div className={css.subline}>
          <Where cluster={cluster} />
          <span className={css.space} />
          <VersionNote cluster={cluster} />
        </div>
      </header>
      <div className={css.verdict}>
        <FleetVerdict cluster={cluster} />
      </div>
      {overview === null ? (
        <Nothing cluster={cluster} />
      ) : (
        <>
          <div className={css.meters}>
            <FleetMeter what="cpu" fill={overview.cpu} old={old} atLeast={measuredPart(overview) !== null} />
            <FleetMeter what="memory" fill={overview.memory} old={old} atLeast={measuredPart(overview) !== null} />
            <FleetMeter what="pods" fill={overview.podRoom} old={old} />
            <Legend cluster={cluster} />
          </div>
          <FleetFacts cluster={cluster} />
        </>
      )}
      <ExpiryNote cluster={cluster} />
    </li>
  );
});

function Freshness({ cluster: { context } }: { cluster: FleetCluster }) {
  const now = useNow();
  const { freshness } = useContextStatus(context.id);
  // When it is tried again stands in the line below.
  const shown = 'retryAt' in freshness ? { ...freshness, retryAt: null } : freshness;
  return (
    <span className={css.fresh}>
      <FreshnessMark freshness={shown} now={now} />
    </span>
  );
}

function Where({ cluster: { context, overview } }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const found = overview?.provider;
  const name = found?.name ?? null;
  const regions = found?.regions.join(', ') ?? '';
  const text = name === null ? context.server : regions === '' ? name : t('provider', { name, regions });
  return (
    <span className={css.where} title={text}>
      <MiddleText text={text} />
    </span>
  );
}

function Legend({ cluster: { overview, old, condition, context } }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const { clockSkewMs } = useContextStatus(context.id);
  return (
    <div className={css.legend}>
      <span className={css.keys} aria-hidden="true">
        <i className={css.keyUsed} />
        {t('bar.used')}
        <i className={css.keyRequested} />
        {t('bar.requested')}
        <i className={css.keyTrack} />
        {t('bar.allocatable')}
      </span>
      <span className={css.space} />
      {old && condition.since !== null ? (
        <NoDataFor since={condition.since} />
      ) : overview === null || old ? null : (
        <UsageNote usage={overview.usage} skewMs={clockSkewMs} part={measuredPart(overview)} />
      )}
    </div>
  );
}

function NoDataFor({ since }: { since: number }) {
  const { t } = useTranslation('overview');
  const now = useNow();
  return <span className={css.usage}>{t('usage.none', { elapsed: formatElapsed(now - since) })}</span>;
}

/** Where nothing was ever told: why, or the way to it. */
function Nothing({ cluster: { context, condition } }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const bridge = useBridge();
  const describe = useDescribeError();
  const error = context.broken ?? condition.error;
  const text = error === null ? null : describe(error);
  return (
    <div className={css.nothing}>
      {text === null ? null : (
        <p className={css.error}>
          {text.title.replace(/\.$/, '')}. <span>{text.nextStep}</span>
        </p>
      )}
      {condition.connected || context.broken !== null ? null : (
        <Button
          icon={Plug}
          aria-label={t('connectName', { name: context.displayName })}
          onClick={() => void bridge.call('contexts.connect', { contextId: context.id })}
        >
          {t('connect')}
        </Button>
      )}
    </div>
  );
}
