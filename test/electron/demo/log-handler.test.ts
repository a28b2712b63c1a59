import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from '../../../electron/demo/api-server.ts';
import type { KubeObject } from '../../../electron/demo/kube-object.ts';
import { demoLogs } from '../../../electron/demo/life/container-logs.ts';
import { ask, TestWatch } from './test-client.ts';

/* Logs of the demo's API server, compared with what an API server and its kubelets do (strategy.go, kubelet_pods.go). */

let server: ApiServer;

beforeEach(async () => {
  server = await startApiServer({ logs: demoLogs });
});
afterEach(() => server.close());

/** Kubernetes' time, some seconds ago. */
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+/, '');
const running = (seconds: number) => ({ running: { startedAt: ago(seconds) } });

function createPod(status: object, spec: object = { nodeName: 'node-1' }): KubeObject {
  return server.cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'shop' },
    spec: { containers: [{ name: 'app' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }], ...spec },
    status,
  });
}

const container = (name: string, state: object, lastState: object = {}) => ({
  name,
  image: 'shop/checkout-web:1',
  restartCount: 0,
  state,
  lastState,
});
const path = (query: string) => `/api/v1/namespaces/shop/pods/a/log?timestamps=true&${query}`;
const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

test('stamps are RFC 3339 with nine digits, and sinceTime counts in whole seconds', async () => {
  createPod({ containerStatuses: [container('app', running(600))] });
  const all = linesOf((await ask(server, path('container=app'))).text);
  expect(all.length).toBeGreaterThan(20);
  for (const line of all) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z /);
  const stamp = all[10]?.slice(0, 30) ?? '';
  const since = linesOf((await ask(server, path(`container=app&sinceTime=${encodeURIComponent(stamp)}`))).text);
  const second = all.findIndex((line) => line.startsWith(stamp.slice(0, 19)));
  expect(since.slice(0, 5)).toEqual(all.slice(second, second + 5));
  expect(linesOf((await ask(server, path('container=app&tailLines=3'))).text)).toHaveLength(3);
});

test.each([
  [
    'a container that waits',
    { waiting: { reason: 'ContainerCreating' } },
    'container "app" in pod "a" is waiting to start: ContainerCreating',
  ],
  [
    'one whose image cannot be pulled',
    { waiting: { reason: 'ImagePullBackOff' } },
    'container "app" in pod "a" is waiting to start: trying and failing to pull image',
  ],
])('%s has no log', async (_, state, message) => {
  createPod({ containerStatuses: [container('app', state)] });
  expect((await ask(server, path('container=app'))).body).toMatchObject({ code: 400, reason: 'BadRequest', message });
});

test('what is not there is said in the words of the API', async () => {
  createPod({ containerStatuses: [container('app', running(60))] });
  const said = async (query: string) => (await ask(server, path(query))).body.message;
  expect(await said('container=none')).toBe('container none is not valid for pod a');
  expect(await said('container=proxy')).toBe('container "proxy" in pod "a" is not available');
  expect(await said('container=app&previous=true')).toBe('previous terminated container "app" in pod "a" not found');
});

test('a pod without a node has an empty log', async () => {
  createPod({}, { nodeName: '' });
  expect(await ask(server, path('container=app&follow=true'))).toMatchObject({ status: 200, text: '' });
});

test('sidecars are followed, and a log that is followed ends with its container, with the lines that are there afterwards', async () => {
  const startedAt = ago(60);
  const runs = { running: { startedAt } };
  createPod({ containerStatuses: [container('app', runs)], initContainerStatuses: [container('proxy', runs)] });
  const logs = ['app', 'proxy'].map((name) => new TestWatch(server, path(`container=${name}&follow=true`)));
  const before = logs.map(({ text }) => text.length);
  await Promise.all(logs.map((log, index) => log.until(({ text }) => text.length > (before[index] ?? 0) + 500)));
  expect(logs.map(({ ended: how }) => how)).toEqual(['no', 'no']);
  const over = { terminated: { exitCode: 0, reason: 'Completed', startedAt, finishedAt: ago(0), containerID: 'containerd://x' } };
  server.cluster.update('pods', 'shop', 'a', (copy) => {
    copy.status = {
      containerStatuses: [container('app', over)],
      initContainerStatuses: [container('proxy', running(0), over)],
    };
  });
  await Promise.all(logs.map((log) => log.until(({ ended: how }) => how === 'end')));
  expect(linesOf(logs[0]?.text ?? '')).toEqual(linesOf((await ask(server, path('container=app'))).text));
  expect(linesOf(logs[1]?.text ?? '')).toEqual(linesOf((await ask(server, path('container=proxy&previous=true'))).text));
});
