import { describe, expect, test } from 'vitest';
import { planLogSources } from '../../../../../electron/features/logs/sources/plan-log-sources.ts';
import { type LogPod, projectLogPods } from '../../../../../electron/features/logs/sources/project-log-pods.ts';
import type { KubeObject } from '../../../../../electron/kube/projection.ts';

const podOf = (object: object): LogPod => JSON.parse(String(projectLogPods.project(object as KubeObject).cells[0]));

const at = (second: number) => `2026-11-25T10:00:0${second}Z`;
const ms = (second: number) => Date.parse(at(second));
const terminated = (id: string, changes: object = {}) => ({
  exitCode: 1,
  reason: 'Error',
  startedAt: at(1),
  finishedAt: at(2),
  containerID: id,
  ...changes,
});

function withStatus(status: object, podStatus: object = {}) {
  return podOf({
    metadata: { uid: 'u', name: 'web-1', namespace: 'shop' },
    spec: { nodeName: 'n', containers: [{ name: 'app' }] },
    status: { containerStatuses: [{ name: 'app', restartCount: 0, ...status }], ...podStatus },
  });
}

const nothing = { containerId: '', restarts: 0, startedAt: null, terminated: null, lastTerminated: null };

describe('what a status says of a container', () => {
  const ended = { exitCode: 1, reason: 'Error', finishedAt: ms(2), containerId: 'c1' };
  test.each<readonly [string, LogPod, object, boolean]>([
    [
      'it waits',
      withStatus({ state: { waiting: { reason: 'ContainerCreating' } } }),
      { ...nothing, state: 'waiting', waitingReason: 'ContainerCreating' },
      false,
    ],
    ['a state without members waits', withStatus({ state: {} }), { ...nothing, state: 'waiting', waitingReason: '' }, false],
    [
      'it runs',
      withStatus({ state: { running: { startedAt: at(3) } }, containerID: 'c1' }),
      { ...nothing, state: 'running', containerId: 'c1', startedAt: ms(3) },
      false,
    ],
    [
      'it has ended',
      withStatus({ state: { terminated: terminated('c1') } }),
      { ...nothing, state: 'terminated', containerId: 'c1', startedAt: ms(1), terminated: ended },
      false,
    ],
    [
      'it runs again',
      withStatus({
        state: { running: { startedAt: at(3) } },
        containerID: 'c2',
        restartCount: 1,
        lastState: { terminated: terminated('c1') },
      }),
      { ...nothing, state: 'running', containerId: 'c2', restarts: 1, startedAt: ms(3), lastTerminated: ended },
      true,
    ],
    [
      'it waits in a crash loop',
      withStatus({ state: { waiting: { reason: 'CrashLoopBackOff' } }, restartCount: 4, lastState: { terminated: terminated('c1') } }),
      { ...nothing, state: 'waiting', waitingReason: 'CrashLoopBackOff', containerId: 'c1', restarts: 4, lastTerminated: ended },
      true,
    ],
    [
      'the last run has no id: the kubelet cannot find its log',
      withStatus({ state: { running: { startedAt: at(3) } }, lastState: { terminated: terminated('') } }),
      { state: 'running', lastTerminated: { ...ended, containerId: '' } },
      false,
    ],
    [
      'the pod has no node',
      withStatus({}, { containerStatuses: [], conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }),
      { ...nothing, state: 'absent', waitingReason: 'Unschedulable' },
      false,
    ],
    [
      'the pod was evicted',
      withStatus({}, { reason: 'Evicted', containerStatuses: [] }),
      { ...nothing, state: 'absent', podReason: 'Evicted' },
      false,
    ],
  ])('%s', (_, pod, facts, hasPrevious) => {
    expect(planLogSources(pod, [], true)).toMatchObject([
      { container: 'app', containerType: 'regular', facts: { pod: 'present', podReason: '', ...facts }, hasPrevious },
    ]);
  });
});

test('containers are init containers, sidecars (init containers that always restart), regular and ephemeral ones, in this order', () => {
  const pod = podOf({
    metadata: { uid: 'u', name: 'web-1', namespace: 'shop' },
    spec: {
      containers: [{ name: 'app' }, { name: 'metrics' }],
      initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }],
    },
    status: { ephemeralContainerStatuses: [{ name: 'debug', state: { running: {} } }] },
  });
  const named = (wanted: readonly string[]) =>
    planLogSources(pod, wanted, true).map(({ container, containerType }) => [container, containerType]);
  expect(named([])).toEqual([
    ['migrate', 'init'],
    ['proxy', 'sidecar'],
    ['app', 'regular'],
    ['metrics', 'regular'],
    ['debug', 'ephemeral'],
  ]);
  expect(named(['debug', 'app', 'none'])).toEqual([
    ['app', 'regular'],
    ['debug', 'ephemeral'],
  ]);
});

test('a pod that is gone leaves its sources, which say so', () => {
  const pod = withStatus({ state: { running: { startedAt: at(3) } } });
  expect(planLogSources(pod, [], false)).toMatchObject([{ facts: { pod: 'deleted', state: 'running' } }]);
});
