import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { classifyAnswer, statusErrorOf } from '../../../../electron/kube/classify-failure.ts';
import type { ListEnvelope } from '../../../../electron/kube/json-list-scanner.ts';
import type { KubeObject } from '../../../../electron/kube/projection.ts';
import { goText } from '../../../../electron/kube/protobuf/go-text.ts';
import { MessageDecoder } from '../../../../electron/kube/protobuf/message-decoder.ts';
import { messageFields, rootMessages } from '../../../../electron/kube/protobuf/messages.ts';
import { ProtobufError } from '../../../../electron/kube/protobuf/protobuf-error.ts';
import { rowDecoderOf } from '../../../../electron/kube/row-decoder.ts';
import { WatchCorruption } from '../../../../electron/kube/watch-decoder.ts';
import { projectionFor } from '../../../../electron/projections.ts';
import { kindDefinitions } from '../../../../shared/kinds/kind-definitions.ts';
import { resourceKey } from '../../../../shared/resource.ts';
import { arbitraryObject } from './arbitrary-object.ts';
import { bytesField, encodeMessage, envelope, frame, intField, varint } from './encode.ts';

const protobuf = 'application/vnd.kubernetes.protobuf';
const pods = { group: '', version: 'v1', resource: 'pods' };
/** Fields of every wire type that no message of the API has. */
const noise = Buffer.concat([
  bytesField(1000, 'unknown'),
  intField(1001, -1),
  varint((1002 << 3) | 1),
  Buffer.alloc(8, 0xff),
  varint((1003 << 3) | 5),
  Buffer.alloc(4, 0xff),
]);
const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 });

function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    found.push(bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}

function readList(ref: typeof pods, chunks: readonly Buffer[]): { heads: ListEnvelope[]; items: unknown[]; end: ListEnvelope } {
  const heads: ListEnvelope[] = [];
  const items: unknown[] = [];
  const scanner = rowDecoderOf(ref, projectionFor).listScanner(protobuf, {
    onHead: (head) => heads.push(head),
    onItem: (item) => items.push(item),
  });
  for (const chunk of chunks) scanner.push(chunk);
  return { end: scanner.end(), heads, items };
}

function podList(...items: Buffer[]): Buffer {
  const metadata = encodeMessage('meta/v1.ListMeta', { resourceVersion: '7', continue: 'next', remainingItemCount: 3 });
  return envelope('v1', 'PodList', Buffer.concat([bytesField(1, metadata), ...items.map((item) => bytesField(2, item))]));
}

describe.each(kindDefinitions.map((kind) => [resourceKey(kind.resource), kind.resource] as const))('%s', (_, ref) => {
  const root = rootMessages[`${ref.resource}.${ref.version}.${ref.group}`];
  if (root === undefined) throw new Error(`${ref.resource} has no message`);
  const { apiVersion, kind, message } = root;
  const object = arbitraryObject(message);

  it('P28: gives the rows of JSON, in a list and in a watch, whatever else the objects hold and however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), cuts, (objects, sizes) => {
        const expected = objects.map((each) => projectionFor(ref)?.project(each as KubeObject));
        const encoded = objects.map((each) => encodeMessage(message, each, noise));
        const raw = Buffer.concat([bytesField(1, noise), noise, ...encoded.map((each) => bytesField(2, each))]);
        const { items } = readList(ref, pieces(envelope(apiVersion, `${kind}List`, raw), sizes));
        expect(items.map((each) => projectionFor(ref)?.project(each as KubeObject))).toEqual(expected);
        const reader = rowDecoderOf(ref, projectionFor).watchReader(`${protobuf};stream=watch`);
        const frames = Buffer.concat(encoded.map((each) => frame('ADDED', envelope(apiVersion, kind, each))));
        const events = pieces(frames, sizes).flatMap((chunk) => [...reader.push(chunk)]);
        expect(events.map((event) => projectionFor(ref)?.project(event.object as KubeObject))).toEqual(expected);
        expect(reader.unfinished).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

test('a message that is read whole equals the JSON it was made from', () => {
  for (const message of ['core/v1.Pod', 'core/v1.Event', 'meta/v1.LabelSelector']) {
    const all = (name: string): Record<string, boolean | object> =>
      Object.fromEntries(
        Object.values(messageFields[name] ?? {}).map((field) => [field.name, field.type in messageFields ? all(field.type) : true]),
      );
    const decoder = new MessageDecoder(messageFields, message, all(message) as never);
    fc.assert(
      fc.property(arbitraryObject(message), (object) => {
        const bytes = encodeMessage(message, object, noise);
        expect(decoder.decode(bytes, 0, bytes.length)).toEqual(object);
      }),
    );
  }
});

test('arbitrary bytes end in rows or in the one error, never in another', () => {
  const valid = podList(encodeMessage('core/v1.Pod', { metadata: { name: 'a', labels: { a: 'b' } }, status: { phase: 'Running' } }));
  const damaged = fc
    .tuple(fc.nat(valid.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }))
    .map(([at, bytes]) => Buffer.concat([valid.subarray(0, at), bytes, valid.subarray(at + bytes.length)]));
  const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('k8s\0'), bytes]));
  fc.assert(
    fc.property(fc.oneof(damaged, any), cuts, (bytes, sizes) => {
      try {
        readList(pods, pieces(bytes, sizes));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(ProtobufError);
      }
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.oneof(damaged, any), (bytes) => {
      try {
        [...rowDecoderOf(pods, projectionFor).watchReader(protobuf).push(frame('ADDED', bytes))];
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(WatchCorruption);
      }
    }),
    { numRuns: 2000 },
  );
});

test('what surrounds a list is told before its first item, once', () => {
  const pod = encodeMessage('core/v1.Pod', { metadata: { name: 'a' } });
  const { heads, items, end } = readList(pods, [podList(pod, pod)]);
  const metadata = { resourceVersion: '7', continue: 'next', remainingItemCount: 3 };
  expect(heads).toEqual([{ kind: 'PodList', metadata }]);
  expect(items).toHaveLength(2);
  expect(end).toMatchObject({ metadata });
});

test('P28: a list that was cut is cut off, not odd', () => {
  const whole = podList(encodeMessage('core/v1.Pod', { metadata: { name: 'a' } }));
  for (let length = 0; length < whole.length - 4; length++) {
    expect(() => readList(pods, [whole.subarray(0, length)])).toThrow(expect.objectContaining({ name: 'ProtobufError', cutOff: true }));
  }
});

test('a list of something else, or in another wire type, is odd', () => {
  const odd = [
    envelope('v1', 'NodeList', Buffer.alloc(0)),
    envelope('v2', 'PodList', Buffer.alloc(0)),
    Buffer.from('{"kind":"PodList"}'),
    podList(intField(1, 5)),
  ];
  for (const bytes of odd) expect(() => readList(pods, [bytes])).toThrow(expect.objectContaining({ name: 'ProtobufError', cutOff: false }));
});

test('F14: a damaged frame is corruption after the events before it, and JSON is asked for from then on', () => {
  const decoder = rowDecoderOf(pods, projectionFor);
  const reader = decoder.watchReader(protobuf);
  const good = frame('ADDED', envelope('v1', 'Pod', encodeMessage('core/v1.Pod', { metadata: { name: 'a' } })));
  const got: unknown[] = [];
  expect(decoder.accept).toContain(protobuf);
  expect(() => {
    for (const event of reader.push(Buffer.concat([good, frame('ADDED', Buffer.from('?'))]))) got.push(event.type);
  }).toThrow(WatchCorruption);
  expect(got).toEqual(['ADDED']);
  expect(decoder.accept).toBe('application/json');
  expect(decoder).toMatchObject({ encoding: 'json', fallback: 'unreadable' });
  decoder.reconnected();
  expect(decoder).toMatchObject({ encoding: 'protobuf', fallback: null });
});

test('P32: a frame past the limit is refused before it is held', () => {
  const reader = rowDecoderOf(pods, projectionFor).watchReader(protobuf);
  const corruption = expect.objectContaining({ name: 'WatchCorruption', tooLong: true });
  expect(() => [...reader.push(Buffer.from([0x7f, 0xff, 0xff, 0xff]))]).toThrow(corruption);
});

test('410 comes through a watch as protobuf, and as the answer to a list', () => {
  const status = { status: 'Failure', message: 'too old', reason: 'Expired', details: { retryAfterSeconds: 2 }, code: 410 };
  const bytes = envelope('v1', 'Status', encodeMessage('meta/v1.Status', status));
  const [event] = [...rowDecoderOf(pods, projectionFor).watchReader(protobuf).push(frame('ERROR', bytes))];
  const expected = { kind: 'status', code: 410, reason: 'Expired', message: 'too old', causes: [], retryAfterSeconds: 2 };
  expect(event?.type).toBe('ERROR');
  expect(statusErrorOf(event?.object)).toEqual(expected);
  expect(classifyAnswer({ status: 410, contentType: protobuf, retryAfter: null, location: null }, bytes, 'host')).toEqual(expected);
  const damaged = classifyAnswer({ status: 410, contentType: protobuf, retryAfter: null, location: null }, Buffer.from('k8s\0?'), 'host');
  expect(damaged).toMatchObject({ kind: 'status', code: 410 });
});

test('a server that answers JSON is read as JSON, and that is said', () => {
  const decoder = rowDecoderOf(pods, projectionFor);
  const items: unknown[] = [];
  const scanner = decoder.listScanner('application/json', { onHead: () => undefined, onItem: (item) => items.push(item) });
  scanner.push(Buffer.from('{"kind":"PodList","metadata":{},"items":[{"metadata":{"name":"a"}}]}'));
  scanner.end();
  expect(items).toHaveLength(1);
  expect(decoder).toMatchObject({ encoding: 'json', fallback: 'not-offered' });
});

test('text that is not UTF-8 has one replacement for each byte, as JSON of a Go program', () => {
  const bytes = Buffer.from([0x61, 0xe2, 0x82, 0x62, 0xff, 0xc3, 0xa9, 0xef, 0xbf, 0xbd]);
  // Go: string([]byte{0x61, 0xe2, 0x82, …}) ranges over 'a', U+FFFD, U+FFFD, 'b', U+FFFD, 'é', U+FFFD.
  expect(goText(bytes, 0, bytes.length)).toBe('a\ufffd\ufffdb\ufffdé\ufffd');
});
