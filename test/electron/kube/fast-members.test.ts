import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FastMembers } from '../../../electron/kube/fast-members.ts';
import { MemberCopier, type Members } from '../../../electron/kube/json-members.ts';
import { rowDecoderOf } from '../../../electron/kube/row-decoder.ts';
import { projectionFor } from '../../../electron/projections.ts';
import { kindDefinitions } from '../../../shared/kinds/kind-definitions.ts';
import { realisticPod } from '../../bench/realistic-pod.ts';
import { ground } from '../../fidelity/ground-manifests.ts';
import { handWritten } from '../../fidelity/own-kind-manifests.ts';
import { arbitraryObject, kept } from './arbitrary-json.ts';

/* MemberCopier says what is right; FastMembers may only take less at once. */

/** What is wanted of objects, from everything to nothing. */
const wanted: Members[] = [
  { '*': true, metadata: { '*': true, managedFields: false }, env: { a: true } },
  { metadata: { a: true, env: { managedFields: true } }, items: { items: { a: true } }, a: {} },
  { env: {}, a: true, 'a name of more than sixteen bytes': { a: false, '*': true } },
  { '*': true },
  {},
];

/** What MemberCopier makes of the objects at the start of `bytes`, and where it stops. */
function reference(bytes: Buffer, members: Members): { objects: unknown[]; at: number } {
  const copier = new MemberCopier(members);
  let at = 0;
  while (bytes[at] === 0x7b) {
    const end = copier.add(bytes, at);
    if (end < 0) break;
    at = bytes[end] === 0x2c ? end + 1 : end;
  }
  return { objects: copier.take(), at };
}

function fast(bytes: Buffer, members: Members): { objects: unknown[]; at: number; unusual: boolean } {
  const objects: unknown[] = [];
  const result = FastMembers.of(members)?.take(bytes, 0, (some) => objects.push(...some));
  if (result === undefined) throw new Error('this processor has no SIMD of WebAssembly');
  return { objects, ...result };
}

/** Both must agree on every object that FastMembers takes, and it must take all that are of usual layout. */
function expectEqual(text: string | Buffer, members: Members): void {
  const bytes = Buffer.from(text);
  const { objects, at, unusual } = fast(bytes, members);
  const right = reference(unusual ? bytes.subarray(0, at + 1) : bytes, members);
  expect(at).toBe(right.at);
  // MemberCopier keeps an object whole when a name in it has an escape, FastMembers only when it has to look at that name.
  const keep = (object: unknown) => (bytes.includes('\\') ? kept(object, members) : object);
  expect(objects.map(keep)).toEqual(right.objects.map(keep));
}

const objects = fc.array(arbitraryObject, { maxLength: 6 }).map((list) => list.map((one) => JSON.stringify(one)).join(','));
const members = fc.constantFrom(...wanted);

test('takes of arbitrary objects what MemberCopier takes, wherever the bytes end', () => {
  fc.assert(
    fc.property(objects, members, fc.double({ min: 0, max: 1, noNaN: true }), (text, wants, part) => {
      const bytes = Buffer.from(`${text}]}`);
      expectEqual(bytes, wants);
      expectEqual(bytes.subarray(0, Math.floor(bytes.length * part)), wants);
    }),
    { numRuns: 2_000 },
  );
});

test('bytes that were there before mean nothing', () => {
  const before = fc.constantFrom('"', '\\', ']', '}', '},"a":[', ',"x', ':');
  fc.assert(
    fc.property(objects, before, members, fc.nat(), (text, byte, wants, cut) => {
      const bytes = Buffer.from(`${text},{"a":1}`);
      fast(Buffer.from(`{"a":"${'x'.repeat(200)}"},{${byte.repeat(bytes.length + 200)}`), wants);
      expectEqual(bytes.subarray(0, cut % (bytes.length + 1)), wants);
    }),
    { numRuns: 1_000 },
  );
  // Cut in a text that ends like an array, and in a name.
  fast(Buffer.from(`${'x'.repeat(11)}"b":1}`), {});
  expect(fast(Buffer.from('{"a":["x]},'), {})).toEqual({ objects: [], at: 0, unusual: false });
  fast(Buffer.from('\\'.repeat(100)), {});
  expect(fast(Buffer.from('{"metad'), {})).toEqual({ objects: [], at: 0, unusual: false });
});

test('text that is no JSON at all ends somewhere in it, or is malformed', () => {
  const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '"a":', '{"a":', '1', ' ', '"metadata":{'), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(pieces, members, (parts, wants) => {
      const bytes = Buffer.from(`{"a":1},{${parts.join('')}`);
      let at = 0;
      try {
        at = fast(bytes, wants).at;
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(SyntaxError);
        return;
      }
      expect(at).toBeLessThanOrEqual(bytes.length);
      expectEqual(bytes.subarray(0, 8), wants);
    }),
    { numRuns: 2_000 },
  );
});

test('runs of backslashes and quotes end texts where JSON says, at every place of a block of 64 bytes', () => {
  for (let shift = 0; shift < 130; shift++) {
    for (let run = 0; run < 5; run++) {
      const text = `${'x'.repeat(shift)}${'\\'.repeat(run)}"]}{[`;
      expectEqual(`${JSON.stringify({ b: { c: [[text], { [text]: 1 }] }, a: text, env: { b: text, a: [text] } })},`, wanted[0] ?? {});
    }
  }
});

test('takes everything of real objects of every kind that has a projection', () => {
  const texts = [...[...ground, ...handWritten].map((one) => JSON.stringify(one)), realisticPod(0, 1), realisticPod(211, 2)];
  for (const { resource } of kindDefinitions) {
    const { members: reads } = rowDecoderOf(resource, projectionFor);
    const bytes = Buffer.from(`${texts.join(',')}]`);
    const taken = fast(bytes, reads);
    expect(taken.unusual).toBe(false);
    expect(taken).toMatchObject(reference(bytes, reads));
    expect(taken.objects).toHaveLength(texts.length);
  }
});

test('lists that are read in turns, and inside of each other, do not see each other', () => {
  const text = Buffer.from(`${Array.from({ length: 60 }, (_, index) => realisticPod(index, index)).join(',')}]`);
  const [most = {}, few = {}] = wanted;
  const inner: unknown[] = [];
  const outer: unknown[] = [];
  FastMembers.of(most)?.take(text, 0, (some) => {
    outer.push(...some);
    if (inner.length === 0) FastMembers.of(few)?.take(text, 0, (others) => inner.push(...others));
  });
  expect(outer).toEqual(reference(text, most).objects);
  expect(inner).toEqual(reference(text, few).objects);
});

test('objects larger than the window are left, those around them taken', () => {
  const large = JSON.stringify({ a: 'x'.repeat(200_000) });
  const bytes = Buffer.from(`{"a":1},${large},{"a":2}]`);
  expect(fast(bytes, { '*': true })).toEqual({ objects: [{ a: 1 }], at: 8, unusual: false });
});

test('more names than fit are left to MemberCopier', () => {
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`name-${index}`, true]));
  expect(FastMembers.of(many)).toBeNull();
  expect(FastMembers.of({ spec: many })).toBeNull();
});

const statuses: Members = {
  status: { conditions: { type: true, status: true }, gates: { a: true }, phase: true },
  spec: { list: { '*': true } },
};

test('arrays that come again and again are parsed once, whatever follows them, and nobody can change them', () => {
  const pod = (type: string, at: string, rest: object) =>
    JSON.stringify({ status: { conditions: [{ type, at }, { type: 'Ready' }], ...rest } });
  const bytes = Buffer.from(
    `${pod('Initialized', 'now', { phase: 'Running' })},${pod('Initialized', 'then', {})},${pod('Reset', 'now', {})}]`,
  );
  const { objects } = fast(bytes, statuses);
  expect(objects).toEqual(reference(bytes, statuses).objects);
  const [first, second] = (objects as { status: { conditions: object[] } }[]).map(({ status }) => status.conditions);
  expect(first).toBe(second);
  expect(() => first?.push({})).toThrow(TypeError);
  expect(() => Object.assign(first?.[0] ?? {}, { status: 'False' })).toThrow(TypeError);
});

test('arrays with the same hash are told apart', () => {
  // Found by trying; when the hash is changed these prove nothing any more.
  const objects = ['t002fm', 't00366'].map((type) => ({ status: { conditions: [{ type }] } }));
  expect(fast(Buffer.from(`${objects.map((one) => JSON.stringify(one)).join(',')}]`), statuses).objects).toEqual(objects);
});

test('objects with few and many different arrays are what MemberCopier makes of them, list after list', () => {
  const condition = fc.record({
    type: fc.constantFrom('Ready', 'Initialized', 'é'),
    status: fc.constantFrom('True', 'False'),
    at: fc.nat(3),
  });
  const conditions = fc.array(condition, { maxLength: 6 });
  const status = fc.record(
    {
      conditions: fc.oneof(conditions, fc.constantFrom(null, 'x', {}, [], [[1]])),
      gates: fc.array(fc.record({ a: fc.nat(2_000) })),
      phase: fc.nat(),
    },
    { requiredKeys: [] },
  );
  const object = fc.record(
    {
      status: fc.oneof({ weight: 5, arbitrary: status }, fc.array(status), fc.constantFrom(null, 7, 'x')),
      spec: fc.record({ list: fc.oneof(conditions, arbitraryObject) }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(object, { maxLength: 100, size: 'max' }), fc.double({ min: 0.5, max: 1, noNaN: true }), (list, part) => {
      const bytes = Buffer.from(`${list.map((one) => JSON.stringify(one)).join(',')}]`);
      expectEqual(bytes, statuses);
      expectEqual(bytes.subarray(0, Math.floor(bytes.length * part)), statuses);
    }),
    { numRuns: 200 },
  );
});

test('more different arrays than are remembered are all right, in this list and the next', () => {
  const many = (from: number) =>
    Buffer.from(
      `${Array.from({ length: 3_000 }, (_, index) => JSON.stringify({ status: { conditions: [{ type: 'x'.repeat(from + (index % 900)) }] } })).join(',')}]`,
    );
  for (const from of [0, 30, 60]) expectEqual(many(from), statuses);
});

test('a number where an array was expected stays a number', () => {
  const text = `${JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'True' }] } })},{"status":{"conditions":0}},{"status":{"conditions":-1}}]`;
  const { objects, unusual } = fast(Buffer.from(text), statuses);
  expect(objects).toHaveLength(1);
  expect(unusual).toBe(true);
});

test('a malformed array is an error of the list that has it, and of no other', () => {
  const list = (array: string) => Buffer.from(`{"status":{"conditions":${array}}},{"status":{"conditions":${array}}}]`);
  expect(() => fast(list('[{"type":Ready,"status":"True"}]'), statuses)).toThrow(SyntaxError);
  expectEqual(list('[{"type":"Ready","status":"True"}]'), statuses);
});
