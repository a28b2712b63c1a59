import { ageColumn, column, type KindDefinition, selectorColumn } from './kind-definition.ts';

/** Services, as printService of the server prints them with `-o wide` (without, it cuts EXTERNAL-IP at 16 characters). */
export const services: KindDefinition = {
  resource: { group: '', version: 'v1', resource: 'services' },
  versions: ['v1'],
  kind: 'Service',
  namespaced: true,
  shortNames: ['svc'],
  nameColumn: 'first',
  columns: [
    column('type', 'TYPE', 'text', 'How it is exposed.'),
    column('cluster-ip', 'CLUSTER-IP', 'text', 'Its address inside the cluster; None when headless.'),
    column('external-ip', 'EXTERNAL-IP', 'text', 'Addresses of the load balancer, external addresses, or the external name.'),
    column('ports', 'PORT(S)', 'text', 'port[:nodePort]/protocol'),
    ageColumn,
    selectorColumn,
  ],
};
