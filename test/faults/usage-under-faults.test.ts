import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageSampler } from '../../electron/features/overview/usage/usage-sampler.ts';
import { HttpTransport } from '../../electron/kube/http-transport.ts';
import type { UsageState } from '../../shared/usage.ts';
import { FakeClock, untilPassing } from '../electron/kube/fake-clock.ts';
import { connectionTo } from '../electron/kube/test-context.ts';
import { BAD_GATEWAY_PAGE, type FaultAnswer, forbiddenAnswer, tooManyRequests } from './fault-answers.ts';
import { type FaultServer, type PlannedFault, startFaultServer } from './fault-server.ts';

/* Usage while metrics-server or its API is not what it should be: every cause has its own reason, and numbers that were there stay, with their time. */

const nodesPath = '/apis/metrics.k8s.io/v1beta1/nodes';
const podsPath = '/apis/metrics.k8s.io/v1beta1/pods';
const servicePath = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
const message = 'failing or missing response from https://10.32.1.7:4443/apis/metrics.k8s.io/v1beta1: connection refused';
const sample = {
  metadata: { name: 'n-1' },
  timestamp: '2026-11-26T03:00:00Z',
  window: '15s',
  usage: { cpu: '250000001n', memory: '1024Ki' },
};
const podSample = {
  metadata: { name: 'p', namespace: 'shop' },
  timestamp: '2026-11-26T03:00:00Z',
  window: '15s',
  containers: [{ name: 'app', usage: { cpu: '1500001n', memory: '2048Ki' } }],
};

function listOf(...items: readonly object[]) {
  return { status: 200, body: { kind: 'List', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items } };
}

function groups(name: string) {
  return { kind: 'APIGroupList', groups: [{ name, versions: [{ groupVersion: `${name}/v1beta1`, version: 'v1beta1' }] }] };
}

describe.each(['h2', 'http/1.1'] as const)('usage over %s', (protocol) => {
  let server: FaultServer;
  let clock: FakeClock;
  let transport: HttpTransport;
  let sampler: UsageSampler;
  let served: PlannedFault;

  beforeEach(async () => {
    clock = new FakeClock();
    server = await startFaultServer({ http2: protocol === 'h2' });
    served = server.failNext({ match: { path: '/apis' }, times: Infinity, answer: { status: 200, body: groups('metrics.k8s.io') } });
    const credential = { token: server.token, basic: null, clientCertificate: null, expiresAt: null };
    const connection = connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential });
    transport = new HttpTransport(connection, { userAgent: 'timonier/test', clock, onUnauthorized: () => undefined });
    sampler = new UsageSampler({ transport, readableNamespaces: () => null, workloadOf: () => '', clock, random: () => 0 });
  });
  afterEach(async () => {
    sampler.stop();
    transport.close();
    await server.close();
  });

  /** Looks, and lets time pass until both states are like that. */
  async function until(state: UsageState['state']): Promise<void> {
    sampler.subscribe(() => undefined);
    await untilPassing(clock, `usage that is ${state}`, () => sampler.nodes.state.state === state && sampler.pods.state.state === state);
  }
  const whys = () => [sampler.nodes.state, sampler.pods.state].map((state) => ('why' in state ? state.why : null));
  const both = (why: object) => [expect.objectContaining(why), expect.objectContaining(why)];
  /** Numbers of one node and one pod, once. */
  function measureOnce(): void {
    server.failNext({ match: { path: nodesPath }, answer: listOf(sample) });
    server.failNext({ match: { path: podsPath }, answer: listOf(podSample) });
  }

  test('no API: the group is not served, and no APIService claims it', async () => {
    served.cancel();
    server.failNext({ match: { path: '/apis' }, times: Infinity, answer: { status: 200, body: groups('apps') } });
    await until('missing');
    expect(whys()).toEqual(both({ kind: 'no-api' }));
  });

  test('F19, P39: an APIService that is not available says why', async () => {
    const condition = { type: 'Available', status: 'False', reason: 'FailedDiscoveryCheck', message };
    const body = { spec: { service: { namespace: 'kube-system', name: 'metrics-server' } }, status: { conditions: [condition] } };
    server.failNext({ match: { path: servicePath }, times: Infinity, answer: { status: 200, body } });
    server.unavailableGroups.add('metrics.k8s.io/v1beta1');
    for (const path of [nodesPath, podsPath])
      server.failNext({
        match: { path },
        times: Infinity,
        answer: { status: 503, contentType: 'text/plain', body: 'service unavailable\n' },
      });
    await until('missing');
    expect(whys()).toEqual(
      both({ kind: 'api-unavailable', reason: 'FailedDiscoveryCheck', message, service: 'kube-system/metrics-server' }),
    );
  });

  test('F19, F11, P22: where the APIService may not be read, the 503 itself is the reason', async () => {
    server.failNext({ match: { path: servicePath }, times: Infinity, answer: forbiddenAnswer('apiservices is forbidden') });
    for (const path of [nodesPath, podsPath])
      server.failNext({
        match: { path },
        times: Infinity,
        answer: { status: 503, contentType: 'text/plain', body: 'service unavailable\n' },
      });
    await until('missing');
    expect(whys()).toEqual(both({ kind: 'api-unavailable', service: '' }));
  });

  test('F11, P22: a right that is missing is named, for nodes and for pods', async () => {
    for (const path of [nodesPath, podsPath])
      server.failNext({ match: { path }, times: Infinity, answer: forbiddenAnswer('is forbidden') });
    await until('missing');
    expect(whys()).toEqual([
      expect.objectContaining({ kind: 'forbidden', resource: 'nodes' }),
      expect.objectContaining({ kind: 'forbidden', resource: 'pods' }),
    ]);
  });

  test('an API that has no sample yet', async () => {
    for (const path of [nodesPath, podsPath]) server.failNext({ match: { path }, times: Infinity, answer: listOf() });
    await until('missing');
    expect(whys()).toEqual(both({ kind: 'no-samples' }));
  });

  test('F12, P23: a busy server is asked again after its Retry-After, not at the next round', async () => {
    const fault = server.failNext({ match: { path: nodesPath }, answer: tooManyRequests(40) });
    server.failNext({ match: { path: nodesPath }, times: Infinity, answer: listOf(sample) });
    server.failNext({ match: { path: podsPath }, times: Infinity, answer: listOf(podSample) });
    const before = clock.monotonic();
    await until('live');
    expect(fault.hits).toBe(1);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(40_000);
    expect(sampler.nodes.samples.columns(-1)).toEqual({ places: [[0, 'n-1']], cpu: [251], memory: [1_048_576] });
  });

  /** Numbers, then this answer to everything, then numbers again. */
  async function survives(answer: FaultAnswer): Promise<void> {
    measureOnce();
    await until('live');
    const faults = [nodesPath, podsPath].map((path) => server.failNext({ match: { path }, times: Infinity, answer }));
    await until('stale');
    expect(sampler.nodes.state).toMatchObject({ at: Date.UTC(2026, 10, 26, 3) });
    expect(sampler.pods.samples.get('shop/p')).toMatchObject({ nanocores: 1_500_001 });
    for (const fault of faults) fault.cancel();
    measureOnce();
    await until('live');
  }

  test('F5, P01: when connections break, numbers stay with the time at which they were measured', () => survives({ reset: true }));
  test('F13, P24: so they do when a load balancer answers instead', () => survives(BAD_GATEWAY_PAGE));

  test('metrics-server that checks the certificates of kubelets is told apart from one that does not, by its flags', async () => {
    const path = '/apis/apps/v1/namespaces/kube-system/deployments';
    const withFlags = (...args: string[]) => listOf({ spec: { template: { spec: { containers: [{ name: 'metrics-server', args }] } } } });
    const known: (boolean | null)[] = [];
    for (const answer of [withFlags('--secure-port=4443'), withFlags('--kubelet-insecure-tls'), listOf(), forbiddenAnswer()]) {
      const fault = server.failNext({ match: { path }, answer });
      sampler.stop();
      const leave = sampler.subscribe(() => undefined);
      let told = 0;
      sampler.kubeletCheck();
      sampler.subscribe(() => told++);
      await untilPassing(clock, 'an answer about flags', () => fault.hits === 1 && told > 0);
      // A round may have told as well.
      await untilPassing(clock, 'a round', () => sampler.nodes.state.state !== 'waiting');
      known.push(sampler.kubeletCheck());
      leave();
    }
    expect(known).toEqual([true, false, null, null]);
  });
});
