import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, csvLine } from '../../shared/csv.ts';

describe('a field of CSV', () => {
  it('is never a formula of a spreadsheet', () => {
    for (const evil of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '=HYPERLINK("x")'])
      expect(csvField(evil)).toMatch(/^"?'/);
  });

  it('is as it was where it begins no formula, and numbers stay numbers', () => {
    expect(csvField('-3')).toBe('-3');
    expect(csvField('a b')).toBe('a b');
    expect(csvField('a;=1')).toBe('"a;=1"');
    expect(csvField('a,"b"')).toBe('"a,""b"""');
  });

  it('never ends its line early', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (cells) => {
        const line = csvLine(cells);
        expect(line.endsWith('\r\n')).toBe(true);
        expect(line.replace(/"(?:[^"]|"")*"/g, '').slice(0, -2)).not.toMatch(/[\r\n"]/);
      }),
    );
  });
});
