import { ageColumn, column, type KindDefinition, wideColumn } from './kind-definition.ts';

/** Nodes, as printNode of the server prints them. */
export const nodes: KindDefinition = {
  resource: { group: '', version: 'v1', resource: 'nodes' },
  versions: ['v1'],
  kind: 'Node',
  namespaced: false,
  shortNames: ['no'],
  nameColumn: 'first',
  columns: [
    column('status', 'STATUS', 'text', 'Whether it is ready, and whether pods may be scheduled on it.'),
    column('roles', 'ROLES', 'text', 'Roles from its node-role.kubernetes.io labels.'),
    ageColumn,
    column('version', 'VERSION', 'text', 'Version of its kubelet.'),
    wideColumn('internal-ip', 'INTERNAL-IP', 'text', 'First address of type InternalIP.'),
    wideColumn('external-ip', 'EXTERNAL-IP', 'text', 'First address of type ExternalIP.'),
    wideColumn('os-image', 'OS-IMAGE', 'text', 'Operating system as the node reports it.'),
    wideColumn('kernel-version', 'KERNEL-VERSION', 'text', 'Kernel and architecture as the node reports them.'),
    wideColumn('container-runtime', 'CONTAINER-RUNTIME', 'text', 'Container runtime and its version.'),
  ],
};
