import { describe, expect, it } from 'vitest';
import { planEmptyUsage } from '../../../../renderer/features/tables/plan-missing-usage.ts';
import { usageCell, withUsageColumns } from '../../../../renderer/features/tables/usage-columns.ts';
import { ClusterUsage } from '../../../../renderer/state/usage-book.ts';
import { nodes } from '../../../../shared/kinds/nodes.ts';
import { pods } from '../../../../shared/kinds/pods.ts';
import { services } from '../../../../shared/kinds/services.ts';
import type { Row } from '../../../../shared/row.ts';
import { packPodFacts } from '../../../../shared/row-facts.ts';
import type { MissingUsage } from '../../../../shared/usage.ts';

const now = 1_000_000_000;
const live = { state: 'live', at: now, receivedAt: now, windowMs: 15_000, everyMs: 15_000 } as const;

function podRow(more: { phase?: string; cpu?: number; limit?: number | null; createdAt?: number } = {}): Row {
  const limits = { cpu: more.limit === undefined ? 400 : more.limit, memory: null };
  const facts = packPodFacts({ phase: more.phase ?? 'Running', owner: null, requests: { cpu: more.cpu ?? 200, memory: 0 }, limits });
  return {
    uid: 'u',
    namespace: 'shop',
    name: 'web',
    createdAt: more.createdAt ?? 0,
    health: 'ok',
    cells: [],
    labels: {},
    facts,
  };
}

describe('columns of usage', () => {
  it('stand behind what a kind shows by itself, and before what only -o wide shows', () => {
    const ids = withUsageColumns(pods.resource, pods.columns).map(({ id }) => id);
    expect(ids.slice(ids.indexOf('restarts'), ids.indexOf('restarts') + 3)).toEqual(['restarts', 'cpu', 'memory']);
    expect(ids.indexOf('memory')).toBeLessThan(ids.indexOf('ip'));
  });

  it('are of what uses something only', () => {
    expect(withUsageColumns(services.resource, services.columns)).toBe(services.columns);
    expect(withUsageColumns(nodes.resource, nodes.columns).map(({ id }) => id)).toContain('memory-allocatable');
  });

  it('are shares of what is asked for and bounded, cut off as kubectl does, and none of nothing', () => {
    const used = { cpu: 133, memory: 1_000 };
    expect(usageCell(used, podRow(), 'cpu-request')).toBe(66);
    expect(usageCell(used, podRow(), 'cpu-limit')).toBe(33);
    expect(usageCell(used, podRow({ limit: null }), 'cpu-limit')).toBeNull();
    expect(usageCell(used, podRow(), 'memory-request')).toBeNull();
    expect(usageCell(null, podRow(), 'cpu')).toBeNull();
  });
});

describe('why a number is missing', () => {
  const usage = (missing: MissingUsage | null = null) => {
    const cluster = new ClusterUsage(0);
    const state = missing === null ? live : ({ state: 'missing', since: 0, why: missing } as const);
    const blind = { silent: null, certificatesChecked: null };
    cluster.take({ nodeState: live, podState: state, blind, nodes: { places: [[0, 'n1']], cpu: [1], memory: [1] }, pods: null });
    return cluster;
  };
  const why = (row: Row, more: { node?: string; cluster?: ClusterUsage; measured?: boolean; columnId?: string } = {}) =>
    planEmptyUsage('pods', more.cluster ?? usage(), row, {
      cell: (id) => (id === 'node' ? (more.node ?? 'n1') : null),
      columnId: more.columnId ?? 'cpu',
      measured: more.measured ?? false,
      now,
    }).kind;

  it('is the cluster’s reason where it has no numbers at all', () => {
    expect(why(podRow(), { cluster: usage({ kind: 'no-api' }) })).toBe('cluster');
    expect(why(podRow(), { cluster: new ClusterUsage(0) })).toBe('waiting');
  });

  it('tells a pod that does not run from one that is too young, and from one whose node gives none', () => {
    expect(why(podRow({ phase: 'Pending' }))).toBe('not-running');
    expect(why(podRow({ createdAt: now - 60_000 }))).toBe('too-young');
    expect(why(podRow(), { node: 'n2' })).toBe('not-scraped');
  });

  it('says of a share that there is nothing to be a part of', () => {
    expect(why(podRow(), { measured: true, columnId: 'cpu-limit' })).toBe('no-limit');
    expect(why(podRow(), { measured: true, columnId: 'memory-request' })).toBe('no-request');
  });
});
