import { ageColumn, column, type KindDefinition, templateColumns } from './kind-definition.ts';

/** StatefulSets, as printStatefulSet of the server prints them. */
export const statefulSets: KindDefinition = {
  resource: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  versions: ['v1'],
  kind: 'StatefulSet',
  namespaced: true,
  shortNames: ['sts'],
  nameColumn: 'first',
  columns: [column('ready', 'READY', 'text', 'Ready pods of the desired ones.'), ageColumn, ...templateColumns],
};
