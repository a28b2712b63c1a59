import { ageColumn, column, type KindDefinition, selectorColumn, templateColumns } from './kind-definition.ts';

/** DaemonSets, as printDaemonSet of the server prints them. */
export const daemonSets: KindDefinition = {
  resource: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  versions: ['v1'],
  kind: 'DaemonSet',
  namespaced: true,
  shortNames: ['ds'],
  nameColumn: 'first',
  columns: [
    column('desired', 'DESIRED', 'number', 'Nodes that should run it.'),
    column('current', 'CURRENT', 'number', 'Nodes that run at least one of its pods and should.'),
    column('ready', 'READY', 'number', 'Nodes with a ready pod.'),
    column('up-to-date', 'UP-TO-DATE', 'number', 'Nodes whose pod has the current template.'),
    column('available', 'AVAILABLE', 'number', 'Nodes whose pod is ready for at least minReadySeconds.'),
    column('node-selector', 'NODE SELECTOR', 'text', 'Labels a node must carry.'),
    ageColumn,
    ...templateColumns,
    selectorColumn,
  ],
};
