import type http from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Projection } from '../../../../electron/kube/projection.ts';
import type { ThreadDiagnostics } from '../../../../shared/diagnostics.ts';
import { ScriptedApiServer, type SeenRequest, sendStatus, type TestObject } from '../scripted-api-server.ts';
import { connectionTo, TestThread, testProjection, until } from '../test-context.ts';
import { bytesField, encodeMessage, envelope, intField } from './encode.ts';

/* The whole way from sockets to rows, with a server that speaks protobuf, well or badly. Rows must be those of the JSON list. */

const protobuf = 'application/vnd.kubernetes.protobuf';
let server: ScriptedApiServer;
let thread: TestThread;

/** The phase where there is one: `value` is no member of a pod. Watches of the scripted server carry values. */
const projection: Projection = {
  ...testProjection,
  reads: { status: { phase: true } },
  project: (object) =>
    testProjection.project({ ...object, value: (object.status as { phase?: string } | undefined)?.phase ?? object.value }),
};

beforeEach(async () => {
  server = await ScriptedApiServer.start();
  thread = new TestThread({ projectionFor: () => projection });
});

afterEach(async () => {
  thread.disconnect();
  await server.stop();
});

const podOf = (object: TestObject) => ({ metadata: object.metadata, status: { phase: String(object.value) } });

/** The pods of the server; `item` may spoil one. */
function podList(item: (bytes: Buffer, index: number) => Buffer = (bytes) => bytes): Buffer {
  const head = bytesField(1, encodeMessage('meta/v1.ListMeta', { resourceVersion: String(server.version) }));
  const items = [...server.objects.values()].map((object, index) =>
    bytesField(2, item(encodeMessage('core/v1.Pod', podOf(object)), index)),
  );
  return envelope('v1', 'PodList', Buffer.concat([head, ...items]));
}

function send(response: http.ServerResponse, body: Buffer, contentType = protobuf): true {
  response.writeHead(200, { 'content-type': contentType }).end(body);
  return true;
}

/** Lists in JSON carry phases as well. */
function sendJsonList(response: http.ServerResponse): true {
  const items = [...server.objects.values()].map(podOf);
  const list = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: String(server.version) }, items };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));
  return true;
}

/** `first` answers lists that ask for protobuf; watches are as they were asked for, and silent. */
function serve(first: (response: http.ServerResponse, request: SeenRequest) => boolean): void {
  server.intercept = (request, response) => {
    const wanted = request.headers.accept?.includes(protobuf) === true;
    if (!request.path.endsWith('/pods')) return false;
    if (request.query.get('watch') !== 'true') return wanted ? first(response, request) : sendJsonList(response);
    response.writeHead(200, { 'content-type': wanted ? `${protobuf};stream=watch` : 'application/json' }).flushHeaders();
    return true;
  };
}

function lists(): (string | undefined)[] {
  return server.requests
    .filter((seen) => seen.path.endsWith('/pods') && seen.query.get('watch') !== 'true')
    .map((seen) => seen.headers.accept);
}

async function live(count = 3) {
  for (let index = 0; index < count; index++) server.put('a', `pod-${index}`, `Phase${index}`);
  const stream = thread.open();
  thread.connect(connectionTo(server.url));
  await until('live', () => stream.reader.state?.state === 'live');
  expect(stream.reader.values).toEqual({ 'a-pod-0': 'Phase0', 'a-pod-1': 'Phase1', 'a-pod-2': 'Phase2' });
  return stream;
}

async function source() {
  const told = (await thread.call('diagnostics.get', {})) as { ok: true; value: ThreadDiagnostics };
  const found = told.value.contexts[0]?.sources[0];
  if (found === undefined) throw new Error('no source');
  return found;
}

describe('lists asked for as protobuf', () => {
  test('come as protobuf', async () => {
    serve((response) => send(response, podList()));
    await live();
    expect(lists()).toEqual([`${protobuf},application/json`]);
    expect(await source()).toMatchObject({ encoding: 'protobuf', fallback: null });
  });

  const odd: readonly (readonly [string, (response: http.ServerResponse) => true, number])[] = [
    ['come as JSON from a server that has no protobuf: that answer is taken', sendJsonList, 1],
    [
      'with an item that does not decode',
      (response) =>
        send(
          response,
          podList((bytes, index) => (index === 2 ? bytes.subarray(0, -3) : bytes)),
        ),
      2,
    ],
    [
      'with a field of another wire type',
      (response) =>
        send(
          response,
          podList((bytes, index) => (index === 1 ? Buffer.concat([intField(3, 1), bytes]) : bytes)),
        ),
      2,
    ],
    ['of something else', (response) => send(response, envelope('v1', 'ServiceList', Buffer.alloc(0))), 2],
    ['with a type that is damaged', (response) => send(response, Buffer.from('k8s\0\n\x04\n\x09v1')), 2],
    ['that are text', (response) => send(response, Buffer.from('<html>hello</html>')), 2],
    [
      'that are refused as not acceptable',
      (response) => {
        sendStatus(response, 406, 'NotAcceptable', 'only application/json is here');
        return true;
      },
      2,
    ],
  ];

  test.each(odd)('%s', async (_what, first, requests) => {
    serve(first);
    await live();
    expect(lists()).toHaveLength(requests);
    if (requests === 2) expect(lists()[1]).toBe('application/json');
    expect(await source()).toMatchObject({ encoding: 'json', fallback: expect.any(String) });
  });

  test('fall back for the rest of the connection, and are tried again over the next', async () => {
    let broken = true;
    serve((response) => send(response, broken ? Buffer.from('that is text') : podList()));
    await live();
    broken = false;
    thread.disconnect();
    thread.connect(connectionTo(server.url));
    await until('listed over the new connection', () => lists().length === 3);
    expect(lists().map((accept) => accept?.includes(protobuf))).toEqual([true, false, true]);
    await until('a list of protobuf is shown', () => server.requests.filter((seen) => seen.query.get('watch') === 'true').length === 2);
    expect(await source()).toMatchObject({ encoding: 'protobuf', fallback: null });
  });

  test('with an item before its head are odd: the head names the next page, without which rows would be missing unseen', async () => {
    serve((response) => {
      const head = bytesField(1, encodeMessage('meta/v1.ListMeta', { resourceVersion: String(server.version), continue: 'next' }));
      return send(response, envelope('v1', 'PodList', Buffer.concat([bytesField(2, Buffer.alloc(0)), head])));
    });
    await live();
    expect(await source()).toMatchObject({ encoding: 'json', fallback: 'unreadable' });
  });

  test('take back what was said before they broke, also at the right version', async () => {
    let watches = 0;
    serve((response) => {
      // The second list: one row is wrong without anybody's knowing, the next does not decode.
      const wrong = encodeMessage('core/v1.Pod', { ...podOf(server.put('a', 'pod-0', 'Phase0')), status: { phase: 'Wrong' } });
      const spoil = (bytes: Buffer, index: number) => (index === 0 ? wrong : index === 1 ? bytes.subarray(0, -3) : bytes);
      return send(response, watches === 0 ? podList() : podList(spoil));
    });
    const silent = server.intercept;
    server.intercept = (request, response) => {
      if (request.query.get('watch') !== 'true' || ++watches > 1) return silent?.(request, response) === true;
      sendStatus(response, 410, 'Expired', 'too old resource version');
      return true;
    };
    const { reader } = await live();
    await until('listed as JSON', () => lists().at(-1) === 'application/json' && reader.state?.state === 'live');
    expect(lists()).toHaveLength(3);
    await until('the row is right', () => reader.values['a-pod-0'] === 'Phase0');
  });

  test('are not taken as an answer to who asked for JSON', async () => {
    server.put('a', 'pod-0', 'Phase0');
    server.intercept = (request, response) => request.path.endsWith('/pods') && send(response, Buffer.from('that is text'));
    const { reader } = thread.open();
    thread.connect(connectionTo(server.url));
    await until('refused', () => reader.state?.state === 'unreachable');
    expect(reader.state).toMatchObject({ error: { kind: 'invalid-answer', contentType: protobuf } });
    expect(lists().slice(0, 2)).toEqual([`${protobuf},application/json`, 'application/json']);
    expect(reader.rows.size).toBe(0);
  });
});
