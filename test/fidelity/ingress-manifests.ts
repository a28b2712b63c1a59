import { type Filling, object, statusPath } from './filling.ts';

const backend = { service: { name: 'web', port: { number: 80 } } };
const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };

function rules(...hosts: string[]): object {
  return { rules: hosts.map((host) => (host === '' ? { http } : { host: `${host}.example.com`, http })) };
}

function ingress(name: string, spec: object): Filling {
  return { object: object('networking.k8s.io/v1', 'Ingress', name, { spec }) };
}

/** Ingresses with few and many hosts; no controller gives them addresses, so one is patched. */
export const ingresses: readonly Filling[] = [
  ingress('front', { ingressClassName: 'fidelity-class', tls: [{ hosts: ['a.example.com'] }], ...rules('a', 'b', 'c', 'd') }),
  ingress('catch-all', { defaultBackend: backend }),
  ingress('any-host', rules('')),
  ingress('three-hosts', rules('a', 'b', 'c')),
  ingress('host-last', rules('', 'a', 'b', 'c')),
  ingress('host-first', rules('a', 'b', 'c', '')),
  ingress('many-hosts', rules('', 'a', 'b', 'c', 'd', 'e')),
  {
    ...ingress('addresses', rules('a')),
    status: {
      path: statusPath('/apis/networking.k8s.io/v1', 'ingresses', 'addresses'),
      value: {
        loadBalancer: { ingress: [{ ip: '198.51.100.9' }, { hostname: 'a-very-long-name.elb.example.com' }, { ip: '198.51.100.10' }] },
      },
    },
  },
];
