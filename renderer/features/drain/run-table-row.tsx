// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: every key of a row is bound by the table (use-run-keys.ts)
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import type { DrainRun } from '../../../shared/drain-run.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatClock, formatElapsed } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { ObjectName } from '../../ui/object-name.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { planRunRow, type Stage } from './plan-run-row.ts';
import type { RunRow } from './plan-run-rows.ts';
import css from './run.module.css';
import { useRunWords } from './use-run-words.ts';

/** Padding of the cell of a name, px. */
const namePadding = 17;

interface Placed {
  readonly run: DrainRun;
  readonly row: RunRow;
  readonly index: number;
  readonly top: number;
  readonly context: ContextView | undefined;
  readonly now: number;
  readonly brief: boolean;
  readonly nameWidth: number;
  readonly cursor: boolean;
  readonly onPut: () => void;
  readonly onOpen: () => void;
}

/** One line of the table of a run. */
export function RunTableRow(props: Placed) {
  const { row } = props;
  switch (row.type) {
    case 'node':
      return <NodeLine {...props} row={row} />;
    case 'pod':
      return <PodLine {...props} row={row} />;
    case 'stays':
      return <StaysLine {...props} row={row} />;
  }
}

const place = ({ index, top }: Placed) => ({
  id: `run-row-${index}`,
  'aria-rowindex': index + 2,
  style: { transform: `translateY(${top}px)` },
});

function NodeLine(props: Placed & { row: Extract<RunRow, { type: 'node' }> }) {
  const { t } = useTranslation('drain-run');
  const { row, run, context } = props;
  const named = run.contexts.find(({ contextId }) => contextId === row.contextId);
  const name = visibleText(row.node.name);
  return (
    <div role="row" {...place(props)} className={css.nodeRow}>
      <span role="gridcell" className={css.nodeCell}>
        <ContextName colour={context?.colour ?? 1} name={context?.displayName ?? named?.context ?? ''} />
        <b className={classes('mono', css.nodeName)} title={name}>
          <MiddleText text={name} />
        </b>
        {row.node.pods.length === 0 ? <span>{t(`noPods.${row.node.step === 'done' ? 'none' : 'unread'}`)}</span> : null}
      </span>
    </div>
  );
}

function PodLine(props: Placed & { row: Extract<RunRow, { type: 'pod' }> }) {
  const { t } = useTranslation('drain-run');
  const say = useRunWords();
  const describe = useDescribeError();
  const { row, run, now, brief, cursor, context, nameWidth } = props;
  const look = planRunRow(row.pod, { now, run, node: row.node });
  const error = look.error === null ? null : describe(look.error);
  const text = say(look.now);
  const because = error === null ? text : `${text}: ${error.title}`;
  const detail = error?.detail ?? say(look.detail);
  const whole = [because, detail, error?.nextStep].filter(Boolean).join('\n');
  return (
    <div
      role="row"
      {...place(props)}
      aria-selected={cursor}
      data-kind={look.kind}
      className={classes(css.row, cursor && css.cursor)}
      onClick={props.onPut}
      onDoubleClick={props.onOpen}
    >
      <span role="gridcell" className={css.shapeCell}>
        <HealthShape health={look.shape} />
      </span>
      <span role="gridcell" className={classes('mono', css.name)}>
        <ObjectName
          name={visibleText(row.pod.name)}
          width={nameWidth - namePadding}
          title={visibleText(`${row.pod.namespace}/${row.pod.name}`)}
        />
      </span>
      <span role="gridcell">
        {look.stages === null ? (
          <span className={css.notAsked}>{t('notAsked')}</span>
        ) : (
          <span className={css.stages} role="img" aria-label={stagesLabel(look.stages, t)}>
            {look.stages.map((stage, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the four stages have no other identity than their place
              <i key={at} data-stage={stage}>
                {stage === 'now' ? <u style={{ width: `${look.fraction * 100}%` }} /> : null}
              </i>
            ))}
          </span>
        )}
      </span>
      <span role="gridcell" className={css.now} title={brief ? whole : because}>
        {because}
      </span>
      {brief ? null : (
        <span role="gridcell" className={css.detail} title={detail}>
          {detail}
        </span>
      )}
      <span
        role="gridcell"
        className={css.right}
        title={look.since === null ? undefined : `${context?.displayName ?? ''} ${formatClock(look.since)}`.trim()}
      >
        {look.since === null ? '—' : formatElapsed(now - look.since)}
      </span>
    </div>
  );
}

/** `asked: done, terminating: now` for who cannot see the bars. */
function stagesLabel(stages: readonly Stage[], t: (key: string) => string): string {
  const names = ['asked', 'terminating', 'gone', 'replaced'];
  return stages.map((stage, at) => `${t(`stage.${names[at]}`)}: ${t(`stageIs.${stage}`)}`).join(', ');
}

function StaysLine(props: Placed & { row: Extract<RunRow, { type: 'stays' }> }) {
  const { t } = useTranslation('drain-run');
  const { row, cursor } = props;
  const Fold = row.open ? ChevronDown : ChevronRight;
  return (
    <div
      role="row"
      {...place(props)}
      aria-selected={cursor}
      aria-expanded={row.open}
      data-kind="stays"
      className={classes(css.row, css.faint, cursor && css.cursor)}
      onClick={props.onOpen}
    >
      <span role="gridcell" className={css.shapeCell}>
        <Fold size={14} aria-hidden="true" />
      </span>
      <span role="gridcell" className={css.staysCell}>
        {t('stay', { count: row.pods.length })}
      </span>
    </div>
  );
}
