import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../electron/kube/projection.ts';
import { projectionFor } from '../../../../electron/projections.ts';
import { formatCell } from '../../../../shared/format-cell.ts';

const now = Date.parse('2026-11-23T03:00:00Z');
const created = { creationTimestamp: '2026-11-21T02:00:00Z', generation: 2 };
const template = {
  spec: {
    containers: [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:2' },
    ],
  },
};
const selector = { matchLabels: { app: 'web' } };
const condition = (type: string, status: string, reason = ''): object => ({ type, status, reason });

function project(group: string, resource: string, object: KubeObject): { readonly text: string; readonly health: string } {
  const projection = projectionFor({ group, version: 'v1', resource });
  const row = projection?.project(object);
  const texts = projection?.columns.map((column, index) => formatCell(column, row?.cells[index] ?? null, now));
  return { text: texts?.join('|') ?? '', health: row?.health ?? '' };
}

describe('Deployments', () => {
  const spec = { replicas: 3, selector, template };
  const current = { observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
  it.each<[string, object, object, string, string]>([
    ['complete', {}, current, '3/3|3|3|2d1h|a,b|a:1,b:2|app=web', 'ok'],
    ['nothing said yet', {}, {}, '0/3|0|0|2d1h|a,b|a:1,b:2|app=web', 'progressing'],
    ['scaled to zero', { replicas: 0 }, { observedGeneration: 2 }, '0/0|0|0|2d1h|a,b|a:1,b:2|app=web', 'ok'],
    [
      'deadline exceeded',
      {},
      { ...current, availableReplicas: 1, readyReplicas: 1, conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')] },
      '1/3|3|1|2d1h|a,b|a:1,b:2|app=web',
      'broken',
    ],
    [
      'quota',
      {},
      { ...current, conditions: [condition('ReplicaFailure', 'True', 'FailedCreate')] },
      '3/3|3|3|2d1h|a,b|a:1,b:2|app=web',
      'broken',
    ],
    [
      'lost one after its rollout',
      {},
      { ...current, availableReplicas: 2, readyReplicas: 2, conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable')] },
      '2/3|3|2|2d1h|a,b|a:1,b:2|app=web',
      'attention',
    ],
    [
      'lost all after its rollout',
      {},
      { ...current, availableReplicas: 0, readyReplicas: 0, conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable')] },
      '0/3|3|0|2d1h|a,b|a:1,b:2|app=web',
      'broken',
    ],
    ['rolling', {}, { ...current, updatedReplicas: 1, replicas: 4 }, '3/3|1|3|2d1h|a,b|a:1,b:2|app=web', 'progressing'],
    ['paused in the middle', { paused: true }, { ...current, updatedReplicas: 1 }, '3/3|1|3|2d1h|a,b|a:1,b:2|app=web', 'attention'],
    [
      'selector with expressions',
      {
        selector: {
          matchLabels: { b: '2', z: '' },
          matchExpressions: [
            { key: 'a', operator: 'In', values: ['y', 'x'] },
            { key: 'c', operator: 'DoesNotExist' },
            { key: 'd', operator: 'Exists' },
            { key: 'e', operator: 'NotIn', values: ['v'] },
          ],
        },
      },
      current,
      '3/3|3|3|2d1h|a,b|a:1,b:2|a in (x,y),b=2,!c,d,e notin (v),z=',
      'ok',
    ],
    [
      'selector of the future',
      { selector: { matchExpressions: [{ key: 'a', operator: 'Near' }] } },
      current,
      '3/3|3|3|2d1h|a,b|a:1,b:2|<invalid>',
      'ok',
    ],
  ])('%s', (_, more, status, text, health) => {
    expect(project('apps', 'deployments', { metadata: created, spec: { ...spec, ...more }, status })).toEqual({ text, health });
  });
});

describe('StatefulSets', () => {
  const current = { observedGeneration: 2, replicas: 2, readyReplicas: 2, updateRevision: 'r', currentRevision: 'r' };
  it.each<[string, object, object, string, string]>([
    ['complete', {}, current, '2/2|2d1h|a,b|a:1,b:2', 'ok'],
    ['one unready', {}, { ...current, readyReplicas: 1 }, '1/2|2d1h|a,b|a:1,b:2', 'attention'],
    ['still creating', {}, { ...current, replicas: 1, readyReplicas: 1 }, '1/2|2d1h|a,b|a:1,b:2', 'progressing'],
    ['rolling', {}, { ...current, updateRevision: 's' }, '2/2|2d1h|a,b|a:1,b:2', 'progressing'],
    [
      'held by a partition',
      { updateStrategy: { rollingUpdate: { partition: 1 } } },
      { ...current, updateRevision: 's' },
      '2/2|2d1h|a,b|a:1,b:2',
      'ok',
    ],
  ])('%s', (_, more, status, text, health) => {
    expect(project('apps', 'statefulsets', { metadata: created, spec: { replicas: 2, template, ...more }, status })).toEqual({
      text,
      health,
    });
  });
});

describe('DaemonSets', () => {
  const current = {
    observedGeneration: 2,
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    numberReady: 3,
    updatedNumberScheduled: 3,
    numberAvailable: 3,
  };
  it.each<[string, object, object, string, string]>([
    ['complete', {}, current, '3|3|3|3|3|<none>|2d1h|a,b|a:1,b:2|app=web', 'ok'],
    ['one missing', {}, { ...current, numberReady: 2, numberAvailable: 2 }, '3|3|2|3|2|<none>|2d1h|a,b|a:1,b:2|app=web', 'attention'],
    ['all missing', {}, { ...current, numberReady: 0, numberAvailable: 0 }, '3|3|0|3|0|<none>|2d1h|a,b|a:1,b:2|app=web', 'broken'],
    ['rolling', {}, { ...current, updatedNumberScheduled: 1 }, '3|3|3|1|3|<none>|2d1h|a,b|a:1,b:2|app=web', 'progressing'],
    ['nowhere', { disk: 'ssd', arch: 'arm' }, { observedGeneration: 2 }, '0|0|0|0|0|arch=arm,disk=ssd|2d1h|a,b|a:1,b:2|app=web', 'ok'],
  ])('%s', (_, nodeSelector, status, text, health) => {
    const spec = { selector, template: { spec: { ...template.spec, nodeSelector } } };
    expect(project('apps', 'daemonsets', { metadata: created, spec, status })).toEqual({ text, health });
  });
});

describe('ReplicaSets', () => {
  it.each<[string, number, object, string, string]>([
    ['complete', 2, { replicas: 2, readyReplicas: 2 }, '2|2|2|2d1h|a,b|a:1,b:2|app=web', 'ok'],
    ['an old revision', 0, {}, '0|0|0|2d1h|a,b|a:1,b:2|app=web', 'done'],
    ['unready', 2, { replicas: 2 }, '2|2|0|2d1h|a,b|a:1,b:2|app=web', 'attention'],
    ['refused', 2, { conditions: [condition('ReplicaFailure', 'True')] }, '2|0|0|2d1h|a,b|a:1,b:2|app=web', 'broken'],
  ])('%s', (_, replicas, status, text, health) => {
    expect(project('apps', 'replicasets', { metadata: created, spec: { replicas, selector, template }, status })).toEqual({ text, health });
  });
});

describe('Jobs', () => {
  const start = { startTime: '2026-11-23T02:50:00Z' };
  it.each<[string, object, object, object, string, string]>([
    [
      'complete',
      {},
      { completions: 2 },
      { ...start, succeeded: 2, completionTime: '2026-11-23T02:52:05Z', conditions: [condition('Complete', 'True')] },
      'Complete|2/2|2m5s',
      'done',
    ],
    [
      'failed',
      {},
      { completions: 1 },
      { ...start, failed: 3, conditions: [condition('FailureTarget', 'True'), condition('Failed', 'True')] },
      'Failed|0/1|10m',
      'broken',
    ],
    [
      'about to fail',
      {},
      { completions: 1 },
      { ...start, conditions: [condition('FailureTarget', 'True')] },
      'FailureTarget|0/1|10m',
      'broken',
    ],
    [
      'about to succeed',
      {},
      {},
      { ...start, succeeded: 1, conditions: [condition('SuccessCriteriaMet', 'True')] },
      'SuccessCriteriaMet|1/1|10m',
      'progressing',
    ],
    ['suspended, not started', {}, { parallelism: 1 }, { conditions: [condition('Suspended', 'True')] }, 'Suspended|0/1|', 'progressing'],
    ['resumed', {}, { parallelism: 4 }, { ...start, conditions: [condition('Suspended', 'False')] }, 'Running|0/1 of 4|10m', 'progressing'],
    ['deleted', { deletionTimestamp: '2026-11-23T02:59:00Z' }, { completions: 1 }, start, 'Terminating|0/1|10m', 'progressing'],
    [
      'deleted when complete',
      { deletionTimestamp: '2026-11-23T02:59:00Z' },
      {},
      { ...start, conditions: [condition('Complete', 'True')] },
      'Complete|0/1|10m',
      'done',
    ],
    ['with failed pods', {}, { completions: 5 }, { ...start, succeeded: 1, failed: 2 }, 'Running|1/5|10m', 'attention'],
  ])('%s', (_, metadata, spec, status, text, health) => {
    const object = { metadata: { ...created, ...metadata }, spec: { ...spec, selector, template }, status };
    expect(project('batch', 'jobs', object)).toEqual({ text: `${text}|2d1h|a,b|a:1,b:2|app=web`, health });
  });
});

describe('CronJobs', () => {
  const spec = { schedule: '*/5 * * * *', suspend: false, jobTemplate: { spec: { template } } };
  it.each<[string, object, object, string, string]>([
    ['never run', {}, {}, '*/5 * * * *|<none>|False|0|<none>', 'unknown'],
    ['suspended', { suspend: true, timeZone: 'Europe/Paris' }, {}, '*/5 * * * *|Europe/Paris|True|0|<none>', 'done'],
    [
      'running',
      { suspend: undefined },
      { active: [{}], lastScheduleTime: '2026-11-23T02:59:00Z' },
      '*/5 * * * *|<none>|<unset>|1|60s',
      'progressing',
    ],
    [
      'succeeded',
      {},
      { lastScheduleTime: '2026-11-23T02:55:00Z', lastSuccessfulTime: '2026-11-23T02:55:30Z' },
      '*/5 * * * *|<none>|False|0|5m',
      'ok',
    ],
    [
      'failed',
      {},
      { lastScheduleTime: '2026-11-23T02:55:00Z', lastSuccessfulTime: '2026-11-23T02:50:30Z' },
      '*/5 * * * *|<none>|False|0|5m',
      'attention',
    ],
  ])('%s', (_, more, status, text, health) => {
    const object = { metadata: created, spec: { ...spec, ...more }, status };
    expect(project('batch', 'cronjobs', object)).toEqual({ text: `${text}|2d1h|a,b|a:1,b:2|<none>`, health });
  });
});
