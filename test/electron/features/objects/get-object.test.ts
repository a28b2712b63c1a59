import { expect, test } from 'vitest';
import { getObject } from '../../../../electron/features/objects/get-object.ts';
import type { KubeRequest, Transport } from '../../../../electron/kube/transport.ts';

/** A transport that answers every request with `text`. */
function answering(text: string): { readonly transport: Transport; readonly requests: KubeRequest[] } {
  const requests: KubeRequest[] = [];
  const transport: Transport = {
    host: 'test:443',
    lastByteAt: null,
    parked: null,
    clockSkewMs: null,
    request: async (request) => {
      requests.push(request);
      return {
        status: 200,
        contentType: 'application/json',
        body: (async function* () {
          yield Buffer.from(text);
        })(),
      };
    },
    released: async () => undefined,
    reset: () => undefined,
  };
  return { transport, requests };
}

const { signal } = new AbortController();

test('integers beyond 2^53 stay exact in the YAML, managedFields go, odd strings are quoted', async () => {
  const text =
    '{"kind":"Thing","apiVersion":"x/v1","metadata":{"name":"a:b","uid":"u","managedFields":[{}]},"spec":{"big":12345678901234567890,"s":"0777","yes":"yes","f":1.5}}';
  const { transport, requests } = answering(text);
  const resource = { group: 'x', version: 'v1', resource: 'things' };
  const detail = await getObject(transport, { resource, namespace: 'ns', name: 'a:b' }, signal, 5);
  expect(requests[0]?.path).toBe('/apis/x/v1/namespaces/ns/things/a%3Ab');
  expect(detail.yaml).toContain('big: 12345678901234567890\n');
  expect(detail.yaml).toMatch(/s: ["']0777["']/);
  expect(detail.yaml).toMatch(/yes"?: ["']yes["']/);
  expect(detail.yaml).not.toContain('managedFields');
  expect(detail).toMatchObject({ uid: 'u', fetchedAt: 5 });
  expect(JSON.stringify(detail.object)).not.toContain('managedFields');
});

test('nothing secret of a Secret comes out, neither its data nor the copy kubectl apply keeps', async () => {
  const secret = {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: {
      name: 's',
      uid: 'u',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}' },
    },
    data: { password: Buffer.from('hunter2').toString('base64'), empty: '' },
    stringData: { token: 'hunter2' },
  };
  const { transport } = answering(JSON.stringify(secret));
  const detail = await getObject(
    transport,
    { resource: { group: '', version: 'v1', resource: 'secrets' }, namespace: 'ns', name: 's' },
    signal,
    0,
  );
  const all = JSON.stringify(detail);
  expect(all).not.toContain('hunter2');
  expect(all).not.toContain('aHVudGVyMg');
  expect(detail.object).toMatchObject({ data: { password: '<7 bytes>', empty: '<0 bytes>' }, stringData: { token: '<7 bytes>' } });
});
