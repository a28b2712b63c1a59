import { describe, expect, it } from 'vitest';
import { type LineRow, levelAt, planLineText, prefixedLine, type TextOptions } from '../../../../renderer/features/logs/plan-row.ts';
import type { LogRow } from '../../../../shared/logs.ts';
import { logSource } from './log-source.ts';

const options: TextOptions = { fold: true, columns: [], hits: false, letters: Number.POSITIVE_INFINITY };

function line(text: string, more: Partial<LineRow> = {}): LineRow {
  return { type: 'line', id: 0, source: 0, time: 0, nanos: 0, level: null, text, cut: 0, continues: false, ...more };
}

function shownOf(row: LineRow, over: Partial<TextOptions> = {}): string {
  return planLineText(row, { ...options, ...over })
    .pieces.map(({ text }) => text)
    .join('');
}

const json = line('{"msg":"capture failed","order":"ord_1","note":"two words","empty":""}', {
  message: 'capture failed',
  fields: [
    ['order', 'ord_1'],
    ['note', 'two words'],
    ['empty', ''],
  ],
});

describe('planLineText', () => {
  it('folds a line with fields to its message and them, quoting what a blank would tear apart', () => {
    expect(shownOf(json)).toBe('capture failed order=ord_1 note="two words" empty=""');
    expect(
      planLineText(json, options)
        .pieces.filter(({ name }) => name)
        .map(({ text }) => text),
    ).toEqual(['order=', 'note=', 'empty=']);
  });

  it('shows it as it was written when it is not to be folded', () => {
    expect(shownOf(json, { fold: false })).toBe(json.text);
  });

  it('puts fields into their columns and takes them out of the text', () => {
    const planned = planLineText(json, { ...options, columns: ['order', 'user'] });
    expect(planned.columns).toEqual(['ord_1', '']);
    expect(planned.pieces.map(({ text }) => text).join('')).toBe('capture failed note="two words" empty=""');
  });

  it('marks what the row says matches, only while a search is on', () => {
    const row = line('upstream timeout, timeout', {
      hits: [
        [9, 16],
        [18, 25],
      ],
    });
    const hits = planLineText(row, { ...options, hits: true }).pieces.filter(({ hit }) => hit);
    expect(hits.map(({ text }) => text)).toEqual(['timeout', 'timeout']);
    expect(planLineText(row, options).pieces.some(({ hit }) => hit)).toBe(false);
  });

  it('marks in a folded line what matched in the line as written', () => {
    const at = json.text.indexOf('ord_1');
    const hits = planLineText({ ...json, hits: [[at, at + 5]] }, { ...options, hits: true }).pieces.filter(({ hit }) => hit);
    expect(hits.map(({ text }) => text)).toEqual(['ord_1']);
  });

  it('cuts what does not fit and counts what the line has beyond', () => {
    const long = line('x'.repeat(4_096), { cut: 12_345 });
    expect(planLineText(long, { ...options, letters: 100 }).more).toBe(12_345 + 3_996);
    expect(planLineText(long, options).more).toBe(12_345);
    // The edge of the screen alone is no reason for a button.
    expect(planLineText(line('x'.repeat(300)), { ...options, letters: 100 }).more).toBe(0);
    expect(shownOf(line(`${'x'.repeat(99)}\u{1F680}`), { letters: 100 })).toBe('x'.repeat(99));
  });
});

describe('levelAt', () => {
  it('gives the further lines of a stack trace the level of their head, past lines of others', () => {
    const rows: LogRow[] = [
      line('boom', { level: 'error' }),
      line('  at a', { continues: true }),
      line('other', { source: 1, level: 'info' }),
      line('  at b', { continues: true }),
      line('fine'),
    ];
    const rowAt = (position: number) => rows[position] ?? null;
    expect(rows.map((_, position) => levelAt(position, rowAt))).toEqual(['error', 'error', 'info', 'error', null]);
  });

  it('says none where the head is not known', () => {
    expect(levelAt(5, (position) => (position === 5 ? line('  at a', { continues: true }) : null))).toBeNull();
  });
});

describe('prefixedLine', () => {
  it('has the stamp with nanoseconds, pod and container', () => {
    const row = line('text', { time: Date.UTC(2026, 10, 25, 13, 2, 29, 439), nanos: 1_234 });
    const source = logSource({ number: 1, container: 'app' });
    expect(prefixedLine(row, source, row.text)).toBe('2026-11-25T13:02:29.439001234Z web-1 app text');
    expect(prefixedLine({ ...row, time: 9e15 }, undefined, row.text)).toBe('text');
    const hostile = logSource({ number: 1, pod: 'web\nrm -rf /\u202e', container: 'app' });
    expect(prefixedLine({ ...row, time: 9e15 }, hostile, row.text)).toBe('web<U+000A>rm -rf /<U+202E> app text');
  });
});

describe('colours that a container wrote', () => {
  const coloured = line('\u001b[31merror\u001b[0m in \u001b[1mpool\u001b[0m', { hits: [[5, 17]] });

  it('become styles; the codes are not shown', () => {
    const pieces = planLineText(coloured, options).pieces;
    expect(pieces.map(({ text, style }) => [text, style])).toEqual([
      ['error', { fg: 1 }],
      [' in ', null],
      ['pool', { bold: true }],
    ]);
  });

  it('do not move what was found', () => {
    expect(coloured.text.slice(5, 17)).toBe('error\u001b[0m in');
    const hits = planLineText(coloured, { ...options, hits: true }).pieces.filter(({ hit }) => hit);
    expect(hits.map(({ text }) => text).join('')).toBe('error in');
  });
});
