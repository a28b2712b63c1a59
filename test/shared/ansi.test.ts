import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnsiStyle, ansiSpans, withoutAnsi } from '../../shared/ansi.ts';

const esc = '\x1b';

describe('a line is cut into pieces by its colours', () => {
  test.each<[string, string, readonly (AnsiStyle & { text: string })[]]>([
    ['none', 'plain', [{ text: 'plain' }]],
    ['empty', '', []],
    [
      '16 colours',
      `${esc}[31merror${esc}[0m: ${esc}[1;97;44mx${esc}[m`,
      [{ text: 'error', fg: 1 }, { text: ': ' }, { text: 'x', bold: true, fg: 15, bg: 4 }],
    ],
    ['bright backgrounds', `${esc}[90;103mx`, [{ text: 'x', fg: 8, bg: 11 }]],
    [
      '256 colours',
      `${esc}[38;5;9ma${esc}[38;5;196mb${esc}[48;5;232mc${esc}[38:5:231md`,
      [
        { text: 'a', fg: 9 },
        { text: 'b', fg: '#ff0000' },
        { text: 'c', fg: '#ff0000', bg: '#080808' },
        { text: 'd', fg: '#ffffff', bg: '#080808' },
      ],
    ],
    [
      'RGB',
      `${esc}[38;2;1;2;255;4ma${esc}[48:2::10:20:30mb${esc}[38:2:0:0:0mc`,
      [
        { text: 'a', fg: '#0102ff', underline: true },
        { text: 'b', fg: '#0102ff', bg: '#0a141e', underline: true },
        { text: 'c', fg: '#000000', bg: '#0a141e', underline: true },
      ],
    ],
    [
      'styles on and off',
      `${esc}[1;2;3;4;7ma${esc}[22;23mb${esc}[24;27mc${esc}[4:3md${esc}[4:0me`,
      [
        { text: 'a', bold: true, dim: true, italic: true, underline: true, inverse: true },
        { text: 'b', underline: true, inverse: true },
        { text: 'c' },
        { text: 'd', underline: true },
        { text: 'e' },
      ],
    ],
    ['colours off', `${esc}[31;42ma${esc}[39mb${esc}[49mc`, [{ text: 'a', fg: 1, bg: 2 }, { text: 'b', bg: 2 }, { text: 'c' }]],
    ['unknown ones', `${esc}[8;5;99;38;7ma`, [{ text: 'a', inverse: true }]],
    ['damaged ones', `${esc}[38;5;300ma${esc}[38;2;1;2mb`, [{ text: 'a' }, { text: 'b' }]],
    ['the cursor', `a${esc}[2Kb${esc}[1;1Hc${esc}[?25ld`, [{ text: 'a' }, { text: 'b' }, { text: 'c' }, { text: 'd' }]],
    ['a link', `${esc}]8;;https://example.org${esc}\\text${esc}]8;;\x07 after`, [{ text: 'text' }, { text: ' after' }]],
    ['a title', `${esc}]0;title\x07text`, [{ text: 'text' }]],
    ['a string without its end keeps the text', `${esc}]0;title`, [{ text: '0;title' }]],
    ['short ones', `${esc}(Ba${esc}7b${esc}`, [{ text: 'a' }, { text: 'b' }]],
    ['a sequence that is cut', `a${esc}[31`, [{ text: 'a' }, { text: '31' }]],
    ['eight bits', 'a\x9b31mb', [{ text: 'a' }, { text: 'b', fg: 1 }]],
  ])('%s', (_what, line, spans) => {
    expect(ansiSpans(line).map(({ start: _start, ...span }) => span)).toEqual(spans);
  });
});

const pieces = fc.constantFrom(
  '\x1b',
  '\x1b[',
  '\x9b',
  '\x1b]',
  '\x07',
  '\x1b\\',
  ';',
  ':',
  '3',
  '38',
  '5',
  '2',
  '4',
  '1',
  'm',
  'K',
  'text',
  ' ',
  '(',
  'é',
);
const lines = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 40 }).map((some) => some.join('')),
);

test('whatever the line, its pieces are of the line, in order, none empty, and hold no escape', () => {
  fc.assert(
    fc.property(lines, (line) => {
      const spans = ansiSpans(line);
      let end = 0;
      for (const { start, text } of spans) {
        expect(start).toBeGreaterThanOrEqual(end);
        expect(text).not.toBe('');
        expect(line.slice(start, start + text.length)).toBe(text);
        end = start + text.length;
      }
      const visible = spans.map(({ text }) => text).join('');
      expect(visible).toBe(withoutAnsi(line));
      expect(visible).not.toContain('\x1b');
      expect(visible).not.toContain('\x9b');
    }),
    { numRuns: 1_000 },
  );
});

test('text between colours comes back whole', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes(esc) && !one.includes('\x9b'));
  const colour = fc.oneof(
    fc.nat(107).map(String),
    fc.nat(255).map((index) => `38;5;${index}`),
    fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rgb) => `48;2;${rgb.join(';')}`),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(colour, text), { maxLength: 10 }), (parts) => {
      const line = parts.map(([code, one]) => `\x1b[${code}m${one}`).join('');
      expect(withoutAnsi(line)).toBe(parts.map(([, one]) => one).join(''));
    }),
  );
});
