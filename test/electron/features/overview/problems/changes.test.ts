import { describe, expect, test } from 'vitest';
import { projectNodes } from '../../../../../electron/features/nodes/project-nodes.ts';
import { authorQuestions, authorsOf, withAuthor } from '../../../../../electron/features/overview/problems/changes/authors.ts';
import { planChanges } from '../../../../../electron/features/overview/problems/changes/plan-changes.ts';
import { minutesAgo, now, rowsOfObjects } from './facts-of-objects.ts';
import { eventOf, nodeOf, ready, silent } from './objects.ts';

type NodeObject = ReturnType<typeof nodeOf>;

const changesOf = (objects: readonly object[], nodes: readonly NodeObject[] = []) =>
  planChanges({ now, nodes: nodes.map((node) => projectNodes.project(node)), rows: rowsOfObjects(objects) });

function replicaSet(suffix: string, revision: number, minutes: number, image: string) {
  return {
    kind: 'ReplicaSet',
    metadata: {
      name: `api-${suffix}`,
      namespace: 'shop',
      uid: suffix,
      creationTimestamp: minutesAgo(minutes),
      annotations: { 'deployment.kubernetes.io/revision': String(revision) },
      ownerReferences: [{ kind: 'Deployment', name: 'api', controller: true }],
    },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'main', image },
            { name: 'side', image: 'side:1' },
          ],
        },
      },
    },
  };
}
const scaling = (message: string, minutes: number) => eventOf('Normal', 'ScalingReplicaSet', 'Deployment', 'api', message, minutes);

describe('rollouts', () => {
  test('say from which image to which, and are one change however many steps they take', () => {
    const objects = [
      replicaSet('a', 3, 5_000, 'api:1.0'),
      replicaSet('b', 4, 10, 'api:1.1'),
      scaling('Scaled up replica set api-b from 0 to 1', 10),
      scaling('Scaled down replica set api-a from 3 to 2', 9),
      scaling('Scaled up replica set api-b from 1 to 2', 9),
    ];
    expect(changesOf(objects)).toMatchObject([
      {
        kind: 'rollout',
        at: now - 600_000,
        object: { kind: 'Deployment', name: 'api' },
        facts: { from: 'api:1.0', to: 'api:1.1', revision: 4 },
      },
    ]);
  });

  test('of a restart have no image, and a rollback says that it is one', () => {
    expect(changesOf([replicaSet('a', 3, 5_000, 'api:1.0'), replicaSet('b', 4, 10, 'api:1.0')])[0]?.facts).toEqual({ revision: 4 });
    const back = [
      replicaSet('a', 5, 5_000, 'api:1.0'),
      replicaSet('b', 4, 900, 'api:1.1'),
      scaling('Scaled up replica set api-a from 0 to 1', 7),
      scaling('Scaled down replica set api-b from 2 to 1', 6),
    ];
    expect(changesOf(back)).toMatchObject([
      { kind: 'rollout', at: now - 7 * 60_000, facts: { from: 'api:1.1', to: 'api:1.0', rollback: 1 } },
    ]);
  });

  test('of StatefulSets are read from their ControllerRevisions', () => {
    const revision = (number: number, minutes: number, image: string) => ({
      kind: 'ControllerRevision',
      metadata: {
        name: `db-${number}`,
        namespace: 'shop',
        creationTimestamp: minutesAgo(minutes),
        ownerReferences: [{ kind: 'StatefulSet', name: 'db', controller: true }],
      },
      revision: number,
      data: { spec: { template: { spec: { containers: [{ image }] } } } },
    });
    expect(changesOf([revision(1, 9_000, 'pg:16'), revision(2, 20, 'pg:17')])).toMatchObject([
      { kind: 'rollout', object: { kind: 'StatefulSet', name: 'db' }, facts: { from: 'pg:16', to: 'pg:17' } },
    ]);
  });
});

describe('scaling', () => {
  const autoscaler = {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'api-hpa', namespace: 'shop' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' } },
  };

  test('by an autoscaler names it and its reason, and is not told twice', () => {
    const reason = 'cpu resource utilization (percentage of request) above target';
    const rescale = eventOf('Normal', 'SuccessfulRescale', 'HorizontalPodAutoscaler', 'api-hpa', `New size: 5; reason: ${reason}`, 12);
    const objects = [replicaSet('a', 3, 5_000, 'api:1.0'), autoscaler, rescale, scaling('Scaled up replica set api-a from 4 to 5', 12)];
    expect(changesOf(objects)).toMatchObject([
      { kind: 'scaled', by: 'HorizontalPodAutoscaler/api-hpa', facts: { from: 4, to: 5, reason } },
    ]);
  });

  test('by hand has its author from the object, if it was written then', () => {
    const [change] = changesOf([replicaSet('a', 3, 5_000, 'api:1.0'), scaling('Scaled down replica set api-a from 4 to 1', 12)]);
    expect(change).toMatchObject({ kind: 'scaled', by: '', facts: { from: 4, to: 1 } });
    if (change === undefined) throw new Error('no change');
    const managed = (minutes: number) => ({
      metadata: {
        managedFields: [
          { manager: 'argocd-controller', time: minutesAgo(5_000), fieldsV1: { 'f:spec': { 'f:template': {}, 'f:replicas': {} } } },
          { manager: 'kubectl', subresource: 'scale', time: minutesAgo(minutes), fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
          { manager: 'kube-controller-manager', subresource: 'status', time: minutesAgo(1), fieldsV1: { 'f:status': {} } },
        ],
      },
    });
    const [question] = authorQuestions([change]);
    expect(question?.key).toBe('Deployment/shop/api');
    const by = (minutes: number) => withAuthor(change, new Map([['Deployment/shop/api', authorsOf(managed(minutes))]]), true).by;
    expect(by(12)).toBe('kubectl');
    expect(by(3)).toBe('');
    // As API servers write it: the scale subresource has no time, and is the only owner since.
    const untimed = authorsOf({
      metadata: { managedFields: [{ manager: 'kubectl', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] },
    });
    const authors = new Map([['Deployment/shop/api', untimed]]);
    expect([withAuthor(change, authors, true).by, withAuthor(change, authors, false).by]).toEqual(['kubectl', '']);
  });

  test('reads what Kubernetes before 1.25 wrote', () => {
    expect(changesOf([replicaSet('a', 3, 5_000, 'x'), scaling('Scaled up replica set api-a to 6', 5)])).toMatchObject([
      { facts: { to: 6 } },
    ]);
  });
});

test('nodes that came, went, became ready or silent, or were cordoned, each once', () => {
  const nodeEvent = (reason: string, name: string, minutes: number) => eventOf('Normal', reason, 'Node', name, 'm', minutes, '');
  const nodes = [
    nodeOf('new', [{ ...ready, lastTransitionTime: minutesAgo(29) }], { metadata: { creationTimestamp: minutesAgo(30) } }),
    nodeOf('silent', [silent]),
    nodeOf('back', [{ ...ready, lastTransitionTime: minutesAgo(5) }]),
  ];
  const events = [
    nodeEvent('NodeNotReady', 'silent', 11),
    nodeEvent('RemovingNode', 'gone', 3),
    nodeEvent('NodeNotSchedulable', 'back', 2),
    nodeEvent('NodeReady', 'new', 29),
  ];
  expect(changesOf(events, nodes).map(({ kind, object }) => `${kind} ${object.name}`)).toEqual([
    'cordoned back',
    'node-gone gone',
    'node-ready back',
    'node-not-ready silent',
    'node-added new',
  ]);
});

test('what is older than an hour is none', () => {
  expect(changesOf([replicaSet('a', 3, 61, 'x'), scaling('Scaled up replica set api-a from 1 to 6', 61)], [nodeOf('n', [ready])])).toEqual(
    [],
  );
});
