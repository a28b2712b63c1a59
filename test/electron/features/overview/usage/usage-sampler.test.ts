import { expect, test } from 'vitest';
import { UsageSampler } from '../../../../../electron/features/overview/usage/usage-sampler.ts';
import { RequestFailure } from '../../../../../electron/kube/request-failure.ts';
import type { KubeRequest, Transport } from '../../../../../electron/kube/transport.ts';
import type { ClusterError } from '../../../../../shared/cluster-error.ts';
import { FakeClock } from '../../../kube/fake-clock.ts';

type Answer = unknown | ((path: string) => unknown);

function status(code: number, reason = ''): ClusterError {
  return { kind: 'status', code, reason, message: `answered ${code}`, causes: [], retryAfterSeconds: null };
}

/** A cluster that answers by path, JSON or a ClusterError; counts what it was asked. */
class Cluster {
  readonly asked: string[] = [];
  answers: Record<string, Answer>;

  constructor(answers: Record<string, Answer>) {
    this.answers = answers;
  }

  get transport(): Transport {
    return { host: 'test', request: (request: KubeRequest) => this.#answer(request) } as unknown as Transport;
  }

  async #answer({ path }: KubeRequest) {
    const plain = path.replace(/\?.*/, '');
    this.asked.push(plain);
    const answer = this.answers[plain] ?? status(404, 'NotFound');
    if (typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'status')
      throw new RequestFailure(answer as ClusterError);
    const text = JSON.stringify(answer);
    return {
      status: 200,
      contentType: 'application/json',
      body: (async function* () {
        yield Buffer.from(text);
      })(),
    };
  }
}

const apis = { kind: 'APIGroupList', groups: [{ name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] }] };
const nodesPath = '/apis/metrics.k8s.io/v1beta1/nodes';
const podsPath = '/apis/metrics.k8s.io/v1beta1/pods';
const list = (items: readonly object[]) => ({ kind: 'List', metadata: {}, items });

function node(name: string, second: number) {
  const timestamp = new Date(Date.UTC(2026, 10, 26, 3, 0, second)).toISOString().replace('.000', '');
  return { metadata: { name }, timestamp, window: '15.2s', usage: { cpu: '250000001n', memory: '1024Ki' } };
}

function pod(name: string, ...cpu: string[]) {
  return {
    metadata: { name, namespace: 'shop' },
    timestamp: '2026-11-26T03:00:00Z',
    window: '15s',
    containers: cpu.map((each, index) => ({ name: `c${index}`, usage: { cpu: each, memory: '1Ki' } })),
  };
}

function setUp(answers: Record<string, Answer>, namespaces: readonly string[] | null = null) {
  const clock = new FakeClock();
  const cluster = new Cluster(answers);
  const sampler = new UsageSampler({
    transport: cluster.transport,
    readableNamespaces: () => namespaces,
    workloadOf: (namespace, name) => `Pod/${namespace}/${name}`,
    clock,
    random: () => 0,
  });
  let rounds = 0;
  return { clock, cluster, sampler, look: () => sampler.subscribe(() => rounds++), rounds: () => rounds };
}

/** Lets promises of a round settle. */
const settle = (clock: FakeClock) => pass(clock, 1_000);

/** Time in small steps, with turns of the loop in each: a round takes several. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    await clock.pass(500);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

test('nothing is asked before somebody looks, nor some seconds after the last did', async () => {
  const { clock, cluster, look } = setUp({ '/apis': apis, [nodesPath]: list([node('a', 0)]), [podsPath]: list([pod('p', '1n')]) });
  await pass(clock, 60_000);
  expect(cluster.asked).toEqual([]);
  const leave = look();
  await pass(clock, 31_000);
  expect(cluster.asked.filter((path) => path === nodesPath)).toHaveLength(3);
  leave();
  leave();
  await pass(clock, 60_000);
  const before = cluster.asked.length;
  await pass(clock, 120_000);
  expect(cluster.asked.length).toBe(before);
});

test('sums of containers are made before anything is rounded, and each reader shares the rounds', async () => {
  const { clock, cluster, sampler, look } = setUp({
    '/apis': apis,
    [nodesPath]: list([node('a', 0)]),
    [podsPath]: list([pod('p', '1500001n', '1500001n'), pod('odd', 'much')]),
  });
  look();
  look();
  await settle(clock);
  expect(cluster.asked).toEqual(['/apis', nodesPath, podsPath]);
  expect(sampler.pods.samples.columns(-1)).toEqual({ places: [[0, 'shop/p']], cpu: [4], memory: [2048] });
  expect(sampler.nodes.samples.columns(-1).cpu).toEqual([251]);
  expect(sampler.nodes.state).toMatchObject({ state: 'live', windowMs: 15_200 });
});

test('the rhythm is that in which new samples come', async () => {
  let second = 0;
  const { clock, cluster, sampler, look } = setUp({ '/apis': apis, [podsPath]: list([]) });
  Object.defineProperty(cluster.answers, nodesPath, {
    get: () => {
      second += 10;
      return list([node('a', second)]);
    },
  });
  look();
  await pass(clock, 60_000);
  expect(sampler.nodes.rhythmMs).toBe(10_000);
  const before = cluster.asked.length;
  await pass(clock, 60_000);
  // Of pods there is no sample: they keep the usual rhythm, which is the slower one.
  expect((cluster.asked.length - before) / 2).toBe(4);
});

test.each([
  ['no-api', { '/apis': { groups: [] } }, { kind: 'no-api' }],
  [
    'an APIService that is not available, which says why',
    {
      '/apis': apis,
      [nodesPath]: status(503),
      [podsPath]: status(503),
      '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io': {
        spec: { service: { namespace: 'kube-system', name: 'metrics-server' } },
        status: { conditions: [{ type: 'Available', status: 'False', reason: 'MissingEndpoints', message: 'no endpoints' }] },
      },
    },
    { kind: 'api-unavailable', reason: 'MissingEndpoints', message: 'no endpoints', service: 'kube-system/metrics-server' },
  ],
  [
    '503, where the APIService may not be read',
    {
      '/apis': apis,
      [nodesPath]: status(503, 'ServiceUnavailable'),
      [podsPath]: status(503),
      '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io': status(403),
    },
    { kind: 'api-unavailable', reason: 'ServiceUnavailable', message: 'answered 503', service: '' },
  ],
  ['403', { '/apis': apis, [nodesPath]: status(403, 'Forbidden'), [podsPath]: list([]) }, { kind: 'forbidden', resource: 'nodes' }],
  ['no samples yet', { '/apis': apis, [nodesPath]: list([]), [podsPath]: list([]) }, { kind: 'no-samples' }],
  ['anything else', { '/apis': apis, [nodesPath]: status(500), [podsPath]: status(500) }, { kind: 'failed' }],
])('missing is told apart: %s', async (_what, answers, why) => {
  const { clock, sampler, look } = setUp(answers);
  look();
  await settle(clock);
  expect(sampler.nodes.state).toMatchObject({ state: 'missing', why });
});

test('numbers that were there stay when the API fails, and say that they are old', async () => {
  const { clock, cluster, sampler, look } = setUp({ '/apis': apis, [nodesPath]: list([node('a', 0)]), [podsPath]: list([]) });
  look();
  await settle(clock);
  cluster.answers[nodesPath] = status(500);
  await pass(clock, 20_000);
  expect(sampler.nodes.state).toMatchObject({ state: 'stale', at: Date.UTC(2026, 10, 26, 3), why: { kind: 'failed' } });
  expect(sampler.nodes.samples.size).toBe(1);
});

test('pods of one’s own namespaces are read where those of all are refused', async () => {
  const inside = (namespace: string) => `/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods`;
  const { clock, sampler, look } = setUp(
    {
      '/apis': apis,
      [nodesPath]: status(403),
      [podsPath]: status(403),
      [inside('shop')]: list([pod('p', '1n')]),
      [inside('vault')]: status(403),
    },
    ['shop', 'vault'],
  );
  look();
  await settle(clock);
  expect(sampler.pods.state.state).toBe('live');
  expect(sampler.pods.samples.size).toBe(1);
  expect(sampler.nodes.state).toMatchObject({ state: 'missing', why: { kind: 'forbidden', resource: 'nodes' } });
});

test('an API that does not answer is asked more and more seldom', async () => {
  const { clock, cluster, look, rounds } = setUp({ '/apis': status(500) });
  look();
  await pass(clock, 600_000);
  expect(cluster.asked.length).toBeLessThan(25);
  expect(rounds()).toBe(cluster.asked.length);
});
