import { expect, test } from 'vitest';
import { JsonListScanner } from '../../../electron/kube/json-list-scanner.ts';
import type { Members } from '../../../electron/kube/json-members.ts';
import type { KubeObject, Projection } from '../../../electron/kube/projection.ts';
import { rootMessages } from '../../../electron/kube/protobuf/messages.ts';
import { rowDecoderOf } from '../../../electron/kube/row-decoder.ts';
import { projectionFor } from '../../../electron/projections.ts';
import { kindDefinitions } from '../../../shared/kinds/kind-definitions.ts';
import { resourceKey } from '../../../shared/resource.ts';
import { realisticPod } from '../../bench/realistic-pod.ts';
import type { Filling } from '../../fidelity/filling.ts';
import { ground } from '../../fidelity/ground-manifests.ts';
import { handWritten } from '../../fidelity/own-kind-manifests.ts';

/* A projection that names the members it reads must name all of them: else a cell is empty after a list and full after a watch. */

const described = kindDefinitions.map((kind) => kind.resource).filter((resource) => projectionFor(resource)?.reads !== undefined);

function itemsOf(projection: Projection, texts: readonly string[]): unknown[] {
  const decoder = rowDecoderOf({ group: '', version: 'v1', resource: 'any' }, () => projection);
  const items: unknown[] = [];
  const scanner = new JsonListScanner('items', decoder.members, { onHead: () => undefined, onItem: (item) => items.push(item) });
  scanner.push(Buffer.from(`{"kind":"List","metadata":{},"items":[${texts.join(',')}]}`));
  scanner.end();
  return items;
}

/** Paths that are read from an object, arrays left out, as `a.b`. */
function recorded(object: unknown, path: string, seen: Set<string>): unknown {
  if (typeof object !== 'object' || object === null) return object;
  return new Proxy(object, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol' || typeof value === 'function') return value;
      const inside = Array.isArray(target) ? path : `${path}.${key}`;
      if (!Array.isArray(target)) seen.add(inside);
      return recorded(value, inside, seen);
    },
  });
}

function names(path: string, members: boolean | Members | undefined): boolean {
  const [, first, ...rest] = path.split('.');
  if (first === undefined || members === true) return true;
  if (members === undefined || members === false) return false;
  return names(['', ...rest].join('.'), members[first] ?? members['*']);
}

test('every kind of ours names what it reads', () => {
  expect(described).toEqual(kindDefinitions.map((kind) => kind.resource));
});

/** The manifests in many states that fill a cluster for `npm run fidelity`, with their status. */
function filled({ object, status }: Filling): Record<string, unknown> {
  return { ...object, ...(status === undefined ? {} : { status: status.value }) };
}

test.each(described.map((resource) => [resourceKey(resource), resource] as const))(
  'no path outside the named ones is read of %s, and rows of what was named equal rows of whole objects',
  (_, resource) => {
    const projection = projectionFor(resource);
    if (projection === null) throw new Error('no projection');
    const { kind } = rootMessages[`${resource.resource}.${resource.version}.${resource.group}`] ?? {};
    const objects = [...ground, ...handWritten].filter(({ object }) => object.kind === kind).map(filled);
    const { members } = rowDecoderOf(resource, () => projection);
    const seen = new Set<string>();
    // Each once as it is, once being deleted and once without a status, which other branches look at.
    const variants = objects.flatMap((object) => [
      object,
      { ...object, metadata: { ...(object.metadata as object), deletionTimestamp: '2026-01-01T00:00:00Z' } },
      { ...object, status: {} },
    ]);
    const whole = variants.map((object) => projection.project(recorded(object, '', seen) as KubeObject));
    expect(objects.length).toBeGreaterThan(0);
    expect([...seen].filter((path) => !names(path, members))).toEqual([]);
    const texts = variants.map((object) => JSON.stringify(object));
    expect(itemsOf(projection, texts).map((item) => projection.project(item as KubeObject))).toEqual(JSON.parse(JSON.stringify(whole)));
  },
);

test('rows from a list equal rows from whole objects, and no path outside the named ones is read', () => {
  const projection = projectionFor({ group: '', version: 'v1', resource: 'pods' });
  if (projection?.reads === undefined) throw new Error('pods name what they read');
  const { metadata, ...members } = rowDecoderOf({ group: '', version: 'v1', resource: 'pods' }, () => projection).members;
  const init = {
    name: 'i',
    restartCount: 3,
    ready: false,
    started: true,
    state: { terminated: { exitCode: 1, signal: 9, finishedAt: '2026-01-01T00:00:00Z' } },
  };
  const variants = (pod: Record<string, Record<string, unknown>>) => [
    pod,
    { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
    {
      ...pod,
      spec: { ...pod.spec, initContainers: [{ name: 'i', restartPolicy: 'Always' }], readinessGates: [{ conditionType: 'x' }] },
      status: { ...pod.status, initContainerStatuses: [init], nominatedNodeName: 'n', reason: 'Evicted', phase: 'Pending' },
    },
    {
      ...pod,
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: 'm' }] },
    },
  ];
  const texts = Array.from({ length: 300 }, (_, index) => variants(JSON.parse(realisticPod(index, index + 1)))).flatMap((pods) =>
    pods.map((pod) => JSON.stringify(pod)),
  );
  const seen = new Set<string>();
  const whole = texts.map((text) => JSON.parse(text) as unknown);
  for (const object of whole) projection.project(recorded(object, '', seen) as KubeObject);
  expect([...seen].filter((path) => !names(path, { ...members, metadata: metadata ?? false }))).toEqual([]);
  expect(itemsOf(projection, texts).map((item) => projection.project(item as KubeObject))).toEqual(
    whole.map((object) => projection.project(object as KubeObject)),
  );
});
