import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { nodePage, useGoToObject } from '../../state/go-to-object.ts';
import { actedNode } from '../../state/node-actions.ts';
import { useNodeActions } from '../../state/use-node-actions.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { KeyBinding } from '../../ui/key-map.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { planPoolNodes } from './plan-pool-nodes.ts';
import { nodesOfPool, type PoolGroup, type PoolRow } from './plan-pools.ts';
import { mostNodes, PoolNodes } from './pool-nodes.tsx';
import { PoolTable } from './pool-table.tsx';
import css from './pools.module.css';
import { useNodeRows } from './use-pool-nodes.ts';

/** The pools, and below them the nodes of the one under the cursor. */
export function PoolsPart({
  groups,
  flat,
  filtered,
  onUnfilter,
}: {
  groups: readonly PoolGroup[];
  flat: boolean;
  filtered: boolean;
  onUnfilter: () => void;
}) {
  const { t } = useTranslation('pools');
  const [, navigate] = useLocation();
  const goTo = useGoToObject();
  const pools = useRef<HTMLTableElement>(null);
  const nodesGrid = useRef<HTMLTableElement>(null);
  const [part, setPart] = useState<'pools' | 'nodes'>('pools');
  const [chosen, setChosen] = useState<string | null>(null);
  const [charts, setCharts] = useState(false);
  const [nodeName, setNodeName] = useState<string | null>(null);

  const rows = groups.flatMap((group) => group.rows ?? []);
  const row = rows.find(({ id }) => id === chosen) ?? worstOf(rows);
  const at = row === null ? -1 : rows.indexOf(row);
  const group = groups.find(({ context }) => context.id === row?.contextId) ?? null;
  const byName = useNodeRows(row?.contextId ?? null);
  const pool = row?.pool ?? null;
  const overview = group?.overview ?? null;
  const nodes = useMemo(() => (pool === null ? [] : planPoolNodes(nodesOfPool(overview, pool), byName)), [overview, pool, byName]);
  const node = nodes.find(({ name }) => name === nodeName) ?? nodes[0] ?? null;
  const nodeAt = node === null ? -1 : nodes.indexOf(node);

  const offersOf = useNodeActions(true);
  const acted = row !== null && node !== null && node.row !== null ? [actedNode(row.contextId, node.row)] : [];
  const offers = acted.length === 0 ? [] : offersOf(acted);

  const point = useCallback((next: PoolRow) => {
    setChosen(next.id);
    setNodeName(null);
    setPart('pools');
  }, []);
  const enter = useCallback((next: PoolRow) => {
    setChosen(next.id);
    nodesGrid.current?.focus();
  }, []);
  const openNode = (name: string) => {
    if (row !== null) void goTo(nodePage(row.contextId, name));
  };
  const allNodes = () => {
    if (row === null) return;
    navigate(`/r/nodes?${new URLSearchParams({ c: row.contextId })}`);
  };
  const onNodes = part === 'nodes' && node !== null;
  const move = (to: number) => {
    if (onNodes) {
      const next = Math.min(Math.max(to, 0), Math.min(nodes.length, mostNodes) - 1);
      setNodeName(nodes[next]?.name ?? null);
      show(nodesGrid.current, `pool-node-${next}`);
      return;
    }
    const next = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (next === undefined) return;
    point(next);
    pools.current?.focus({ preventScroll: true });
    show(pools.current, `pool-row-${rows.indexOf(next)}`);
  };
  const here = onNodes ? nodeAt : at;
  const last = onNodes ? nodes.length - 1 : rows.length - 1;
  const bindings: readonly KeyBinding[] = [
    { keys: 'j', label: t('keys.down'), hint: true, hintKeys: 'j k', hintLabel: t('keys.move'), run: () => move(here + 1) },
    { keys: 'k', label: t('keys.up'), run: () => move(here - 1) },
    { keys: 'arrowdown', label: t('keys.down'), run: () => move(here + 1) },
    { keys: 'arrowup', label: t('keys.up'), run: () => move(here - 1) },
    { keys: 'g g', label: t('keys.first'), run: () => move(0) },
    { keys: 'G', label: t('keys.last'), run: () => move(last) },
    {
      keys: 'enter',
      label: t(onNodes ? 'keys.openNode' : 'keys.toNodes'),
      hint: true,
      enabled: node !== null,
      run: () => (onNodes ? openNode(node.name) : nodesGrid.current?.focus()),
    },
    { keys: 'escape', label: t('keys.toPools'), hint: true, enabled: onNodes, run: () => pools.current?.focus() },
    { keys: 'h', label: t('keys.charts'), hint: true, run: () => setCharts(!charts) },
    ...offers.map(
      ({ type, keys, label, why, run }): KeyBinding => ({
        keys,
        label,
        hint: type === 'cordon' || type === 'uncordon' || type === 'drain',
        enabled: onNodes && why === null,
        run,
      }),
    ),
  ];
  useKeys(t('keys.rows'), bindings);

  if (rows.length === 0) return <NoPools groups={groups} filtered={filtered} onUnfilter={onUnfilter} />;
  return (
    <div className={css.parts}>
      <div className={css.poolsScroll}>
        <PoolTable
          groups={groups}
          flat={flat}
          cursor={row?.id ?? null}
          onPoint={point}
          onOpen={enter}
          onFocus={() => setPart('pools')}
          grid={pools}
        />
      </div>
      {row === null || pool === null ? null : (
        <PoolNodes
          contextId={row.contextId}
          pool={pool}
          nodes={nodes}
          usage={group?.usage ?? null}
          old={row.old}
          cursor={node?.name ?? null}
          active={part === 'nodes'}
          charts={charts}
          onCharts={() => setCharts(!charts)}
          offers={offers}
          onPoint={(name) => {
            setNodeName(name);
            setPart('nodes');
          }}
          onOpen={openNode}
          onFocus={() => setPart('nodes')}
          onAll={allNodes}
          grid={nodesGrid}
        />
      )}
    </div>
  );
}

/** Where nobody chose yet: the pool that most needs a person, else the first. */
function worstOf(rows: readonly PoolRow[]): PoolRow | null {
  return rows.find(({ shape }) => shape === 'broken') ?? rows.find(({ shape }) => shape === 'attention') ?? rows[0] ?? null;
}

function show(grid: HTMLElement | null, id: string): void {
  grid?.querySelector(`#${id}`)?.scrollIntoView({ block: 'nearest' });
}

function NoPools({ groups, filtered, onUnfilter }: { groups: readonly PoolGroup[]; filtered: boolean; onUnfilter: () => void }) {
  const { t } = useTranslation('pools');
  if (filtered && groups.some(({ pools }) => pools > 0)) {
    return <EmptyState title={t('empty.filtered')} actions={<Button onClick={onUnfilter}>{t('empty.unfilter')}</Button>} />;
  }
  const reading = groups.some(({ overview }) => overview === null || overview.pools === null);
  return <EmptyState title={t(reading ? 'empty.reading' : 'empty.none')} text={t(reading ? 'empty.readingText' : 'empty.noneText')} />;
}
