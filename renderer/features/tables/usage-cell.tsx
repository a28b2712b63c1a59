import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../shared/format-duration.ts';
import { formatCpu, formatMemory } from '../../../shared/format-usage.ts';
import type { UsageState } from '../../../shared/usage.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useNowAs } from '../../state/clock.ts';
import { usageStoreOf, useUsage } from '../../state/usage-store.ts';
import { classes } from '../../ui/classes.ts';
import { formatClock } from '../../ui/format-time.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { missingUsageWords } from '../../ui/usage-words.ts';
import type { PlannedColumn } from './plan-columns.ts';
import { type EmptyUsage, planEmptyUsage } from './plan-missing-usage.ts';
import css from './table.module.css';
import { cellOf, type TableEntry } from './table-entry.ts';
import { type UsageOf, usedByRow } from './usage-columns.ts';

/** Rounds that may fail to come before a number says its age: one may be late. */
const lateRounds = 2;
/** What a round needs to come, in ms. */
const grace = 5_000;

/** A cell of usage: renders again when its own number is another one, and with nothing else. */
export function UsageCell({ entry, column }: { entry: TableEntry; column: PlannedColumn }) {
  const { contextId, extra } = entry.source;
  const kind = extra?.kind ?? 'pods';
  const value = useUsage(contextId, (usage) => {
    const state = kind === 'nodes' ? usage?.nodeState : usage?.podState;
    if (state === undefined || state.state === 'waiting') return 'waiting';
    const cell = cellOf(entry, column.id);
    return typeof cell === 'number' ? cell : null;
  });
  // The first screen is drawn before the first round is here: a cell that will say more in a moment costs nothing then.
  if (value === 'waiting') return <span className={css.faint}>—</span>;
  if (value === null) return <Empty entry={entry} column={column} kind={kind} />;
  if (column.id.endsWith('-trend')) return <Trend entry={entry} column={column} kind={kind} />;
  const text = column.type === 'cpu' ? formatCpu(value) : column.type === 'memory' ? formatMemory(value) : null;
  return <Value entry={entry} column={column} kind={kind} text={text} value={value} />;
}

function Value({
  entry,
  column,
  kind,
  text,
  value,
}: {
  entry: TableEntry;
  column: PlannedColumn;
  kind: UsageOf;
  text: string | null;
  value: number;
}) {
  const { t } = useTranslation('usage');
  const since = useOldSince(entry.source.contextId, kind);
  const age = useNowAs((now) => (since === null ? '' : formatDuration(now - since).replace(/^(\d+[a-z]).*$/, '$1')));
  const shown = text ?? t('percent', { value });
  const tone = column.type === 'percent' && !column.id.endsWith('-request') ? toneOf(value) : null;
  return (
    <span
      className={classes(since !== null && css.faint, tone === 'broken' && css.usageBroken, tone === 'attention' && css.usageAttention)}
      title={since === null ? undefined : t('asOf', { time: formatClock(since) })}
    >
      {shown}
      {age === '' ? null : <span className={css.faint}>{` · ${age}`}</span>}
    </span>
  );
}

/** From these shares of a bound on, a number is worth a look (design.md, bars). In percent. */
function toneOf(percent: number): 'broken' | 'attention' | null {
  return percent > 95 ? 'broken' : percent > 85 ? 'attention' : null;
}

/** When numbers that are older than the cluster's rhythm were measured, ms since the epoch; null while they are as new as they can be. */
function useOldSince(contextId: TableEntry['source']['contextId'], kind: UsageOf): number | null {
  const store = usageStoreOf(useBridge());
  const stateOf = (): UsageState | undefined => {
    const usage = store.of(contextId);
    return kind === 'nodes' ? usage?.nodeState : usage?.podState;
  };
  return (
    useNowAs<number>((now) => {
      const state = stateOf();
      if (state?.state === 'stale') return state.at;
      return state?.state === 'live' && now - state.receivedAt > lateRounds * state.everyMs + grace ? state.at : 0;
    }) || null
  );
}

function Trend({ entry, column, kind }: { entry: TableEntry; column: PlannedColumn; kind: UsageOf }) {
  const { contextId } = entry.source;
  const store = usageStoreOf(useBridge());
  const what = column.id.startsWith('cpu') ? 'cpu' : 'memory';
  useUsage(contextId, (usage) => usage?.version ?? 0);
  const usage = store.of(contextId);
  const { namespace, name } = entry.row;
  const history = kind === 'nodes' ? usage?.nodes.history(name) : usage?.pods.history(`${namespace}/${name}`);
  return <Sparkline values={(history ?? []).map((each) => each[what])} width={column.width - 18} />;
}

/** The sentence of a reason; what is known of certificates is part of it. */
function emptyKey(why: EmptyUsage): string {
  if (why.kind !== 'not-scraped' || why.certificate === null) return `empty.${why.kind}`;
  return `empty.not-scraped-${why.certificate ? 'checked' : 'unchecked'}`;
}

/** `—`, and on hover and for screen readers why, with the next step where there is one. */
function Empty({ entry, column, kind }: { entry: TableEntry; column: PlannedColumn; kind: UsageOf }) {
  const { t } = useTranslation('usage');
  const { t: words } = useTranslation('overview');
  const store = usageStoreOf(useBridge());
  const { contextId } = entry.source;
  // The reason is looked at again when a round came.
  useUsage(contextId, (usage) => usage?.version ?? 0);
  const usage = store.of(contextId);
  const why = planEmptyUsage(kind, usage, entry.row, {
    cell: (columnId) => cellOf(entry, columnId),
    columnId: column.id,
    measured: usage !== undefined && usedByRow(kind, usage, entry.row) !== null,
    now: Date.now(),
  });
  const cluster = why.kind === 'cluster' ? missingUsageWords(why.why) : null;
  const text =
    cluster === null
      ? t(emptyKey(why), { node: 'node' in why ? why.node : '' })
      : `${words(cluster.title.key, cluster.title.values)} ${words(cluster.next.key, cluster.next.values)}`;
  return (
    <span className={css.faint} title={text} data-usage={why.kind === 'cluster' ? why.why.kind : why.kind}>
      <span aria-hidden="true">—</span>
      <span className="visually-hidden">{text}</span>
    </span>
  );
}
