import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, TestWatch } from '../electron/demo/test-client.ts';
import { fillShop, pod } from '../electron/demo/test-objects.ts';
import { BAD_GATEWAY_PAGE, EXPIRED, LOGIN_PAGE, redirect, tooManyRequests, UNAUTHORIZED } from './fault-answers.ts';
import type { FaultServer } from './fault-server.ts';
import { startFaultServer } from './fault-server.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
  fillShop(server.cluster, 3);
});
afterEach(() => server.close());

const PODS = '/api/v1/pods';
const watchFromNow = (): TestWatch => new TestWatch(server, `${PODS}?watch=1&resourceVersion=${server.cluster.resourceVersion}`);
const opened = (watch: TestWatch): Promise<void> => watch.until(() => watch.status === 200);
const touch = (): unknown =>
  server.cluster.update('pods', 'shop', 'pod-0000', (copy) =>
    Object.assign(copy.metadata, { labels: { at: String(server.cluster.resourceVersion) } }),
  );
const refused = async (): Promise<string> =>
  ask(server, '/readyz').then(
    () => 'answered',
    (error: NodeJS.ErrnoException) => error.code ?? 'failed',
  );

describe('requests', () => {
  it('fails as many as planned, in the order of the plans, and only those that match', async () => {
    const busy = server.failNext({ match: { path: PODS }, times: 2, answer: tooManyRequests(7) });
    server.failNext({ match: { path: PODS }, answer: UNAUTHORIZED });
    expect((await ask(server, '/api/v1/nodes')).status).toBe(200);
    const first = await ask(server, PODS);
    expect([first.status, first.headers['retry-after'], first.body.details.retryAfterSeconds]).toEqual([429, '7', 7]);
    expect((await ask(server, PODS)).status).toBe(429);
    expect((await ask(server, PODS)).status).toBe(401);
    expect((await ask(server, PODS)).status).toBe(200);
    expect(busy.hits).toBe(2);
  });

  it('answers with pages, redirects and statuses', async () => {
    server.failNext({ answer: LOGIN_PAGE });
    server.failNext({ answer: BAD_GATEWAY_PAGE });
    server.failNext({ answer: redirect(307, 'http://127.0.0.1:1/') });
    server.failNext({ match: { watch: true }, answer: EXPIRED });
    expect((await ask(server, PODS)).headers['content-type']).toContain('text/html');
    expect((await ask(server, PODS)).status).toBe(503);
    expect((await ask(server, PODS)).headers.location).toBe('http://127.0.0.1:1/');
    const watch = watchFromNow();
    await watch.until(({ ended }) => ended === 'end');
    expect(watch.status).toBe(410);
  });

  it('promises more bytes than it sends, resets, and hangs', async () => {
    server.failNext({ answer: { contentLength: 5000, body: '{"kind":"PodList"' } });
    await expect(ask(server, PODS)).rejects.toThrow();
    server.failNext({ answer: { reset: true } });
    await expect(ask(server, PODS)).rejects.toThrow();
    server.failNext({ match: { watch: true }, answer: { hang: 'headers' } });
    const hanging = watchFromNow();
    await ask(server, PODS);
    expect([hanging.status, hanging.ended]).toEqual([0, 'no']);
    hanging.close();
  });

  it('serves lists from a replica that fell behind while watches stay current', async () => {
    server.serveStale(true);
    const before = server.cluster.resourceVersion;
    const watch = watchFromNow();
    await opened(watch);
    server.cluster.create('pods', pod('shop', 'new'));
    await watch.until(({ events }) => events.length === 1);
    const stale = (await ask(server, PODS)).body;
    expect([stale.items.length, stale.metadata.resourceVersion]).toEqual([3, String(before)]);
    server.serveStale(false);
    expect((await ask(server, PODS)).body.items).toHaveLength(4);
    watch.close();
  });

  it('has aggregated groups that are down', async () => {
    server.unavailableGroups.add('apps/v1');
    const down = await ask(server, '/apis/apps/v1');
    expect([down.status, down.text, down.headers['content-type']]).toEqual([503, 'service unavailable\n', 'text/plain; charset=utf-8']);
    expect((await ask(server, '/apis')).text).toContain('"apps/v1"');
  });
});

describe('watches', () => {
  it('cuts in the middle of a line', async () => {
    const watch = watchFromNow();
    await opened(watch);
    touch();
    await watch.until(({ events }) => events.length === 1);
    server.cutWatches({ midLine: true });
    await watch.until(({ ended }) => ended !== 'no');
    expect(watch.ended).toBe('error');
    expect(watch.text.endsWith('half-a-l')).toBe(true);
  });

  it('ends with 410 in the stream, and writes what no server should', async () => {
    const watch = watchFromNow();
    await opened(watch);
    server.writeToWatches('{"type":"SURPRISE","object":{}}\n');
    server.expireWatches();
    await watch.until(({ ended }) => ended === 'end');
    expect(watch.events.map((event) => event.type)).toEqual(['SURPRISE', 'ERROR']);
    expect(watch.events[1].object.code).toBe(410);
  });

  it('splits events into single bytes, repeats and drops them', async () => {
    const watch = watchFromNow();
    await opened(watch);
    server.splitWatchEvents(true);
    server.rewriteWatchLines((line) => [line, line]);
    touch();
    await watch.until(({ events }) => events.length === 2);
    expect(watch.events[0]).toEqual(watch.events[1]);
    expect(watch.chunks).toBeGreaterThan(50);
    server.clearFaults();
    touch();
    await watch.until(({ events }) => events.length === 3);
    watch.close();
  });
});

describe('logs', () => {
  const followed = () => new TestWatch(server, '/api/v1/namespaces/shop/pods/pod-0000/log?follow=true&timestamps=true');

  it('are cut in the middle of a line, or ended as if they were complete', async () => {
    const cut = followed();
    await opened(cut);
    expect(server.logs.size).toBe(1);
    server.cutLogs({ midLine: true });
    await cut.until(({ ended }) => ended !== 'no');
    expect([cut.ended, cut.text.endsWith('Z half a l')]).toEqual(['error', true]);
    const ended = followed();
    await opened(ended);
    server.cutLogs({ how: 'end' });
    await ended.until(({ ended: how }) => how !== 'no');
    expect([ended.ended, ended.text, server.logs.size]).toEqual(['end', '', 0]);
  });
});

describe('the network', () => {
  it('refuses connections while stopped and returns on the same port', async () => {
    const { url } = server;
    await server.stop();
    expect(await refused()).toBe('ECONNREFUSED');
    await server.start();
    expect(server.url).toBe(url);
    expect((await ask(server, PODS)).status).toBe(200);
  });

  it('holds everything back in a black hole and lets it through when healed', async () => {
    const watch = watchFromNow();
    await opened(watch);
    server.proxy.blackHole('toClient');
    touch();
    // Past the proxy all is well, so the event has left the server by now.
    await ask({ ...server, url: server.directUrl }, PODS);
    expect(watch.events).toHaveLength(0);
    expect(watch.ended).toBe('no');
    server.proxy.heal();
    await watch.until(({ events }) => events.length === 1);
    watch.close();
  });

  it('resets, ends, splits and slows connections', async () => {
    const reset = watchFromNow();
    await opened(reset);
    server.proxy.reset();
    await reset.until(({ ended }) => ended === 'error');
    const ended = watchFromNow();
    await opened(ended);
    server.proxy.fin();
    await ended.until(({ ended: how }) => how !== 'no');
    server.proxy.split(1);
    expect((await ask(server, '/readyz')).text).toBe('ok');
    server.proxy.heal();
    server.proxy.throttle(20_000);
    expect((await ask(server, PODS)).body.items).toHaveLength(3);
  });
});
