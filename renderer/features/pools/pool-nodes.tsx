// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table with one focus and a cursor; the table gives its cells their roles
import { ChartLine } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { NodePool } from '../../../shared/node-pool.ts';
import type { UsageState } from '../../../shared/usage.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useNowAs } from '../../state/clock.ts';
import { useContexts } from '../../state/contexts-store.ts';
import type { NodeActionOffer } from '../../state/use-node-actions.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatElapsed } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import { FillCell } from './fill-cell.tsx';
import type { PoolNodeRow } from './plan-pool-nodes.ts';
import { Age } from './pool-row.tsx';
import { PoolUsage } from './pool-usage.tsx';
import css from './pools.module.css';
import { useWhyNoUse } from './use-why-no-use.ts';

/** Nodes that are shown here; the table of nodes has them all. */
export const mostNodes = 200;
/** Width of a name in px, as pools.module.css has it. */
const nameWidth = 250;

const heads = ['node', 'status', 'cpu', 'memory', 'pods', 'age', 'conditions'] as const;
const numbers: ReadonlySet<string> = new Set(['pods', 'age']);
const styles: Readonly<Record<string, string | undefined>> = {
  cpu: css.fillCell,
  memory: css.fillCell,
  node: css.nodeName,
  age: css.oldest,
  conditions: css.notes,
};

/** The nodes of the chosen pool, worst first, and what can be done with the one under the cursor. */
export function PoolNodes({
  contextId,
  pool,
  nodes,
  usage,
  old,
  cursor,
  active,
  charts,
  offers,
  onCharts,
  onPoint,
  onOpen,
  onFocus,
  onAll,
  grid,
}: {
  contextId: ContextId;
  pool: NodePool;
  nodes: readonly PoolNodeRow[];
  usage: UsageState | null;
  old: boolean;
  /** Name of the node under the cursor. */
  cursor: string | null;
  /** The keys are for this list. */
  active: boolean;
  /** The course of the pool is shown above its nodes. */
  charts: boolean;
  onCharts: () => void;
  offers: readonly NodeActionOffer[];
  onPoint: (name: string) => void;
  onOpen: (name: string) => void;
  onFocus: () => void;
  /** To the table of nodes. */
  onAll: () => void;
  grid: Ref<HTMLTableElement>;
}) {
  const { t } = useTranslation('pools');
  const context = useContexts((state) => state.byId.get(contextId));
  const shown = nodes.slice(0, mostNodes);
  const at = shown.findIndex(({ name }) => name === cursor);
  const title = pool.key === '' ? t('nodesOfNone') : t('nodesOf', { name: visibleText(pool.name) });
  return (
    <section className={css.nodes} aria-label={title}>
      <header className={css.nodesHead}>
        <h2>{title}</h2>
        {context === undefined ? null : <ContextName colour={context.colour} name={context.displayName} stale={old} />}
        <span className={css.about}>{t('nodesAbout', { count: nodes.length })}</span>
        <span className={css.space} />
        <Button icon={ChartLine} keys="h" aria-pressed={charts} onClick={onCharts}>
          {t('course')}
        </Button>
        {offers
          .filter(({ type, why }) => type === 'drain' || ((type === 'cordon' || type === 'uncordon') && why === null))
          .map((offer) => (
            <Button key={offer.type} icon={offer.icon} keys={offer.keys} title={cursor ?? undefined} onClick={offer.run}>
              {offer.label}
            </Button>
          ))}
      </header>
      {charts && nodes.length > 0 ? (
        <PoolUsage contextId={contextId} target={{ kind: 'nodes', names: [...pool.nodes] }} name={visibleText(pool.name)} />
      ) : null}
      {nodes.length === 0 ? (
        <p className={css.empty}>{t(pool.count === 0 ? 'noNodes' : 'nodesReading')}</p>
      ) : (
        <div className={css.scroll}>
          <table
            ref={grid}
            role="grid"
            aria-label={title}
            className={css.table}
            tabIndex={0}
            onFocus={onFocus}
            {...(at < 0 ? {} : { 'aria-activedescendant': `pool-node-${at}` })}
          >
            <thead>
              <tr>
                <th scope="col" className={css.shapeCell}>
                  <span className="visually-hidden">{t('column.state')}</span>
                </th>
                {heads.map((head) => (
                  <th key={head} scope="col" className={classes(styles[head] ?? css[head], numbers.has(head) && css.number)}>
                    {t(`column.${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((node, index) => (
                <NodeRow
                  key={node.name}
                  node={node}
                  id={`pool-node-${index}`}
                  usage={usage}
                  old={old}
                  cursor={index === at}
                  faint={!active}
                  onPoint={onPoint}
                  onOpen={onOpen}
                />
              ))}
            </tbody>
          </table>
          {nodes.length > shown.length ? (
            <p className={css.empty}>
              {t('moreNodes', { count: nodes.length - shown.length })} <LinkButton onClick={onAll}>{t('allNodes')}</LinkButton>
            </p>
          ) : null}
        </div>
      )}
    </section>
  );
}

function NodeRow({
  node,
  id,
  usage,
  old,
  cursor,
  faint,
  onPoint,
  onOpen,
}: {
  node: PoolNodeRow;
  id: string;
  usage: UsageState | null;
  old: boolean;
  cursor: boolean;
  faint: boolean;
  onPoint: (name: string) => void;
  onOpen: (name: string) => void;
}) {
  const { t } = useTranslation('pools');
  const noUse = useWhyNoUse(usage, old);
  const why = node.ready ? noUse : t('fill.notReady');
  const shape = old ? 'stale' : node.health === 'ok' && node.cordoned ? 'none' : node.health;
  const text = node.conditions
    .map(({ type, reason, message }) => [...(type === 'Ready' ? [] : [type]), message === '' ? reason : message].join(': '))
    .map(visibleText)
    .join(' · ');
  return (
    <tr
      id={id}
      data-node={node.name}
      aria-selected={cursor}
      className={classes(css.row, cursor && css.cursor, cursor && faint && css.faintCursor, old && css.old)}
      onClick={() => onPoint(node.name)}
      onDoubleClick={() => onOpen(node.name)}
    >
      <td className={css.shapeCell}>
        <HealthShape health={shape} />
      </td>
      <td className={classes(css.nodeName, 'mono')}>
        <ObjectName name={visibleText(node.name)} width={nameWidth - 16} />
      </td>
      <td
        className={classes(
          css.status,
          !old && node.health === 'broken' && css.broken,
          !old && node.health === 'attention' && css.attention,
        )}
      >
        <Status node={node} />
      </td>
      <td className={css.fillCell}>
        <FillCell what="cpu" fill={node.cpu} why={why} old={old} />
      </td>
      <td className={css.fillCell}>
        <FillCell what="memory" fill={node.memory} why={why} old={old} />
      </td>
      <td className={classes(css.number, css.pods)}>
        {node.pods.used ?? '—'} <span className={css.faint}>{t('of', { total: node.pods.allocatable ?? '—' })}</span>
      </td>
      <td className={classes(css.number, css.oldest)}>
        <Age at={node.createdAt} />
      </td>
      <td className={css.notes}>
        <span title={text}>{text}</span>
      </td>
    </tr>
  );
}

function Status({ node }: { node: PoolNodeRow }) {
  const { t } = useTranslation('pools');
  const { notReadySince, status, ready, cordoned } = node;
  const since = useNowAs((now) => (notReadySince === null ? '' : formatElapsed(now - notReadySince)));
  // Kubernetes' own words where its row is read: those that a person compares with kubectl.
  const words = status === '' ? `${ready ? 'Ready' : 'NotReady'}${cordoned ? ',SchedulingDisabled' : ''}` : status;
  const text = words.replaceAll(',', ', ');
  return <>{since === '' ? text : t('statusFor', { status: text, elapsed: since })}</>;
}
