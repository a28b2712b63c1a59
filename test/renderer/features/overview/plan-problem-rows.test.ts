import { describe, expect, it } from 'vitest';
import {
  countRows,
  filterRows,
  planChangeRows,
  planProblemRows,
  rowsInNamespaces,
} from '../../../../renderer/features/overview/plan-problem-rows.ts';
import type { Change } from '../../../../shared/problem.ts';
import { clusterNamed, ignoresNothing, now, overviewWith, problemOf, unreachable } from './overview-fixture.ts';

const names = (rows: ReturnType<typeof planProblemRows>) =>
  rows.map((row) => (row.type === 'cluster' ? row.cluster.context.name : row.problem.object.name));

describe('planProblemRows', () => {
  it('orders over all clusters by severity, then by what is affected, then the newest', () => {
    const a = clusterNamed(
      'a',
      overviewWith([problemOf('small', { affected: 1 }), problemOf('look', { severity: 'attention', affected: 90 })]),
    );
    const b = clusterNamed(
      'b',
      overviewWith([
        problemOf('large', { affected: 9 }),
        problemOf('newer', { affected: 1, since: now - 1_000 }),
        problemOf('who-knows', { severity: 'unknown' }),
      ]),
    );
    expect(names(planProblemRows([a, b], ignoresNothing))).toEqual(['large', 'newer', 'small', 'look', 'who-knows']);
  });

  it('begins with clusters out of reach: what was seen of them stands below as last seen', () => {
    const rows = planProblemRows([clusterNamed('gone', overviewWith([problemOf('seen', { affected: 500 })]), unreachable)], ignoresNothing);
    expect(rows).toMatchObject([
      { type: 'cluster', severity: 'broken', affected: 40 },
      { type: 'object', old: true },
    ]);
  });

  it('has no row for a cluster that nobody connected', () => {
    expect(planProblemRows([clusterNamed('off', null, null)], ignoresNothing)).toEqual([]);
  });

  it('keeps what is expected at the end and out of the counts', () => {
    const rows = planProblemRows(
      [clusterNamed('a', overviewWith([problemOf('node', { expected: 'drain' }), problemOf('b', { severity: 'attention' })]))],
      ignoresNothing,
    );
    expect(names(rows)).toEqual(['b', 'node']);
    expect(countRows(rows)).toEqual({ all: 1, broken: 0, attention: 1, unknown: 0, ignored: 0, expected: 1 });
    expect(names(filterRows(rows, 'all'))).toEqual(['b', 'node']);
    expect(names(filterRows(rows, 'broken'))).toEqual([]);
  });

  it('shows what is ignored only where that is asked for', () => {
    const rows = planProblemRows(
      [clusterNamed('a', overviewWith([problemOf('old'), problemOf('new')]))],
      (_, { object }) => object.name === 'old',
    );
    expect(countRows(rows)).toMatchObject({ all: 1, broken: 1, ignored: 1 });
    expect(names(filterRows(rows, 'all'))).toEqual(['new']);
    expect(names(filterRows(rows, 'ignored'))).toEqual(['old']);
  });
});

describe('rowsInNamespaces', () => {
  it('leaves out other namespaces, and never what is in none', () => {
    const node = problemOf('node', { object: { ...problemOf('node').object, kind: 'Node', namespace: '' } });
    const other = problemOf('other', { object: { ...problemOf('other').object, namespace: 'vault' } });
    const rows = planProblemRows([clusterNamed('a', overviewWith([problemOf('web'), other, node]), unreachable)], ignoresNothing);
    expect(names(rowsInNamespaces(rows, ['shop'])).sort()).toEqual(['a', 'node', 'web']);
    expect(rowsInNamespaces(rows, null)).toBe(rows);
  });
});

describe('planChangeRows', () => {
  it('has those of the last hour of all clusters, the newest first', () => {
    const change = (id: string, at: number): Change => ({ id, kind: 'rollout', object: problemOf(id).object, at, by: '', facts: {} });
    const a = clusterNamed('a', overviewWith([], { changes: [change('new', now - 1_000), change('gone', now - 3_700_000)] }));
    const b = clusterNamed('b', overviewWith([], { changes: [change('middle', now - 60_000)] }));
    expect(planChangeRows([a, b], now).map((row) => row.change.id)).toEqual(['new', 'middle']);
  });
});
