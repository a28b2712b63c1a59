import { AlarmClock, Ellipsis, ShieldAlert } from 'lucide-react';
import { type CSSProperties, type DragEvent, memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../shared/context-id.ts';
import type { ContextStatus, ContextView } from '../../shared/context-view.ts';
import { useNow } from '../state/clock.ts';
import { useContextStatus } from '../state/contexts-store.ts';
import { classes } from '../ui/classes.ts';
import { clockWords } from '../ui/clock-words.ts';
import { ContextEdge } from '../ui/context-swatch.tsx';
import { EnvMark } from '../ui/env-mark.tsx';
import { formatElapsed } from '../ui/format-time.ts';
import { FreshnessMark } from '../ui/freshness-mark.tsx';
import { HealthCount, HealthShape } from '../ui/health-shape.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ContextMenu, Menu } from '../ui/menu.tsx';
import { MiddleText } from '../ui/middle-text.tsx';
import { type ErrorText, useDescribeError } from '../ui/use-describe-error.ts';
import { useContextActions } from './context-actions.ts';
import { providerMark } from './provider-mark.ts';
import css from './rail-item.module.css';
import { useRailMenu } from './rail-menu.ts';

/** The kind of data a dragged context carries, so that other drags are not taken for one. */
const dragType = 'application/x-timonier-context';

/** One context of the rail: identity on the first line, stakes, version and freshness on the second. */
export const RailItem = memo(function RailItem({
  context,
  selected,
  compact,
  tabIndex,
  style,
  onSelect,
  onDropContext,
}: {
  context: ContextView;
  selected: boolean;
  compact: boolean;
  tabIndex: number;
  /** Where a virtualised list puts it. */
  style?: CSSProperties | undefined;
  /** `add`: the user held the modifier. */
  onSelect: (id: ContextId, add: boolean) => void;
  onDropContext: (dropped: ContextId, target: ContextId, after: boolean) => void;
}) {
  const { t } = useTranslation('shell');
  const status = useContextStatus(context.id);
  const describe = useDescribeError();
  const { connect } = useContextActions();
  const entries = useRailMenu(context, status);
  const [dropAt, setDropAt] = useState<'before' | 'after' | null>(null);
  const connectable = !status.connected && context.broken === null;

  const dragOver = (event: DragEvent<HTMLLIElement>) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    setDropAt(isLowerHalf(event) ? 'after' : 'before');
  };

  return (
    <ContextMenu entries={entries}>
      <li
        className={classes(
          css.item,
          selected && css.selected,
          compact && css.compact,
          connectable && css.connectable,
          dropAt && css[dropAt],
        )}
        style={style}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(dragType, context.id);
          event.dataTransfer.effectAllowed = 'move';
        }}
        onDragOver={dragOver}
        onDragLeave={() => setDropAt(null)}
        onDrop={(event) => {
          const dropped = event.dataTransfer.getData(dragType);
          setDropAt(null);
          if (dropped === '' || dropped === context.id) return;
          event.preventDefault();
          onDropContext(dropped as ContextId, context.id, isLowerHalf(event));
        }}
      >
        <ContextEdge colour={context.colour} />
        <button
          type="button"
          className={css.hit}
          data-rail-item
          data-keys
          tabIndex={tabIndex}
          aria-pressed={selected}
          title={titleOf(context, 'error' in status.freshness ? describe(status.freshness.error) : null)}
          onClick={(event) => onSelect(context.id, event.metaKey || event.ctrlKey)}
          onDoubleClick={() => connectable && connect(context.id)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !connectable || event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            onSelect(context.id, false);
            connect(context.id);
          }}
        >
          {compact ? <CompactFace context={context} status={status} /> : <Face context={context} status={status} />}
        </button>
        {connectable ? (
          <button type="button" className={css.connect} tabIndex={tabIndex} onClick={() => connect(context.id)}>
            {t('rail.connect')}
            <span className="visually-hidden"> {context.displayName}</span>
          </button>
        ) : null}
        <Menu
          entries={entries}
          trigger={
            <IconButton
              icon={Ellipsis}
              label={t('rail.more', { name: context.displayName })}
              size="small"
              className={css.more}
              tabIndex={tabIndex}
            />
          }
        />
      </li>
    </ContextMenu>
  );
});

function isLowerHalf(event: DragEvent<HTMLLIElement>): boolean {
  const box = event.currentTarget.getBoundingClientRect();
  return event.clientY > box.top + box.height / 2;
}

/** Alias, name, file and server: what tells two contexts of the same name apart; then what is wrong and what to do. */
function titleOf(context: ContextView, error: ErrorText | null): string {
  const name = context.displayName === context.name ? context.name : `${context.displayName} (${context.name})`;
  return [name, context.server, context.file, error?.title, error?.nextStep].filter(Boolean).join('\n');
}

function Face({ context, status }: { context: ContextView; status: ContextStatus }) {
  const now = useNow();
  const version =
    status.connected && status.freshness.state !== 'stale' && status.freshness.state !== 'unreachable' ? status.version : null;
  return (
    <>
      <span className={css.line}>
        <span className={css.name}>
          <MiddleText text={context.displayName} />
        </span>
        <Warnings context={context} clockSkewMs={status.clockSkewMs} />
        <Problems status={status} />
      </span>
      <span className={classes(css.line, css.second)}>
        <EnvMark environment={context.environment} />
        <span className={css.where}>
          {[providerMark(context.provider), version?.replace(/^(v\d+\.\d+).*$/, '$1')].filter(Boolean).join(' ')}
        </span>
        <span className={css.fresh}>
          {context.broken ? <BrokenWord context={context} /> : <FreshnessMark freshness={status.freshness} now={now} short />}
        </span>
      </span>
    </>
  );
}

function CompactFace({ context, status }: { context: ContextView; status: ContextStatus }) {
  const now = useNow();
  const problems = status.problems !== null && status.problems.broken + status.problems.attention > 0;
  return (
    <>
      <span className={css.name}>
        <MiddleText text={context.displayName} />
      </span>
      <Warnings context={context} clockSkewMs={status.clockSkewMs} />
      {context.broken ? (
        <BrokenWord context={context} />
      ) : problems && status.freshness.state === 'live' ? (
        <Problems status={status} worstOnly />
      ) : status.freshness.state === 'live' ? (
        <HealthShape health="ok" size={12} decorative />
      ) : (
        <FreshnessMark freshness={status.freshness} now={now} short />
      )}
    </>
  );
}

function Problems({ status, worstOnly = false }: { status: ContextStatus; worstOnly?: boolean }) {
  const { t } = useTranslation('shell');
  const now = useNow();
  const { problems } = status;
  if (problems === null) return null;
  const { broken, attention, asOf } = problems;
  const old = asOf !== undefined;
  // Nobody watches these pods at the moment, so the number must not look as if somebody did.
  const counted = (label: string) => (old ? t('rail.countedAt', { label, elapsed: formatElapsed(now - asOf) }) : label);
  return (
    <>
      {broken > 0 ? (
        <HealthCount health="broken" count={broken} label={counted(t('rail.brokenCount', { count: broken }))} old={old} />
      ) : null}
      {attention > 0 && !(worstOnly && broken > 0) ? (
        <HealthCount health="attention" count={attention} label={counted(t('rail.attentionCount', { count: attention }))} old={old} />
      ) : null}
    </>
  );
}

function Warnings({ context, clockSkewMs }: { context: ContextView; clockSkewMs: number | null }) {
  const { t } = useTranslation('shell');
  const clock = clockWords(clockSkewMs);
  if (context.warnings.length === 0 && clock === null) return null;
  const list = [...context.warnings.map((warning) => warning.message), ...(clock === null ? [] : [t(clock.key, { by: clock.by })])].join(
    '\n',
  );
  const Icon = context.warnings.length === 0 ? AlarmClock : ShieldAlert;
  return (
    <span className={css.warning} role="img" aria-label={t('rail.warnings', { list })} title={list}>
      <Icon size={12} aria-hidden="true" />
    </span>
  );
}

function BrokenWord({ context }: { context: ContextView }) {
  const { t } = useTranslation('shell');
  const describe = useDescribeError();
  if (!context.broken) return null;
  const text = describe(context.broken);
  return (
    <span className={css.brokenWord} title={[text.title, text.detail, text.nextStep].filter(Boolean).join('\n')}>
      <HealthShape health="broken" size={12} decorative />
      {t('rail.broken')}
    </span>
  );
}
