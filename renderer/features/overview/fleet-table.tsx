import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ContextId } from '../../../shared/context-id.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNow } from '../../state/clock.ts';
import { useContextStatus } from '../../state/contexts-store.ts';
import { classes } from '../../ui/classes.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import { FillBar } from '../../ui/fill-bar.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { usageWords } from '../../ui/usage-words.ts';
import { ClusterName, pathOfCluster } from './cluster-name.tsx';
import { useFillLabel } from './fleet-meter.tsx';
import css from './fleet-table.module.css';
import { planFacts } from './plan-facts.ts';
import type { FleetCluster } from './plan-fleet.ts';
import { problemPhrase, useSayProblem } from './problem-words.ts';
import { VersionNote } from './version-note.tsx';

const columns = ['context', 'provider', 'env', 'version', 'freshness', 'nodes', 'pods', 'notOk', 'cpu', 'memory', 'worst'] as const;
const numbers: ReadonlySet<string> = new Set(['nodes', 'pods', 'notOk']);

/** Many clusters, one line each. */
export function FleetTable({
  clusters,
  current,
  onFocus,
}: {
  clusters: readonly FleetCluster[];
  /** The cluster that is in the order of tab. */
  current: ContextId | null;
  onFocus: (id: ContextId) => void;
}) {
  const { t } = useTranslation('overview');
  return (
    <table className={css.table} aria-label={t('table.label')}>
      <thead>
        <tr>
          <th scope="col" className={css.shapeCell}>
            <span className="visually-hidden">{t('table.state')}</span>
          </th>
          {columns.map((column) => (
            <th key={column} scope="col" className={classes(css[column], numbers.has(column) && css.number)}>
              {column === 'provider' ? <span className="visually-hidden">{t('table.provider')}</span> : t(`table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {clusters.map((cluster) => (
          <FleetRow key={cluster.context.id} cluster={cluster} current={cluster.context.id === current} onFocus={onFocus} />
        ))}
      </tbody>
    </table>
  );
}

const shapes = { off: 'none', ok: 'ok', broken: 'broken', attention: 'attention', unknown: 'unknown', progressing: 'progressing' } as const;

const FleetRow = memo(function FleetRow({
  cluster,
  current,
  onFocus,
}: {
  cluster: FleetCluster;
  current: boolean;
  onFocus: (id: ContextId) => void;
}) {
  const [, navigate] = useLocation();
  const { context, overview, state, old } = cluster;
  const [nodes, pods] = planFacts(cluster);
  const failing = overview?.pods?.failing ?? null;
  const tone = (overview?.pods?.broken ?? 0) > 0 ? 'broken' : 'attention';
  return (
    <tr
      className={classes((old || state === 'off') && css.old)}
      data-context={context.id}
      data-state={state}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('a, button') === null) navigate(pathOfCluster(cluster));
      }}
    >
      <td className={css.shapeCell}>
        <HealthShape health={shapes[state]} />
      </td>
      <td className={css.context}>
        <span className={css.name}>
          <ContextSwatch colour={context.colour} stale={old || state === 'off'} />
          <ClusterName cluster={cluster} cursor={{ current, onFocus }} className={css.link} />
        </span>
      </td>
      <td className={css.provider}>
        <Provider cluster={cluster} />
      </td>
      <td className={css.env} data-env={context.environment}>
        {context.environment === 'unknown' ? <EnvMark environment="unknown" /> : context.environment}
      </td>
      <td className={css.version}>
        <VersionNote cluster={cluster} short />
      </td>
      <td className={css.freshness}>
        <Freshness id={context.id} />
      </td>
      <td className={classes(css.nodes, css.number)}>
        {nodes === undefined || nodes.value === null ? (
          <Unknown />
        ) : (
          <>
            <span data-tone={old ? undefined : nodes.tone}>{nodes.value}</span>
            <span className={css.of}>/{nodes.total}</span>
          </>
        )}
      </td>
      <td className={classes(css.pods, css.number)}>
        {pods?.total === null || pods === undefined ? <Unknown /> : <Count value={pods.total} />}
      </td>
      <td className={classes(css.notOk, css.number)}>
        {failing === null || old || state === 'progressing' ? (
          <Unknown />
        ) : failing === 0 ? (
          <span className={css.of}>0</span>
        ) : (
          <b data-tone={tone}>{failing}</b>
        )}
      </td>
      <td className={css.cpu}>
        <Bar cluster={cluster} what="cpu" />
      </td>
      <td className={css.memory}>
        <Bar cluster={cluster} what="memory" />
      </td>
      <td className={css.worst}>
        <Worst cluster={cluster} />
      </td>
    </tr>
  );
});

function Count({ value }: { value: number }) {
  const { i18n } = useTranslation('overview');
  return value.toLocaleString(i18n.language);
}

function Unknown() {
  const { t } = useTranslation('overview');
  return (
    <span className={css.of}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{t('facts.unknown')}</span>
    </span>
  );
}

/** The first word of the provider's name: the whole is on hover. */
function Provider({ cluster: { overview } }: { cluster: FleetCluster }) {
  const name = overview?.provider.name ?? null;
  return name === null ? null : <span title={[name, ...(overview?.provider.regions ?? [])].join(', ')}>{name}</span>;
}

function Freshness({ id }: { id: ContextId }) {
  const now = useNow();
  const { freshness } = useContextStatus(id);
  const shown = 'retryAt' in freshness ? { ...freshness, retryAt: null } : freshness;
  return <FreshnessMark freshness={shown} now={now} />;
}

function Bar({ cluster: { overview, old, state }, what }: { cluster: FleetCluster; what: 'cpu' | 'memory' }) {
  const label = useFillLabel();
  if (state === 'off' || overview === null) return null;
  const fill = old ? { ...overview[what], used: null, requested: null } : overview[what];
  return <FillBar fill={fill} label={label(what, fill)} size="panel" old={old} />;
}

/** What needs a person most there; why nobody can say; how to connect it; or why a number is missing, when nothing is wrong. */
function Worst({ cluster }: { cluster: FleetCluster }) {
  const { t } = useTranslation('overview');
  const bridge = useBridge();
  const say = useSayProblem();
  const { t: problems } = useTranslation('problems');
  const { context, condition, overview, state, worst, counts, was } = cluster;
  if (state === 'off') {
    return (
      <LinkButton
        aria-label={t('connectName', { name: context.displayName })}
        onClick={() => void bridge.call('contexts.connect', { contextId: context.id })}
      >
        {t('connect')}
      </LinkButton>
    );
  }
  if (condition.since !== null) return t(was === 'ok' ? 'worst.unknownWas' : 'worst.unknown', { since: formatClock(condition.since) });
  if (worst !== null) {
    const phrase = problemPhrase(worst, (key, values) => problems(key, values));
    const more = counts.broken + counts.attention + counts.unknown - 1;
    return <span title={say(worst).sentence}>{more > 0 ? t('worst.more', { worst: phrase, count: more }) : phrase}</span>;
  }
  const { short, why } = overview === null ? { short: null, why: null } : usageWords(overview.usage, Date.now());
  return short !== null && why !== null ? <span className={css.of}>{t(short.key, short.values)}</span> : null;
}
