import { ageColumn, column, type KindDefinition, selectorColumn, templateColumns } from './kind-definition.ts';

/** Jobs, as printJob of the server prints them. */
export const jobs: KindDefinition = {
  resource: { group: 'batch', version: 'v1', resource: 'jobs' },
  versions: ['v1'],
  kind: 'Job',
  namespaced: true,
  shortNames: [],
  nameColumn: 'first',
  columns: [
    column('status', 'STATUS', 'text', 'Status of the job.'),
    column('completions', 'COMPLETIONS', 'text', 'Pods that succeeded of those wanted.'),
    column('duration', 'DURATION', 'duration', 'Time from its start to its completion, or to now.'),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
};
