import { ageColumn, column, type KindDefinition } from './kind-definition.ts';

/** Ingresses, as printIngress of the server prints them with `-o wide` (without, it cuts ADDRESS at 16 characters). */
export const ingresses: KindDefinition = {
  resource: { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' },
  versions: ['v1'],
  kind: 'Ingress',
  namespaced: true,
  shortNames: ['ing'],
  nameColumn: 'first',
  columns: [
    column('class', 'CLASS', 'text', 'The IngressClass whose controller serves it.'),
    column('hosts', 'HOSTS', 'text', 'Host names of its rules, three at most; * is any.'),
    column('address', 'ADDRESS', 'text', 'Addresses of the load balancer that serves it.'),
    column('ports', 'PORTS', 'text', '443 too when it has TLS.'),
    ageColumn,
  ],
};
