import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCharacters } from '../../../../../electron/features/logs/lines/count-characters.ts';

test('characters are counted as a string counts them, wherever the bytes lie in memory', () => {
  const texts = fc.array(fc.constantFrom('a', 'é', '漢', '😀', '\u0000', '\u{10ffff}', '\uffff', '\u07ff'), { maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.nat(7), (characters, offset) => {
      const text = characters.join('');
      const bytes = Buffer.from(text);
      const memory = new Uint8Array(new SharedArrayBuffer(offset + bytes.length + 3)).fill(0x41);
      memory.set(bytes, offset);
      expect(countCharacters(memory.subarray(offset, offset + bytes.length))).toBe(text.length);
    }),
    { numRuns: 2_000 },
  );
});

test('the rest of a character whose beginning was counted adds nothing', () => {
  expect(countCharacters(Buffer.from('😀abcdefgh').subarray(2))).toBe(8);
});
