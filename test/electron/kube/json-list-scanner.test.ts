import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonListScanner, type ListEnvelope } from '../../../electron/kube/json-list-scanner.ts';
import type { Members } from '../../../electron/kube/json-members.ts';
import { arbitraryObject, kept } from './arbitrary-json.ts';

/** Everything but managedFields of metadata and, inside `env`, all but `a`. */
const most: Members = { '*': true, metadata: { '*': true, managedFields: false }, env: { a: true }, '': { env: false, '*': true } };
/** Little. */
const few: Members = { metadata: { a: true, env: { managedFields: true } }, items: { items: { a: true } } };

/** Scans `text`, fed in pieces of the given sizes over and over. */
function scan(
  text: string,
  sizes: readonly number[],
  members: Members = most,
): { items: unknown[]; envelope: ListEnvelope; heads: number } {
  const items: unknown[] = [];
  let heads = 0;
  const scanner = new JsonListScanner('items', members, { onHead: () => heads++, onItem: (item) => items.push(item) });
  const bytes = Buffer.from(text);
  let turn = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = sizes[turn++ % sizes.length] ?? 1;
    scanner.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { envelope: scanner.end(), items, heads };
}

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 400 }), fc.constant(40_000)), { minLength: 1, maxLength: 5 });
const clean = (input: unknown) => JSON.parse(JSON.stringify(input)) as unknown;

test('items equal those of JSON.parse, but for members that are not kept, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(arbitraryObject, { maxLength: 6 }), sizes, (objects, pieces) => {
      const list = { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '7', continue: 'x' }, items: objects };
      const text = JSON.stringify(list);
      const { items, envelope, heads } = scan(text, pieces);
      // Names with escapes are rare enough to be parsed whole, so those are compared by what is kept of them.
      expect(items.map((item) => kept(item, most))).toEqual((clean(objects) as unknown[]).map((item) => kept(item, most)));
      expect(scan(text, pieces, few).items.map((item) => kept(item, few))).toEqual(
        (clean(objects) as unknown[]).map((item) => kept(item, few)),
      );
      if (!/\\/.test(text)) expect(items).toEqual((clean(objects) as unknown[]).map((item) => kept(item, most)));
      expect(envelope.metadata).toEqual(list.metadata);
      expect(heads).toBe(1);
    }),
    { numRuns: 300 },
  );
});

test('any layout of valid JSON is read: spaces, other order, no items, null, items that are no objects', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(arbitraryObject, fc.jsonValue()), { maxLength: 4 }),
      sizes,
      fc.constantFrom(0, 1, 2),
      (objects, pieces, layout) => {
        const list =
          layout === 2
            ? { items: objects, kind: 'List', metadata: { resourceVersion: '7' } }
            : { kind: 'List', metadata: { resourceVersion: '7' }, items: objects };
        const { items, envelope } = scan(JSON.stringify(list, null, layout === 1 ? 1 : 0), pieces, { '*': true });
        expect(items).toEqual(clean(objects));
        expect(envelope.metadata?.resourceVersion).toBe('7');
      },
    ),
    { numRuns: 200 },
  );
  expect(scan('{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":null}', [5]).items).toEqual([]);
  expect(scan('{"kind":"PodList","metadata":{}}\n', [3]).items).toEqual([]);
});

test('a list that is cut off anywhere is an error, never a shorter list', () => {
  const text = JSON.stringify({
    kind: 'PodList',
    metadata: { resourceVersion: '1' },
    items: [{ metadata: { name: 'a', managedFields: [{}] } }, { b: 1 }],
  });
  for (let end = 0; end < text.length; end++) expect(() => scan(text.slice(0, end), [16])).toThrow(SyntaxError);
});

test('items larger than a chunk, and larger than what is joined at a border, are put together', () => {
  const items = Array.from({ length: 12 }, (_, index) => ({
    metadata: { name: `n${index}` },
    data: { blob: `${index}`.repeat(index % 3 === 0 ? 150_000 : 900) },
  }));
  const text = JSON.stringify({ kind: 'List', metadata: { resourceVersion: '1' }, items });
  for (const size of [1000, 32_768, 50_000, 100_000, 1_000_000]) expect(scan(text, [size]).items).toEqual(items);
});
