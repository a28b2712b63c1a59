import { ageColumn, column, type KindDefinition, selectorColumn, templateColumns } from './kind-definition.ts';

/** Deployments, as printDeployment of the server prints them. */
export const deployments: KindDefinition = {
  resource: { group: 'apps', version: 'v1', resource: 'deployments' },
  versions: ['v1'],
  kind: 'Deployment',
  namespaced: true,
  shortNames: ['deploy'],
  nameColumn: 'first',
  columns: [
    column('ready', 'READY', 'text', 'Ready pods of the desired ones.'),
    column('up-to-date', 'UP-TO-DATE', 'number', 'Pods that have the current template.'),
    column('available', 'AVAILABLE', 'number', 'Pods ready for at least minReadySeconds.'),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
};
