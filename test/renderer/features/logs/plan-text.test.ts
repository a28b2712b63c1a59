import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, fieldNamesIn, planText } from '../../../../renderer/features/logs/plan-text.ts';

const plain = { names: [], hits: [], styles: [] } as const;

function chipsOf(text: string): (string | null)[] {
  return planText({ text, ...plain })
    .map(({ shown }) => shown)
    .filter((shown) => shown !== null);
}

describe('planText', () => {
  it('keeps every character of the line, whatever is marked in it', () => {
    const range = (length: number) =>
      fc.tuple(fc.nat(length), fc.nat(length)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    const parts = fc
      .string({ unit: 'binary', maxLength: 80 })
      .chain((text) =>
        fc.record({ text: fc.constant(text), name: range(text.length), hit: range(text.length), style: range(text.length) }),
      );
    fc.assert(
      fc.property(parts, ({ text, name, hit, style }) => {
        const pieces = planText({ text, names: [name], hits: [hit], styles: [{ ...style, style: { fg: 1 } }] });
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        let at = 0;
        for (const piece of pieces) {
          expect(piece.hit).toBe(at >= hit.start && at < hit.end);
          expect(piece.name).toBe(at >= name.start && at < name.end);
          expect(piece.style).toEqual(at >= style.start && at < style.end ? { fg: 1 } : null);
          at += piece.text.length;
        }
      }),
    );
  });

  it('shows what cannot be seen, and what moves the text around it', () => {
    expect(chipsOf('a\u202Eb\u0000c\u200Bd\u001B[2Je\rf\u{E0020}g\uFEFF')).toEqual([
      '<U+202E>',
      '<U+0000>',
      '<U+200B>',
      '<U+001B>',
      '<U+000D>',
      '<U+E0020>',
      '<U+FEFF>',
    ]);
  });

  it('leaves tabs, letters of all scripts and emoji of several characters alone', () => {
    expect(chipsOf('a\tb')).toEqual([]);
    expect(chipsOf('élan Ω 日本 שלום مرحبا')).toEqual([]);
    expect(chipsOf('\u{1F469}\u200D\u{1F680} ❤\uFE0F')).toEqual([]);
    expect(chipsOf('a\u200Db')).toEqual(['<U+200D>']);
  });
});

describe('fieldNamesIn', () => {
  const namesOf = (text: string) => fieldNamesIn(text).map(({ start, end }) => text.slice(start, end));

  it('finds the names of logfmt, and only where a value follows', () => {
    expect(namesOf('level=info http.path=/a?x=1 n= msg="a b=c"')).toEqual(['level=', 'http.path=', 'msg=', 'b=']);
    expect(namesOf('a == b, 1=2 x=y')).toEqual(['x=']);
    expect(namesOf('no names')).toEqual([]);
  });

  it('takes no time for a line made to take long', () => {
    expect(namesOf('a'.repeat(4_096))).toEqual([]);
    expect(namesOf('a.'.repeat(2_000).concat('='))).toEqual([]);
  });
});

describe('chunksOf', () => {
  it('cuts long texts, losing nothing and no pair of surrogates', () => {
    const text = `${'x'.repeat(9_999)}\u{1F680}${'y'.repeat(25_000)}`;
    const chunks = chunksOf(text);
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
    expect(chunks).toHaveLength(4);
    expect(chunks[0]?.text.endsWith('\u{1F680}')).toBe(true);
    expect(chunksOf('')).toEqual([{ start: 0, text: '' }]);
  });
});
