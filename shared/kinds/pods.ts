import { ageColumn, column, type KindDefinition, wideColumn } from './kind-definition.ts';

/** Pods, as printPod of the server prints them. */
export const pods: KindDefinition = {
  resource: { group: '', version: 'v1', resource: 'pods' },
  versions: ['v1'],
  kind: 'Pod',
  namespaced: true,
  shortNames: ['po'],
  nameColumn: 'first',
  columns: [
    column('ready', 'READY', 'text', 'Ready containers of all that should be: regular ones and sidecars.'),
    column('status', 'STATUS', 'text', 'The aggregate status of the containers in this pod.'),
    column('restarts', 'RESTARTS', 'restarts', 'How often its containers were restarted, and when last.'),
    ageColumn,
    wideColumn('ip', 'IP', 'text', 'Address of the pod.'),
    wideColumn('node', 'NODE', 'text', 'The node it is bound to.'),
    wideColumn('nominated-node', 'NOMINATED NODE', 'text', 'Where room is being made for it by preemption.'),
    wideColumn('readiness-gates', 'READINESS GATES', 'text', 'Conditions outside its containers that must be true, and how many are.'),
  ],
};
