import { expect, test } from 'vitest';
import { type EmptyCell, planEmptyUsage } from '../../../../renderer/features/tables/plan-missing-usage.ts';
import { ClusterUsage } from '../../../../renderer/state/usage-book.ts';
import type { Cell, Row } from '../../../../shared/row.ts';
import { packPodFacts } from '../../../../shared/row-facts.ts';
import type { BlindNodes, UsageItem, UsageState } from '../../../../shared/usage.ts';

const now = Date.UTC(2026, 10, 26, 3);
const live: UsageState = { state: 'live', at: now, receivedAt: now, windowMs: 15_000, everyMs: 15_000 };
const hour = 3_600_000;

/** A cluster in which only the node `seen` and no pod is measured. */
function usageOf(item: Partial<UsageItem> = {}): ClusterUsage {
  const usage = new ClusterUsage(now);
  const nodes = { places: [[0, 'seen'] as const], cpu: [1], memory: [1] };
  const blind: BlindNodes = { silent: ['gone'], certificatesChecked: true };
  usage.take({ nodeState: live, podState: live, blind, nodes, pods: null, ...item });
  return usage;
}

function pod(phase: string, ageMs = hour): Row {
  const facts = packPodFacts({ phase, owner: null, requests: { cpu: 0, memory: 0 }, limits: { cpu: null, memory: null } });
  return { uid: 'u', name: 'p', namespace: 'shop', createdAt: now - ageMs, cells: [], facts } as unknown as Row;
}

function why(row: Row, cells: Readonly<Record<string, Cell>>, usage: ClusterUsage | undefined = usageOf()) {
  const asked: EmptyCell = { columnId: 'cpu', measured: false, now, cell: (id) => cells[id] ?? null };
  return planEmptyUsage('pods', usage, row, asked);
}

const running = { ready: '1/1', status: 'Running', node: 'seen', restarts: { count: 0, lastAt: null } };

test.each<[string, Row, Readonly<Record<string, Cell>>, object]>([
  ['waits for a node', pod('Pending'), { ...running, ready: '0/1', node: null }, { kind: 'not-running' }],
  ['is done', pod('Succeeded'), { ...running, ready: '0/1', status: 'Completed' }, { kind: 'not-running' }],
  ['waits to begin again', pod('Running'), { ...running, ready: '0/1', status: 'CrashLoopBackOff' }, { kind: 'not-running' }],
  ['runs beside a container that crashes', pod('Running'), { ...running, ready: '1/2', status: 'CrashLoopBackOff' }, { kind: 'unknown' }],
  ['runs and is not ready', pod('Running'), { ...running, ready: '0/1' }, { kind: 'unknown' }],
  ['is new', pod('Running', 30_000), running, { kind: 'too-young', ageMs: 30_000 }],
  ['began anew', pod('Running'), { ...running, restarts: { count: 3, lastAt: now - 40_000 } }, { kind: 'too-young', ageMs: 40_000 }],
  ['is on a node that is silent', pod('Running'), { ...running, node: 'gone' }, { kind: 'node-silent', node: 'gone' }],
  ['is on a node nobody scrapes', pod('Running'), { ...running, node: 'dark' }, { kind: 'not-scraped', node: 'dark', certificate: true }],
])('a pod that %s', (_, row, cells, expected) => {
  expect(why(row, cells)).toEqual(expected);
});

test('what is not known of nodes is not claimed', () => {
  const blind = { silent: null, certificatesChecked: null };
  expect(why(pod('Running'), { ...running, node: 'gone' }, usageOf({ blind }))).toEqual({
    kind: 'not-scraped',
    node: 'gone',
    certificate: null,
  });
  const forbidden = usageOf({ blind, nodes: null });
  expect(why(pod('Running'), { ...running, node: 'gone' }, forbidden)).toEqual({ kind: 'unknown' });
});

test('a cluster without numbers has one reason for all', () => {
  const podState: UsageState = { state: 'missing', since: now, why: { kind: 'no-api' } };
  expect(why(pod('Pending'), {}, usageOf({ podState }))).toEqual({ kind: 'cluster', why: { kind: 'no-api' } });
  expect(planEmptyUsage('pods', undefined, pod('Running'), { columnId: 'cpu', measured: false, now, cell: () => null })).toEqual({
    kind: 'waiting',
  });
});
