import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOfTable, rowOfTableRow, type TableColumnDefinition, type TableRow } from '../../../electron/kube/table-projection.ts';

const creation =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations.';
const jsonPath = 'Custom resource definition column (in JSONPath format): ';
const name: TableColumnDefinition = { name: 'Name', type: 'string', format: 'name', description: 'Name must be unique' };
const createdAt = Date.parse('2026-11-23T02:00:00Z');
const metadata = { uid: 'u', namespace: 'ns', name: 'one', creationTimestamp: '2026-11-23T02:00:00Z', labels: { a: 'b' } };

describe('columnsOfTable', () => {
  it('lets ages tick only where they are the age of the object', () => {
    const columns = columnsOfTable([
      name,
      { name: 'Age', type: 'string', description: creation },
      { name: 'Age', type: 'date', description: `${jsonPath}.metadata.creationTimestamp` },
      { name: 'Created', type: 'date', description: `${jsonPath}.metadata.creationTimestamp` },
      { name: 'Age', type: 'date', description: 'Time since the last sync' },
      { name: 'Expires', type: 'date', description: `${jsonPath}.spec.expires` },
      { name: 'Allowed Disruptions', type: 'integer', priority: 1 },
    ]);
    expect(columns.map(({ id, name: head, type, priority, index }) => [id, head, type, priority, index])).toEqual([
      ['age', 'AGE', 'age', 0, 1],
      ['age-2', 'AGE', 'age', 0, 2],
      ['created', 'CREATED', 'age', 0, 3],
      ['age-3', 'AGE', 'text', 0, 4],
      ['expires', 'EXPIRES', 'text', 0, 5],
      ['allowed-disruptions', 'ALLOWED DISRUPTIONS', 'number', 1, 6],
    ]);
  });
});

describe('rowOfTableRow', () => {
  const columns = columnsOfTable([
    name,
    { name: 'Data', type: 'integer' },
    { name: 'Flag', type: 'boolean' },
    { name: 'Age', type: 'string', description: creation },
  ]);

  it('takes identity from the metadata and the rest from the cells', () => {
    expect(rowOfTableRow(columns, { cells: ['one', 3, true, '60m'], object: { metadata } })).toEqual({
      uid: 'u',
      namespace: 'ns',
      name: 'one',
      createdAt,
      health: 'unknown',
      cells: [3, 'true', createdAt],
      labels: { a: 'b' },
    });
  });

  it('keeps what kubectl adds to a name', () => {
    expect(rowOfTableRow(columns, { cells: ['one (default)'], object: { metadata } })).toMatchObject({
      name: 'one',
      shownName: 'one (default)',
    });
  });

  it('finds a name that is not first', () => {
    const last = columnsOfTable([{ name: 'Last Seen', type: 'string' }, name]);
    expect(rowOfTableRow(last, { cells: ['5m', 'e.1'] })).toMatchObject({ name: 'e.1', uid: '/e.1', cells: ['5m'] });
  });

  it('shows completion and deletion, and nothing it does not know', () => {
    const health = (row: TableRow): string => rowOfTableRow(columns, row).health;
    expect(health({ conditions: [{ type: 'Completed', status: 'True' }] })).toBe('done');
    expect(health({ object: { metadata: { ...metadata, deletionTimestamp: '2026-11-23T02:00:00Z' } } })).toBe('progressing');
    expect(health({ object: { metadata } })).toBe('unknown');
  });

  it.each<[readonly string[], readonly unknown[], string]>([
    [['Ready', 'Status'], ['True', 'Certificate is up to date'], 'ok'],
    [['Ready', 'Status'], [false, 'Failed'], 'attention'],
    [['Ready', 'Status'], ['1/2', 'Failed'], 'broken'],
    [['Sync Status', 'Health Status'], ['OutOfSync', 'Degraded'], 'broken'],
    [['Service', 'Available'], ['kube-system/metrics-server', 'False (MissingEndpoints)'], 'attention'],
    [['Status'], ['Lost'], 'broken'],
    [['Status'], ['Pending'], 'progressing'],
    [['Phase'], ['constructor'], 'unknown'],
    [['Data'], ['Failed'], 'unknown'],
  ])('takes the word of a column that holds a verdict: %j %j is %s', (heads, cells, health) => {
    const own = columnsOfTable([name, ...heads.map((head) => ({ name: head, type: 'string' }))]);
    expect(rowOfTableRow(own, { cells: ['one', ...cells], object: { metadata } }).health).toBe(health);
    expect(rowOfTableRow(own, { cells: ['one', ...cells], object: { metadata: { ...metadata, deletionTimestamp: 'x' } } }).health).toBe(
      'progressing',
    );
  });

  it('gives a whole row for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (row, definitions) => {
        const any = columnsOfTable(definitions as TableColumnDefinition[]);
        expect(rowOfTableRow(any, row as TableRow).cells).toHaveLength(any.length);
        expect(new Set(any.map((column) => column.id)).size).toBe(any.length);
      }),
    );
  });
});

it('the row of a Secret holds neither its data nor the copy that kubectl apply keeps in an annotation', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"Q0FOQVJZ"}}' };
  const metadata = { uid: 'u', namespace: 'a', name: 'db', creationTimestamp: '2026-01-01T00:00:00Z', annotations };
  const columns = columnsOfTable([{ name: 'Name', format: 'name' }, { name: 'Type' }, { name: 'Data', type: 'integer' }]);
  const row = rowOfTableRow(columns, { cells: ['db', 'Opaque', 1], object: { metadata } });
  expect(row.cells).toEqual(['Opaque', 1]);
  expect(JSON.stringify(row)).not.toContain('Q0FOQVJZ');
});
