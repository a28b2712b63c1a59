import { expect, test } from 'vitest';
import { DiscoveryCache } from '../../../electron/kube/discovery-cache.ts';
import { HttpTransport } from '../../../electron/kube/http-transport.ts';
import { FakeClock } from './fake-clock.ts';
import { ScriptedApiServer, sendJson } from './scripted-api-server.ts';
import { connectionTo } from './test-context.ts';

test('F35: what a cluster serves is asked once for all callers, again after ten minutes, and at once when a known kind was not found', async () => {
  const server = await ScriptedApiServer.start();
  const clock = new FakeClock();
  const transport = new HttpTransport(connectionTo(server.url), { userAgent: 'timonier/test', onUnauthorized: () => undefined });
  let version = 'v1';
  server.intercept = (seen, response) => {
    if (seen.path !== '/apis' && seen.path !== '/api') return false;
    const resources = [{ resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced', verbs: ['list'] }];
    const items = seen.path === '/apis' ? [{ metadata: { name: 'example.com' }, versions: [{ version, resources }] }] : [];
    sendJson(response, 200, { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items });
    return true;
  };
  try {
    const cache = new DiscoveryCache(clock);
    const ask = async () => (await cache.get(transport, new AbortController().signal)).resources.map((one) => one.version);
    const asked = () => server.requests.filter((seen) => seen.path === '/apis').length;
    expect(await Promise.all([ask(), ask()])).toEqual([['v1'], ['v1']]);
    expect(asked()).toBe(1);
    version = 'v2';
    await clock.pass(599_000);
    expect(await ask()).toEqual(['v1']);
    await clock.pass(2_000);
    expect(await ask()).toEqual(['v2']);
    version = 'v3';
    cache.forget();
    expect(await ask()).toEqual(['v3']);
    expect(asked()).toBe(3);
  } finally {
    transport.close();
    await server.stop();
  }
});
