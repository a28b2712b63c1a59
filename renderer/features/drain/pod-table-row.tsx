// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: every key of a row is bound by the page (use-plan-keys.ts)
import { ChevronDown, ChevronRight, Minus } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainWorkload } from '../../../shared/drain.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { ContextSwatch } from '../../ui/context-swatch.tsx';
import { HealthShape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import { type BudgetIndex, budgetWords } from './plan-budget-words.ts';
import { outcomeOf, outcomes } from './plan-outcome.ts';
import type { PodColumns } from './plan-pod-columns.ts';
import { podWords } from './plan-pod-words.ts';
import type { DaemonsRow, NodeRow, PlanRow, PodRow } from './plan-rows.ts';
import css from './pod-table.module.css';
import { useSay } from './use-say.ts';

/** Left and right of the text in a cell, and a pixel for its edge. */
const cellPadding = 17;

/** What rows of one context are shown with. */
export interface RowSurroundings {
  readonly context: ContextView;
  readonly budgets: BudgetIndex;
  /** What a pod belongs to, by its uid. */
  readonly workloads: ReadonlyMap<string, DrainWorkload>;
  readonly ownGrace: boolean;
  /** `--disable-eviction`: pods are deleted. */
  readonly deletes: boolean;
  /** uids of pods whose eviction a dry run refused. */
  readonly refusedByDryRun: ReadonlySet<string>;
  /** Where a pod finds no room, by its uid: the scheduler's sentence. */
  readonly noRoom: ReadonlyMap<string, string>;
}

interface RowProps {
  readonly row: PlanRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: PodColumns;
  readonly surroundings: RowSurroundings;
  readonly cursor: boolean;
  readonly onRow: (row: PlanRow, open: boolean) => void;
}

/** One line of the table of pods. */
export const PlanTableRow = memo(function PlanTableRow(props: RowProps) {
  const { row, index, top, height, cursor, onRow } = props;
  return (
    <div
      id={`plan-row-${index}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={cursor}
      {...(row.type === 'pod' ? { 'data-outcome': outcomeOf(row.pod) } : { 'data-row': row.type })}
      className={classes(css.row, css[row.type], cursor && css.cursor)}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={() => onRow(row, row.type === 'daemons')}
      onDoubleClick={() => onRow(row, row.type === 'pod')}
    >
      {row.type === 'node' ? <NodeCells {...props} row={row} /> : null}
      {row.type === 'daemons' ? <DaemonsCells {...props} row={row} /> : null}
      {row.type === 'pod' ? <PodCells {...props} row={row} /> : null}
    </div>
  );
});

function NodeCells({ row: { node, counts }, surroundings: { context, deletes } }: Omit<RowProps, 'row'> & { row: NodeRow }) {
  const { t } = useTranslation('drain');
  const parts = outcomes.flatMap((outcome) => {
    if (counts[outcome] === 0) return [];
    return [t(outcome === 'goes' && deletes ? 'count.deletes' : `count.${outcome}`, { count: counts[outcome] })];
  });
  const about = [node.zone, node.pool].filter((text) => text !== '').map(visibleText);
  if (node.unschedulable) about.push(t('cordoned'));
  const sum = t('podCount', { count: counts.pods });
  return (
    <div role="gridcell" className={css.nodeCell}>
      <ContextSwatch colour={context.colour} />
      <span className={css.nodeContext}>{context.displayName}</span>
      <b className={classes('mono', css.nodeName)} title={node.name}>
        <MiddleText text={visibleText(node.name)} />
      </b>
      {about.length > 0 ? <span className={css.about}>{about.join(' · ')}</span> : null}
      {node.refused ? (
        <span className={css.nodeRefused} title={t('nodeRefusedWhy')}>
          {t('nodeRefused')}
        </span>
      ) : null}
      <span className={css.space} />
      <span className={css.sum}>{parts.length > 0 ? `${sum}${t('colon')}${parts.join(', ')}` : sum}</span>
    </div>
  );
}

function DaemonsCells({ row: { pods, open }, columns }: Omit<RowProps, 'row'> & { row: DaemonsRow }) {
  const { t } = useTranslation('drain');
  const owners = [...new Set(pods.map(({ controller, name }) => visibleText(controller?.name ?? name)))];
  const [first = ''] = owners;
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <>
      <Shape>
        <Minus size={14} aria-hidden="true" />
      </Shape>
      <Cell>
        {/* The click is that of the row; the button is what says that there is something to open. */}
        <button type="button" tabIndex={-1} className={css.fold} aria-expanded={open}>
          <Arrow size={12} aria-hidden="true" className={css.arrow} />
          {t('daemonPods', { count: pods.length })}
        </button>
      </Cell>
      {columns.namespace > 0 ? <Cell>—</Cell> : null}
      <Cell>{t('outcome.stays')}</Cell>
      <Cell>—</Cell>
      {columns.know > 0 ? (
        <Cell title={owners.join(', ')}>{owners.length > 1 ? t('know.daemons', { first, count: owners.length - 1 }) : first}</Cell>
      ) : null}
    </>
  );
}

function PodCells({ row: { pod, shape }, columns, surroundings }: Omit<RowProps, 'row'> & { row: PodRow }) {
  const { t } = useTranslation('drain');
  const say = useSay();
  const { budgets, workloads, ownGrace, deletes, noRoom, refusedByDryRun } = surroundings;
  const outcome = outcomeOf(pod);
  const budget = budgetWords(pod, budgets);
  const know = podWords(pod, { budgets, workload: workloads.get(pod.uid), ownGrace, inRow: true });
  const name = visibleText(pod.name);
  const room = noRoom.get(pod.uid);
  return (
    <>
      <Shape>{shape === 'stays' ? <Minus size={14} aria-hidden="true" /> : <HealthShape health={shape} decorative />}</Shape>
      <Cell mono>
        <ObjectName name={name} width={columns.pod - cellPadding} />
      </Cell>
      {columns.namespace > 0 ? <Cell title={pod.namespace}>{visibleText(pod.namespace)}</Cell> : null}
      <Cell tone={outcome}>{t(outcome === 'goes' && deletes ? 'outcome.deletes' : `outcome.${outcome}`)}</Cell>
      <Cell tone={budget.tone} title={'budget' in pod.eviction ? pod.eviction.budget : undefined}>
        {say(budget.words)}
      </Cell>
      {columns.know > 0 ? (
        <Cell title={know.map(({ words }) => say(words)).join('\n')}>
          {refusedByDryRun.has(pod.uid) ? (
            <span className={css.tried}>
              {t('know.dryRun')}
              {know.length > 0 || room !== undefined ? ' · ' : ''}
            </span>
          ) : null}
          {know.map(({ words, tone }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, whose order is all they have
            <span key={place} className={css[tone]}>
              {place > 0 ? ' · ' : ''}
              {say(words)}
            </span>
          ))}
          {room === undefined ? null : (
            <span>
              {know.length > 0 ? ' · ' : ''}
              {t('know.noRoom')}
            </span>
          )}
        </Cell>
      ) : null}
    </>
  );
}

function Shape({ children }: { children: React.ReactNode }) {
  return (
    <div role="gridcell" className={css.shape}>
      {children}
    </div>
  );
}

function Cell({
  children,
  tone,
  mono = false,
  title,
}: {
  children: React.ReactNode;
  tone?: string;
  mono?: boolean;
  title?: string | undefined;
}) {
  return (
    <div role="gridcell" className={classes(css.cell, tone !== undefined && css[tone], mono && 'mono')} title={title}>
      {children}
    </div>
  );
}
