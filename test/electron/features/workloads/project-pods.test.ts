import { describe, expect, it } from 'vitest';
import { projectPods } from '../../../../electron/features/workloads/project-pods.ts';
import { formatCell } from '../../../../shared/format-cell.ts';
import type { Health } from '../../../../shared/row.ts';

const now = Date.parse('2026-11-23T03:00:00Z');
const app = { name: 'app', image: 'app:1' };
const other = { name: 'other', image: 'other:1' };
const init = { name: 'init', image: 'init:1' };
const sidecar = { name: 'sidecar', image: 'sidecar:1', restartPolicy: 'Always' };
const running = { running: { startedAt: '2026-11-23T02:00:00Z' } };
const ready = { type: 'Ready', status: 'True' };
const notReady = { type: 'Ready', status: 'False' };

interface Vector {
  readonly name: string;
  readonly metadata?: object;
  readonly spec?: object;
  readonly status: object;
  readonly ready: string;
  readonly reason: string;
  readonly restarts?: string;
  readonly health: Health;
}

function waiting(reason: string): object {
  return { waiting: { reason } };
}

// kubectl's behaviour, case by case; expected texts are what the server's printPod gives for these objects.
const vectors: readonly Vector[] = [
  { name: 'pending, no statuses', status: { phase: 'Pending' }, ready: '0/1', reason: 'Pending', health: 'progressing' },
  {
    name: 'unschedulable stays Pending',
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    ready: '0/1',
    reason: 'Pending',
    health: 'attention',
  },
  {
    name: 'gated',
    status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    ready: '0/1',
    reason: 'SchedulingGated',
    health: 'progressing',
  },
  {
    name: 'first of two inits running',
    spec: { initContainers: [init, { ...init, name: 'second' }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'init', state: running },
        { name: 'second', state: waiting('PodInitializing') },
      ],
    },
    ready: '0/1',
    reason: 'Init:0/2',
    health: 'progressing',
  },
  {
    name: 'second of two inits next',
    spec: { initContainers: [init, { ...init, name: 'second' }] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'init', state: { terminated: { reason: 'Completed' } } },
        { name: 'second', state: waiting('PodInitializing') },
      ],
    },
    ready: '0/1',
    reason: 'Init:1/2',
    health: 'progressing',
  },
  {
    name: 'init crash loop, with its restarts',
    spec: { initContainers: [init] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [
        {
          name: 'init',
          restartCount: 4,
          state: waiting('CrashLoopBackOff'),
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-23T02:58:00Z' } },
        },
      ],
    },
    ready: '0/1',
    reason: 'Init:CrashLoopBackOff',
    restarts: '4 (2m ago)',
    health: 'broken',
  },
  {
    name: 'init image pull',
    spec: { initContainers: [init] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'init', state: waiting('ErrImagePull') }] },
    ready: '0/1',
    reason: 'Init:ErrImagePull',
    health: 'attention',
  },
  {
    name: 'init exit code without reason',
    spec: { initContainers: [init] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 3 } } }] },
    ready: '0/1',
    reason: 'Init:ExitCode:3',
    health: 'broken',
  },
  {
    name: 'init signal without reason',
    spec: { initContainers: [init] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 137, signal: 9 } } }] },
    ready: '0/1',
    reason: 'Init:Signal:9',
    health: 'broken',
  },
  {
    name: 'init error',
    spec: { initContainers: [init] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'init', state: { terminated: { exitCode: 1, reason: 'Error' } } }] },
    ready: '0/1',
    reason: 'Init:Error',
    health: 'broken',
  },
  {
    name: 'sidecar up, app creating',
    spec: { initContainers: [sidecar] },
    status: {
      phase: 'Pending',
      initContainerStatuses: [{ name: 'sidecar', started: true, ready: true, state: running }],
      containerStatuses: [{ name: 'app', state: waiting('ContainerCreating') }],
    },
    ready: '1/2',
    reason: 'ContainerCreating',
    health: 'progressing',
  },
  {
    name: 'sidecar not started',
    spec: { initContainers: [sidecar] },
    status: { phase: 'Pending', initContainerStatuses: [{ name: 'sidecar', state: running }] },
    ready: '0/2',
    reason: 'Init:0/1',
    health: 'progressing',
  },
  {
    name: 'sidecar restarts count after initialization, plain init restarts vanish',
    spec: { initContainers: [init, sidecar] },
    status: {
      phase: 'Running',
      conditions: [ready],
      initContainerStatuses: [
        { name: 'init', restartCount: 7, state: { terminated: { exitCode: 0 } } },
        {
          name: 'sidecar',
          restartCount: 2,
          started: true,
          ready: true,
          state: running,
          lastState: { terminated: { finishedAt: '2026-11-23T02:59:30Z' } },
        },
      ],
      containerStatuses: [{ name: 'app', restartCount: 1, ready: true, state: running }],
    },
    ready: '2/2',
    reason: 'Running',
    restarts: '3 (30s ago)',
    health: 'ok',
  },
  {
    name: 'crash loop',
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'app',
          restartCount: 5,
          state: waiting('CrashLoopBackOff'),
          lastState: { terminated: { exitCode: 1, finishedAt: '2026-11-23T02:56:50Z' } },
        },
      ],
    },
    ready: '0/1',
    reason: 'CrashLoopBackOff',
    restarts: '5 (3m10s ago)',
    health: 'broken',
  },
  {
    name: 'running and ready',
    status: { phase: 'Running', conditions: [ready], containerStatuses: [{ name: 'app', ready: true, state: running }] },
    ready: '1/1',
    reason: 'Running',
    health: 'ok',
  },
  {
    name: 'running, not ready',
    status: { phase: 'Running', conditions: [notReady], containerStatuses: [{ name: 'app', started: true, state: running }] },
    ready: '0/1',
    reason: 'Running',
    health: 'attention',
  },
  {
    name: 'running, before its startup probe',
    status: { phase: 'Running', conditions: [notReady], containerStatuses: [{ name: 'app', started: false, state: running }] },
    ready: '0/1',
    reason: 'Running',
    health: 'progressing',
  },
  {
    name: 'containers ready, readiness gate false',
    status: { phase: 'Running', conditions: [notReady], containerStatuses: [{ name: 'app', ready: true, state: running }] },
    ready: '1/1',
    reason: 'Running',
    health: 'attention',
  },
  {
    name: 'one completed, one running, Ready',
    spec: { containers: [app, other] },
    status: {
      phase: 'Running',
      conditions: [ready],
      containerStatuses: [
        { name: 'app', state: { terminated: { reason: 'Completed' } } },
        { name: 'other', ready: true, state: running },
      ],
    },
    ready: '1/2',
    reason: 'Running',
    health: 'attention',
  },
  {
    name: 'one completed, one running, not Ready',
    spec: { containers: [app, other] },
    status: {
      phase: 'Running',
      conditions: [notReady],
      containerStatuses: [
        { name: 'app', state: { terminated: { reason: 'Completed' } } },
        { name: 'other', ready: true, state: running },
      ],
    },
    ready: '1/2',
    reason: 'NotReady',
    health: 'attention',
  },
  {
    name: 'first completed, second failed: the failure shows',
    spec: { containers: [app, other] },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'app', state: { terminated: { reason: 'Completed' } } },
        { name: 'other', state: { terminated: { exitCode: 2, reason: 'Error' } } },
      ],
    },
    ready: '0/2',
    reason: 'Error',
    health: 'broken',
  },
  {
    name: 'the first container in the list wins',
    spec: { containers: [app, other] },
    status: {
      phase: 'Pending',
      containerStatuses: [
        { name: 'app', state: waiting('ImagePullBackOff') },
        { name: 'other', state: { terminated: { exitCode: 1, reason: 'Error' } } },
      ],
    },
    ready: '0/2',
    reason: 'ImagePullBackOff',
    health: 'attention',
  },
  {
    name: 'out of memory beside a running one',
    spec: { containers: [app, other] },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: 'app', ready: true, state: running },
        { name: 'other', state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
      ],
    },
    ready: '1/2',
    reason: 'OOMKilled',
    health: 'broken',
  },
  {
    name: 'terminated without code or reason',
    status: { phase: 'Running', containerStatuses: [{ name: 'app', state: { terminated: {} } }] },
    ready: '0/1',
    reason: 'ExitCode:0',
    health: 'broken',
  },
  {
    name: 'succeeded',
    status: { phase: 'Succeeded', containerStatuses: [{ name: 'app', state: { terminated: { reason: 'Completed' } } }] },
    ready: '0/1',
    reason: 'Completed',
    health: 'done',
  },
  { name: 'evicted', status: { phase: 'Failed', reason: 'Evicted' }, ready: '0/1', reason: 'Evicted', health: 'broken' },
  {
    name: 'terminating',
    metadata: { deletionTimestamp: '2026-11-23T02:59:59Z' },
    status: { phase: 'Running', conditions: [ready], containerStatuses: [{ name: 'app', ready: true, state: running }] },
    ready: '1/1',
    reason: 'Terminating',
    health: 'progressing',
  },
  {
    name: 'node lost',
    metadata: { deletionTimestamp: '2026-11-23T02:59:59Z' },
    status: { phase: 'Running', reason: 'NodeLost' },
    ready: '0/1',
    reason: 'Unknown',
    health: 'unknown',
  },
  {
    name: 'succeeded and being deleted stays Completed',
    metadata: { deletionTimestamp: '2026-11-23T02:59:59Z' },
    status: { phase: 'Succeeded', containerStatuses: [{ name: 'app', state: { terminated: { reason: 'Completed' } } }] },
    ready: '0/1',
    reason: 'Completed',
    health: 'done',
  },
  {
    name: 'no init statuses',
    spec: { initContainers: [init] },
    status: { phase: 'Running', conditions: [ready], containerStatuses: [{ name: 'app', ready: true, state: running }] },
    ready: '1/1',
    reason: 'Running',
    health: 'ok',
  },
  {
    name: 'an init status behind the others: Initialized opens the containers, the reason stays',
    spec: { initContainers: [init] },
    status: {
      phase: 'Running',
      conditions: [ready, { type: 'Initialized', status: 'True' }],
      initContainerStatuses: [{ name: 'init', state: {} }],
      containerStatuses: [{ name: 'app', ready: true, state: running }],
    },
    ready: '1/1',
    reason: 'Init:0/1',
    health: 'progressing',
  },
];

describe('projectPods', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    const row = projectPods.project({
      metadata: { uid: 'u', namespace: 'ns', name: 'pod', creationTimestamp: '2026-11-23T02:00:00Z', ...vector.metadata },
      spec: { containers: [app], ...vector.spec },
      status: vector.status,
    });
    const texts = projectPods.columns.map((column, index) => formatCell(column, row.cells[index] ?? null, now));
    expect({ ready: texts[0], reason: texts[1], restarts: texts[2], health: row.health }).toEqual({
      ready: vector.ready,
      reason: vector.reason,
      restarts: vector.restarts ?? '0',
      health: vector.health,
    });
    expect(texts.slice(3)).toEqual(['60m', '<none>', '<none>', '<none>', '<none>']);
    expect(row).toMatchObject({ uid: 'u', namespace: 'ns', name: 'pod', createdAt: now - 3_600_000 });
  });

  it('prints the wide columns', () => {
    const row = projectPods.project({
      spec: { nodeName: 'n1', readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] },
      status: {
        podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }],
        nominatedNodeName: 'n2',
        conditions: [
          { type: 'a', status: 'True' },
          { type: 'b', status: 'False' },
          { type: 'b', status: 'True' },
        ],
      },
    });
    expect(row.cells.slice(4)).toEqual(['10.0.0.1', 'n1', 'n2', '1/2']);
    expect(row.uid).toBe('/');
  });
});
