import { type Filling, hoursAgo, object, statusPath } from './filling.ts';

const labels = (app: string): object => ({ app });
const template = (app: string, ...images: string[]): object => ({
  metadata: { labels: { app } },
  spec: { containers: images.map((image, index) => ({ name: `c${index}`, image: `registry.example/${image}` })) },
});

/** Workloads that the real controllers work on, in the states these bring about. */
export const workloads: readonly Filling[] = [
  {
    object: object('apps/v1', 'Deployment', 'web', {
      spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web', 'web:1', 'proxy:2') },
    }),
  },
  {
    object: object('apps/v1', 'Deployment', 'zero', {
      spec: { replicas: 0, selector: { matchLabels: { app: 'zero' } }, template: template('zero', 'zero:1') },
    }),
  },
  {
    object: object('apps/v1', 'Deployment', 'expressions', {
      spec: {
        replicas: 1,
        selector: {
          matchLabels: { app: 'expressions' },
          matchExpressions: [
            { key: 'tier', operator: 'NotIn', values: ['test', 'dev'] },
            { key: 'app', operator: 'In', values: ['web', 'expressions'] },
            { key: 'old', operator: 'DoesNotExist' },
            { key: 'app', operator: 'Exists' },
          ],
        },
        template: template('expressions', 'web:1'),
      },
    }),
  },
  {
    object: object('apps/v1', 'Deployment', 'unschedulable', {
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'unschedulable' } },
        template: {
          metadata: { labels: labels('unschedulable') },
          spec: { nodeSelector: { none: 'such' }, containers: [{ name: 'c', image: 'i' }] },
        },
      },
    }),
  },
  {
    object: object('apps/v1', 'Deployment', 'paused', {
      spec: { paused: true, replicas: 1, selector: { matchLabels: { app: 'paused' } }, template: template('paused', 'web:1') },
    }),
  },
  {
    object: object('apps/v1', 'StatefulSet', 'db', {
      spec: {
        replicas: 2,
        serviceName: 'headless',
        selector: { matchLabels: { app: 'db' } },
        template: template('db', 'db:1', 'exporter:1'),
      },
    }),
  },
  {
    object: object('apps/v1', 'StatefulSet', 'db-zero', {
      spec: { replicas: 0, serviceName: 'none', selector: { matchLabels: { app: 'db-zero' } }, template: template('db-zero', 'db:1') },
    }),
  },
  {
    object: object('apps/v1', 'DaemonSet', 'agent', {
      spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', 'agent:1') },
    }),
  },
  {
    object: object('apps/v1', 'DaemonSet', 'picky', {
      spec: {
        selector: { matchLabels: { app: 'picky' } },
        template: {
          metadata: { labels: labels('picky') },
          spec: { nodeSelector: { zone: 'none', disk: 'ssd' }, containers: [{ name: 'c', image: 'i' }] },
        },
      },
    }),
  },
  {
    object: object('apps/v1', 'ReplicaSet', 'lonely', {
      spec: { replicas: 1, selector: { matchLabels: { app: 'lonely' } }, template: template('lonely', 'web:1') },
    }),
  },
  {
    object: object('v1', 'ReplicationController', 'old-times', {
      spec: { replicas: 1, selector: { app: 'rc' }, template: template('rc', 'web:1') },
    }),
  },
  { object: object('batch/v1', 'Job', 'done', { spec: job({ completions: 2, parallelism: 2 }) }) },
  { object: object('batch/v1', 'Job', 'work-queue', { spec: { ...job({}), parallelism: 3 } }) },
  { object: object('batch/v1', 'Job', 'suspended', { spec: job({ suspend: true }) }) },
  { object: object('batch/v1', 'Job', 'deadline', { spec: job({ activeDeadlineSeconds: 1 }, { none: 'such' }) }) },
  { object: object('batch/v1', 'Job', 'waiting', { spec: job({}, { none: 'such' }) }) },
  { object: object('batch/v1', 'CronJob', 'every-minute', { spec: { schedule: '*/1 * * * *', jobTemplate: { spec: job({}) } } }) },
  {
    object: object('batch/v1', 'CronJob', 'suspended', {
      spec: { schedule: '@daily', timeZone: 'Europe/Paris', suspend: true, jobTemplate: { spec: job({}) } },
    }),
    status: {
      path: statusPath('/apis/batch/v1', 'cronjobs', 'suspended'),
      value: { lastScheduleTime: hoursAgo(30), lastSuccessfulTime: hoursAgo(29) },
    },
  },
];

function job(fields: object, nodeSelector: object = {}): object {
  return {
    ...fields,
    template: {
      spec: {
        restartPolicy: 'Never',
        nodeSelector,
        containers: [
          { name: 'work', image: 'work:1' },
          { name: 'log', image: 'log:1' },
        ],
      },
    },
  };
}
