import { ageColumn, column, type KindDefinition, selectorColumn, templateColumns } from './kind-definition.ts';

/** CronJobs, as printCronJob of the server prints them. batch/v1beta1 lacks the time zone in old servers but has the same shape. */
export const cronJobs: KindDefinition = {
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  versions: ['v1', 'v1beta1'],
  kind: 'CronJob',
  namespaced: true,
  shortNames: ['cj'],
  nameColumn: 'first',
  columns: [
    column('schedule', 'SCHEDULE', 'text', 'When it runs, in cron form.'),
    column('timezone', 'TIMEZONE', 'text', 'Time zone of the schedule; none means that of kube-controller-manager.'),
    column('suspend', 'SUSPEND', 'text', 'Whether runs are held back.'),
    column('active', 'ACTIVE', 'number', 'Jobs of it that run now.'),
    column('last-schedule', 'LAST SCHEDULE', 'age', 'Time since it was last started.'),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
};
