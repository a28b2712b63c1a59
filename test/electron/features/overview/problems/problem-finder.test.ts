import { expect, test } from 'vitest';
import { type Ask, BoundedReader, type Question } from '../../../../../electron/features/overview/problems/bounded-reader.ts';
import { ProblemFinder } from '../../../../../electron/features/overview/problems/problem-finder.ts';
import { RequestFailure } from '../../../../../electron/kube/request-failure.ts';
import { FakeClock } from '../../../kube/fake-clock.ts';
import { until } from '../../../kube/test-context.ts';
import { factsOfObjects, now } from './facts-of-objects.ts';
import { oomKilled, podOf, running } from './objects.ts';

const notFound = new RequestFailure({ kind: 'status', code: 404, reason: 'NotFound', message: 'm', causes: [], retryAfterSeconds: null });

/** A cluster that answers what it has and writes down what it was asked. */
function cluster(objects: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const ask: Ask = async (path) => {
    asked.push(path);
    most = Math.max(most, ++open);
    await Promise.resolve();
    open--;
    const found = objects[path];
    if (found === undefined) throw notFound;
    return found;
  };
  return { ask, asked, most: () => most };
}

test('details of a pod come after its problem, and are asked for once per state of the pod', async () => {
  const pod = podOf('payments', 'a', oomKilled);
  const path = `/api/v1/namespaces/shop/pods/${pod.metadata.name}`;
  const { ask, asked } = cluster({ [path]: pod });
  let changes = 0;
  const finder = new ProblemFinder(ask, new FakeClock(), () => changes++);
  const facts = factsOfObjects([pod]);
  expect(finder.find(facts)).toMatchObject([{ cause: 'crash-loop', facts: { restarts: 17 } }]);
  await until('the details came', () => changes > 0);
  expect(finder.find(facts)).toMatchObject([{ facts: { reason: 'OOMKilled', limit: '512Mi' } }]);
  finder.find(facts);
  expect(asked).toEqual([path]);
  finder.stop();
});

test('a pod that crash-looped a minute ago is not well because it runs', () => {
  const { ask } = cluster({});
  const finder = new ProblemFinder(ask, new FakeClock(), () => undefined);
  const old = (status: object) => podOf('api', 'a', status, { metadata: { creationTimestamp: '2026-10-01T00:00:00Z' } });
  const up = {
    ...running,
    containerStatuses: [{ ...oomKilled.containerStatuses[0], ready: true, state: { running: {} } }],
  };
  expect(finder.find(factsOfObjects([old(up)]))).toEqual([]);
  expect(finder.find(factsOfObjects([old(oomKilled)]))).toHaveLength(1);
  expect(finder.find({ ...factsOfObjects([old(up)]), now: now + 60_000 })).toMatchObject([{ cause: 'crash-loop' }]);
  expect(finder.find({ ...factsOfObjects([old(up)]), now: now + 1_200_000 })).toEqual([]);
  finder.stop();
});

test('webhooks are looked behind, and what cannot be read is not said', async () => {
  const webhook = (name: string, service: string) => ({
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ name, clientConfig: { service: { namespace: 'policy', name: service } } }],
  });
  const slices = (service: string) =>
    `/apis/discovery.k8s.io/v1/namespaces/policy/endpointslices?labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${service}`)}`;
  const service = (name: string) => `/api/v1/namespaces/policy/services/${name}`;
  const { ask } = cluster({
    [slices('well')]: { items: [{ endpoints: [{ addresses: ['10.0.0.1'], conditions: {} }] }] },
    [slices('empty')]: { items: [{ endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: false } }] }] },
    [service('empty')]: { spec: { type: 'ClusterIP' } },
    [slices('outside')]: { items: [] },
    [service('outside')]: { spec: { type: 'ExternalName' } },
    [slices('gone')]: { items: [] },
  });
  let changes = 0;
  const finder = new ProblemFinder(ask, new FakeClock(), () => changes++);
  const facts = factsOfObjects(['well', 'empty', 'outside', 'gone', 'hidden'].map((name) => webhook(name, name)));
  expect(finder.find(facts)).toEqual([]);
  await until('all were asked', () => changes === 5);
  expect(finder.find(facts).map(({ object, facts: { why } }) => [object.name, why])).toEqual([
    ['empty', 'no-endpoints'],
    ['gone', 'no-service'],
  ]);
  finder.stop();
});

test('time alone makes it look again; after stop nothing does', async () => {
  const clock = new FakeClock();
  let changes = 0;
  const finder = new ProblemFinder(cluster({}).ask, clock, () => changes++);
  await clock.pass(45_000);
  expect(changes).toBe(3);
  finder.stop();
  await clock.pass(60_000);
  expect(changes).toBe(3);
});

test('a few questions at a time, each once; what is wanted no more is forgotten', async () => {
  const objects = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/${index}`, index]));
  const { ask, asked, most } = cluster(objects);
  const reader = new BoundedReader<unknown>(ask, new FakeClock(), () => undefined);
  const questions: Question<unknown>[] = Array.from({ length: 31 }, (_, index) => ({
    key: String(index),
    text: '',
    againMs: null,
    read: (read, signal) => read(`/${index}`, signal),
  }));
  reader.want(questions);
  reader.want(questions);
  await until('all answered', () => reader.values.size === 30);
  reader.want(questions);
  expect(asked).toHaveLength(31);
  expect(most()).toBeLessThanOrEqual(4);
  reader.want(questions.slice(0, 2));
  expect(reader.values.size).toBe(2);
  reader.stop();
});
