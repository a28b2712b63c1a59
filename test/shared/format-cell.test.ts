import { describe, expect, it } from 'vitest';
import { formatCell, kubectlLine } from '../../shared/format-cell.ts';
import { parseTime } from '../../shared/parse-time.ts';
import type { Cell, Column, ColumnType } from '../../shared/row.ts';

const now = Date.parse('2026-11-23T03:00:00Z');

function column(type: ColumnType): Column {
  return { id: 'x', name: 'X', type, priority: 0, description: '' };
}

describe('formatCell', () => {
  it.each<[ColumnType, Cell, string]>([
    ['text', 'Running', 'Running'],
    ['text', '', ''],
    ['text', null, '<none>'],
    ['number', 0, '0'],
    ['number', 1500, '1500'],
    ['number', 123_456_789, '123456789'],
    ['number', 0.25, '0.25'],
    ['number', 1_500_000.5, '1.5000005e+06'],
    ['number', -0.000012, '-1.2e-05'],
    ['number', null, ''],
    ['age', now - 190_000, '3m10s'],
    ['age', now + 5000, '<invalid>'],
    ['age', null, '<unknown>'],
    ['age', '<none>', '<none>'],
    ['restarts', { count: 5, lastAt: now - 190_000 }, '5 (3m10s ago)'],
    ['restarts', { count: 5, lastAt: null }, '5'],
    ['restarts', { count: 0, lastAt: now - 190_000 }, '0'],
    ['duration', { since: now - 60_000, until: null }, '60s'],
    ['duration', { since: now - 600_000, until: now - 590_000 }, '10s'],
    ['duration', null, ''],
  ])('%s %j is %j', (type, cell, text) => {
    expect(formatCell(column(type), cell, now)).toBe(text);
  });
});

describe('kubectlLine', () => {
  it('cuts at the first line break and shows escapes', () => {
    expect(kubectlLine('one\ntwo')).toBe('one...');
    expect(kubectlLine('one\rtwo\nthree')).toBe('one...');
    expect(kubectlLine('\u001b[31mred')).toBe('^[[31mred');
    expect(kubectlLine('plain')).toBe('plain');
  });
});

describe('parseTime', () => {
  it('reads Time and MicroTime, and nothing else', () => {
    expect(parseTime('2026-11-23T03:00:00Z')).toBe(now);
    expect(parseTime('2026-11-23T03:00:00.123456Z')).toBe(now + 123);
    expect(parseTime('2026-11-23T04:00:00+01:00')).toBe(now);
    for (const zero of [undefined, null, '', '0001-01-01T00:00:00Z', 'yesterday', 5, {}]) expect(parseTime(zero)).toBeNull();
  });
});
