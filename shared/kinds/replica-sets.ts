import { ageColumn, column, type KindDefinition, selectorColumn, templateColumns } from './kind-definition.ts';

/** ReplicaSets, as printReplicaSet of the server prints them. */
export const replicaSets: KindDefinition = {
  resource: { group: 'apps', version: 'v1', resource: 'replicasets' },
  versions: ['v1'],
  kind: 'ReplicaSet',
  namespaced: true,
  shortNames: ['rs'],
  nameColumn: 'first',
  columns: [
    column('desired', 'DESIRED', 'number', 'Pods it should have.'),
    column('current', 'CURRENT', 'number', 'Pods it has.'),
    column('ready', 'READY', 'number', 'Pods that are ready.'),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
};
