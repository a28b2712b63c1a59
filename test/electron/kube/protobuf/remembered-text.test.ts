import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goText } from '../../../../electron/kube/protobuf/go-text.ts';
import { rememberedText } from '../../../../electron/kube/protobuf/remembered-text.ts';

test('a remembered text is the text of its bytes, however many other texts came before', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'app', 'ap', 'Running', 'Runninh', 'é'),
  );
  const bytes = fc.oneof(
    text.map((one) => Buffer.from(one)),
    fc.uint8Array({ maxLength: 45 }).map((one) => Buffer.from(one)),
  );
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 30 }), (all) => {
      const joined = Buffer.concat(all);
      for (let round = 0; round < 2; round++) {
        let at = 0;
        for (const { length } of all) {
          expect(rememberedText(joined, at, at + length)).toBe(goText(joined, at, at + length));
          at += length;
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('texts of which one takes the place of the other stay apart', () => {
  // More texts than there are places.
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 10_000; index++) {
      const bytes = Buffer.from(`text-${index}`);
      expect(rememberedText(bytes, 0, bytes.length)).toBe(`text-${index}`);
    }
  }
});
