import { describe, expect, it } from 'vitest';
import { planConditions } from '../../../../renderer/features/detail/plan-conditions.ts';
import { planContainers, readyCount } from '../../../../renderer/features/detail/plan-containers.ts';
import { planVerdict } from '../../../../renderer/features/detail/plan-verdict.ts';

const pod = (status: object, spec: object = { containers: [{ name: 'web', resources: { limits: { memory: '512Mi' } } }] }) => ({
  spec,
  status,
});
const oom = { reason: 'OOMKilled', exitCode: 137, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:01:52Z' };
const strange = [null, 7, 'x', [], {}, { status: { containerStatuses: 'no', conditions: [null, 3] }, spec: { containers: [null] } }];

describe('planVerdict', () => {
  it('says that a container was killed for its memory, with its limit and its last run, before it says crash loop', () => {
    const waiting = { name: 'web', restartCount: 17, state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: oom } };
    expect(planVerdict(pod({ containerStatuses: [waiting] }))).toEqual({
      tone: 'broken',
      key: 'verdict.oom',
      values: { name: 'web', limit: '512Mi' },
      detail: {
        kind: 'restarts',
        restarts: 17,
        reason: 'OOMKilled',
        exitCode: 137,
        finishedAt: Date.parse(oom.finishedAt),
        ranForMs: 112_000,
      },
    });
    expect(planVerdict(pod({ containerStatuses: [waiting] }, {}))?.key).toBe('verdict.oomNoLimit');
  });

  it('is silent about a container that was killed once and is ready again', () => {
    const healed = { name: 'web', ready: true, restartCount: 1, state: { running: {} }, lastState: { terminated: oom } };
    expect(planVerdict(pod({ phase: 'Running', containerStatuses: [healed] }))).toBeNull();
  });

  it.each([
    [
      { containerStatuses: [{ name: 'web', state: { waiting: { reason: 'ImagePullBackOff', message: 'no such tag' } } }] },
      'verdict.image',
      'attention',
    ],
    [{ containerStatuses: [{ name: 'web', state: { waiting: { reason: 'CreateContainerConfigError' } } }] }, 'verdict.config', 'broken'],
    [{ containerStatuses: [{ name: 'web', state: { waiting: { reason: 'CrashLoopBackOff' } } }] }, 'verdict.crash', 'broken'],
    [{ containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 2 } } }] }, 'verdict.ended', 'broken'],
    [{ reason: 'Evicted', phase: 'Failed' }, 'verdict.evicted', 'broken'],
    [{ reason: 'NodeLost' }, 'verdict.nodeLost', 'unknown'],
    [{ phase: 'Failed' }, 'verdict.failed', 'broken'],
    [{ conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }, 'verdict.unschedulable', 'attention'],
  ])('of %j is %s, %s', (status, key, tone) => {
    expect(planVerdict(pod(status))).toMatchObject({ key, tone });
  });

  it('says what is broken before what only needs attention', () => {
    const pull = { name: 'a', state: { waiting: { reason: 'ErrImagePull' } } };
    const crash = { name: 'b', state: { waiting: { reason: 'CrashLoopBackOff' } } };
    expect(planVerdict(pod({ containerStatuses: [pull, crash] }))?.key).toBe('verdict.crash');
  });

  it('takes any JSON', () => {
    for (const each of strange) expect(planVerdict(each)).toBeNull();
  });
});

describe('planConditions', () => {
  it('puts what needs a look first, and judges only what it knows', () => {
    const conditions = [
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
      { type: 'example.com/Custom', status: 'False' },
      { type: 'MemoryPressure', status: 'True' },
      { type: 'DiskPressure', status: 'False' },
      { type: 'PIDPressure', status: 'Unknown' },
    ];
    expect(planConditions({ status: { conditions } }).map(({ type, health }) => `${type} ${health}`)).toEqual([
      'Ready broken',
      'MemoryPressure broken',
      'PIDPressure unknown',
      'Initialized ok',
      'DiskPressure ok',
      'example.com/Custom done',
    ]);
  });

  it('does not call a finished pod broken for not being ready', () => {
    const [ready] = planConditions({ status: { conditions: [{ type: 'Ready', status: 'False', reason: 'PodCompleted' }] } });
    expect(ready?.health).toBe('done');
  });

  it('takes any JSON', () => {
    for (const each of strange) expect(planConditions(each)).toEqual([]);
  });
});

describe('planContainers', () => {
  it('shows containers and sidecars first and counts them as kubectl does', () => {
    const lines = planContainers({
      spec: {
        initContainers: [{ name: 'migrate' }, { name: 'proxy', restartPolicy: 'Always' }],
        containers: [{ name: 'web', image: 'shop/web:1' }, { name: 'new' }],
        ephemeralContainers: [{ name: 'debugger' }],
      },
      status: {
        initContainerStatuses: [
          { name: 'migrate', state: { terminated: { exitCode: 0 } } },
          { name: 'proxy', ready: true, state: { running: {} } },
        ],
        containerStatuses: [{ name: 'web', ready: false, restartCount: 3, state: { running: {} } }],
      },
    });
    expect(lines.map(({ name, kind, health, restarts }) => [name, kind, health, restarts])).toEqual([
      ['web', 'container', 'attention', 3],
      ['new', 'container', 'unknown', null],
      ['proxy', 'sidecar', 'ok', 0],
      ['migrate', 'init', 'done', 0],
      ['debugger', 'ephemeral', 'unknown', null],
    ]);
    expect(readyCount(lines)).toEqual({ ready: 1, total: 3 });
  });
});
