import { describe, expect, it } from 'vitest';
import type { Column, Row } from '../../shared/row.ts';
import { compareKind, type OurTable } from './compare-kind.ts';
import { parseKubectlTable } from './parse-kubectl-table.ts';

const now = Date.parse('2026-11-23T03:00:00Z');
const columns: readonly Column[] = [
  { id: 'status', name: 'STATUS', type: 'text', priority: 0, description: '' },
  { id: 'age', name: 'AGE', type: 'age', priority: 0, description: '' },
  { id: 'nominated-node', name: 'NOMINATED NODE', type: 'text', priority: 1, description: '' },
];

function row(name: string, status: string, age: number | string): Row {
  return {
    uid: name,
    namespace: 'ns',
    name,
    createdAt: null,
    health: 'unknown',
    cells: [status, typeof age === 'number' ? now - age : age, null],
    labels: {},
  };
}

function ours(...rows: readonly Row[]): OurTable {
  return { namespaced: true, nameColumn: 'first', columns, before: rows, after: rows, startedAt: now, endedAt: now + 2000 };
}

const kubectlText = [
  'NAMESPACE   NAME    STATUS      AGE    NOMINATED NODE',
  'ns          one     Running     61s    <none>',
  'ns          zwöi                3d2h   <none>',
  '',
].join('\n');
const theirs = parseKubectlTable(kubectlText);
const day = 86_400_000;
const two = row('zwöi', '', 3 * day + 2 * 3_600_000);

describe('parseKubectlTable', () => {
  it('goes by the offsets of the header, in characters', () => {
    expect(theirs.columns).toEqual(['NAMESPACE', 'NAME', 'STATUS', 'AGE', 'NOMINATED NODE']);
    expect(theirs.rows).toEqual([
      ['ns', 'one', 'Running', '61s', '<none>'],
      ['ns', 'zwöi', '', '3d2h', '<none>'],
    ]);
  });
});

describe('compareKind', () => {
  it('finds none where kubectl ran while the age was right', () => {
    expect(compareKind(ours(row('one', 'Running', 60_000), two), theirs)).toEqual({ cells: 15, differences: [] });
  });

  it.each<[string, OurTable, string]>([
    ['another text', ours(row('one', 'Pending', 60_000), two), 'ns/one STATUS: ours "Pending" kubectl "Running"'],
    ['another age', ours(row('one', 'Running', 90_000), two), 'ns/one AGE: ours "90s" kubectl "61s"'],
    ['a row too few', ours(two), 'ns/one: only kubectl has it'],
    ['a row too many', ours(row('one', 'Running', 60_000), two, row('drei', '', 0)), 'ns/drei: only we have it'],
    [
      'another header',
      { ...ours(), columns: columns.slice(0, 2) },
      'headers: ours NAMESPACE|NAME|STATUS|AGE kubectl NAMESPACE|NAME|STATUS|AGE|NOMINATED NODE',
    ],
  ])('finds %s', (_, table, difference) => {
    expect(compareKind(table, theirs).differences).toEqual([difference]);
  });

  it('lets an age that the server wrote grow between our two readings, and not further', () => {
    const before = [row('one', 'Running', '58s'), two];
    expect(compareKind({ ...ours(), before, after: [row('one', 'Running', '62s'), two] }, theirs).differences).toEqual([]);
    expect(compareKind({ ...ours(), before, after: [row('one', 'Running', '60s'), two] }, theirs).differences).toHaveLength(1);
  });
});
