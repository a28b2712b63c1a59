import { ageColumn, column, type KindDefinition } from './kind-definition.ts';

/** Namespaces, as printNamespace of the server prints them. */
export const namespaces: KindDefinition = {
  resource: { group: '', version: 'v1', resource: 'namespaces' },
  versions: ['v1'],
  kind: 'Namespace',
  namespaced: false,
  shortNames: ['ns'],
  nameColumn: 'first',
  columns: [column('status', 'STATUS', 'text', 'Active, or Terminating while its objects are being deleted.'), ageColumn],
};
