import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrainOptions } from '../../../shared/drain.ts';
import { useSelectedObject } from '../../state/selected-object.ts';
import { useSettings } from '../../state/settings-store.ts';
import css from './drain-page.module.css';
import { DrainSummary, type ShownPods } from './drain-summary.tsx';
import { NothingShown } from './nothing-shown.tsx';
import { addCounts, countPods } from './plan-counts.ts';
import { type PlanRow, rowsOf } from './plan-rows.ts';
import { PodFacts } from './pod-facts.tsx';
import { PodTable, type PodTableHandle } from './pod-table.tsx';
import type { DryRun } from './use-dry-run.ts';
import { type KnownPlan, useSurroundings } from './use-known-plans.ts';
import { usePlanCursor } from './use-plan-cursor.ts';
import { useRowKeys } from './use-plan-keys.ts';

/** The pods of all plans: how many come to what, the table, and the pod under the cursor in full. `notices` stand above the table. */
export function PodPane({
  known,
  options,
  asked,
  reading,
  stale,
  dryRun,
  notices,
}: {
  known: readonly KnownPlan[];
  options: DrainOptions;
  /** Nodes that the address names. */
  asked: number;
  reading: boolean;
  /** What is shown is not the plan for what is chosen now. */
  stale: boolean;
  dryRun: DryRun;
  notices: ReactNode;
}) {
  const { t } = useTranslation('drain');
  const { select } = useSelectedObject();
  const compact = useSettings((state) => state.settings.density === 'compact');
  const [shown, setShown] = useState<ShownPods>('all');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const surroundings = useSurroundings(known, options, dryRun);
  const rows = useMemo(() => rowsOf(known, { onlyInTheWay: shown === 'inTheWay', open }), [known, shown, open]);
  const counts = useMemo(() => addCounts(known.map(({ plan }) => countPods(plan.nodes.flatMap(({ pods }) => pods)))), [known]);
  const handle = useRef<PodTableHandle>(null);
  const cursor = usePlanCursor(rows, (index) => handle.current?.scrollToIndex(index));
  const openRow = (row: PlanRow | null) => {
    if (row?.type === 'pod') select({ contextId: row.contextId, namespace: row.pod.namespace, name: row.pod.name });
    if (row?.type !== 'daemons') return;
    const next = new Set(open);
    if (!next.delete(row.key)) next.add(row.key);
    setOpen(next);
  };
  useRowKeys({ cursor, pageSize: () => handle.current?.pageSize() ?? 10, enabled: rows.length > 0, open: () => openRow(cursor.row) });
  const around = cursor.row === null ? undefined : surroundings.get(cursor.row.contextId);
  return (
    <section className={css.plan} aria-label={t('tab.pods')}>
      {known.length > 0 ? <DrainSummary counts={counts} deletes={options.disableEviction} shown={shown} onShow={setShown} /> : null}
      {notices}
      {rows.length === 0 ? (
        <NothingShown asked={asked} plans={known.length} reading={reading} shown={shown} onShowAll={() => setShown('all')} />
      ) : (
        <PodTable
          rows={rows}
          contexts={surroundings}
          rowHeight={compact ? 24 : 28}
          cursor={cursor.index}
          busy={stale}
          handle={handle}
          onRow={(row, opens) => {
            handle.current?.focus();
            if (row.type !== 'node') cursor.put(row.key);
            if (opens) openRow(row);
          }}
        />
      )}
      {cursor.row?.type === 'pod' && around ? <PodFacts pod={cursor.row.pod} surroundings={around} dryRun={dryRun} /> : null}
    </section>
  );
}
