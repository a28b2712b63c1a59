import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoFleet, startFleet } from '../../../../electron/demo/demo-fleet.ts';
import { connectionTo, until } from '../../kube/test-context.ts';
import { OverviewReader } from './overview-reader.ts';

let fleet: DemoFleet;
const readers: OverviewReader[] = [];

beforeAll(async () => {
  fleet = await startFleet({ live: false });
});
afterAll(async () => {
  for (const reader of readers) reader.stop();
  await fleet.close();
});

function read(index: number, role = 'admin'): OverviewReader {
  const server = fleet.servers[index];
  const name = fleet.clusters[index]?.spec.name ?? '';
  if (server === undefined) throw new Error('no such cluster');
  const credential = { token: `demo-${name}-${role}`, basic: null, clientCertificate: null, expiresAt: null };
  const reader = new OverviewReader(connectionTo(server.url, { certificateAuthority: server.certificateAuthority, credential }));
  readers.push(reader);
  return reader;
}

const causes = (reader: OverviewReader) => (reader.newest?.problems ?? []).map(({ cause, object }) => `${cause} ${object.name}`);

test('the cluster somebody is paged for: what is wrong, worst first, with its why, and what changed before it', async () => {
  const reader = read(1);
  const factsOf = (cause: string) => reader.newest?.problems.find((problem) => problem.cause === cause)?.facts ?? {};
  await until('everything is known', () => factsOf('crash-loop').reason === 'OOMKilled' && factsOf('unschedulable').nodes === 7);
  await until('who rolled out is known', () => reader.newest?.changes[0]?.by === 'argocd-controller');
  expect(causes(reader)).toEqual([
    'node-not-ready node-gra-b3-16-7f4e',
    'crash-loop payments-gateway',
    'unschedulable search-indexer',
    'image-pull catalog-api',
    'cron-job-failing nightly-export',
    'volume-pending export-scratch',
    'certificate-expiring wildcard-shop-tls',
    'budget-blocks vault',
    'quota-nearly-full team-search',
  ]);
  expect(reader.newest?.problemCounts).toEqual({ broken: 2, attention: 7, unknown: 0 });
  expect(factsOf('image-pull')).toMatchObject({ why: 'not-found', stalledAt: 3, stalledOf: 6 });
  expect(reader.newest?.changes.map(({ kind, object }) => `${kind} ${object.name}`)).toEqual([
    'rollout search-indexer',
    'node-not-ready node-gra-b3-16-7f4e',
    'rollout catalog-api',
  ]);
  expect(reader.newest?.capacity).toMatchObject({ largestFit: { cpu: expect.any(Number) }, quotas: expect.arrayContaining([]) });
  expect(reader.newest?.capacity?.nodes).toHaveLength(7);
});

test('a cluster with trouble in its API, and one that only cannot be drained', async () => {
  const eks = read(2);
  const kapsule = read(0);
  await until('the webhook was looked behind', () => causes(eks).some((cause) => cause.startsWith('webhook')));
  expect(causes(eks)).toEqual([
    'api-service-down v1beta1.external.metrics.k8s.io',
    'webhook-without-endpoint kyverno-resource-validating-webhook-cfg',
    'autoscaler-blind payments-worker',
    'budget-blocks cart-session',
  ]);
  await until('budgets are known', () => causes(kapsule).length === 2);
  expect(causes(kapsule)).toEqual(['budget-blocks cart-session', 'budget-blocks data-postgres']);
  // A kind that a cluster does not serve is no gap.
  expect(kapsule.newest?.problemCounts).toEqual({ broken: 0, attention: 2, unknown: 0 });
});

test('somebody who may read some namespaces is told which were not looked at, once for all lists', async () => {
  const reader = read(1, 'viewer');
  const lines = () => (reader.newest?.problems ?? []).filter(({ cause }) => cause === 'not-looked-at');
  await until('all lists are settled', () => lines().length > 0 && causes(reader).includes('crash-loop payments-gateway'), 30_000);
  await until('events are read', () => lines().length === 2 && reader.newest?.warnings !== null && causes(reader).length === 10, 30_000);
  expect(lines().map(({ severity, facts }) => ({ severity, ...facts }))).toEqual([
    { severity: 'unknown', resources: 'apiservices, validatingwebhookconfigurations, mutatingwebhookconfigurations', count: 0 },
    {
      severity: 'unknown',
      resources: expect.stringMatching(/^pods, deployments, statefulsets, .* \+\d+$/),
      namespaces: 'audit, kube-system, vault',
      count: 3,
      of: 14,
    },
  ]);
});
