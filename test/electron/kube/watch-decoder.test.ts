import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WatchCorruption, WatchDecoder } from '../../../electron/kube/watch-decoder.ts';

test('P28: the same events come out however the bytes are cut', () => {
  const event = fc.record({
    type: fc.constantFrom('ADDED', 'MODIFIED', 'é'),
    object: fc.dictionary(fc.string(), fc.string({ unit: 'binary' })),
  });
  fc.assert(
    fc.property(fc.array(event), fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (events, sizes) => {
      const expected = events.map((each) => JSON.parse(JSON.stringify(each)));
      const bytes = Buffer.from(events.map((each) => `${JSON.stringify(each)}\n`).join(''));
      const decoder = new WatchDecoder();
      const got: unknown[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        got.push(...decoder.push(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(got).toEqual(expected);
      expect(decoder.unfinished).toBe(0);
    }),
  );
});

test('P32: a line past the limit is refused before it is held', () => {
  const decoder = new WatchDecoder(1000);
  for (let count = 0; count < 10; count++) expect([...decoder.push(Buffer.alloc(100, 'x'))]).toEqual([]);
  expect(() => [...decoder.push(Buffer.alloc(1, 'x'))]).toThrow(expect.objectContaining({ name: 'WatchCorruption', tooLong: true }));
});

test('lines that are no events are corruption', () => {
  for (const line of ['{"type":"ADDED"', 'null', '[]', '{"type":3}', '{}', '"x"', '<html>']) {
    expect(() => [...new WatchDecoder().push(Buffer.from(`${line}\n`))]).toThrow(WatchCorruption);
  }
  expect([...new WatchDecoder().push(Buffer.from('\n\r\n{"type":"BOOKMARK"}\r\n'))]).toEqual([{ type: 'BOOKMARK', object: undefined }]);
});
