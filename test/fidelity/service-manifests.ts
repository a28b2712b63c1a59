import { type Filling, object, statusPath } from './filling.ts';

const labels = (app: string): object => ({ app });

/** Services of every type; no cloud gives the balancers their addresses, so one is patched. */
export const services: readonly Filling[] = [
  {
    object: object('v1', 'Service', 'web', {
      spec: {
        selector: labels('web'),
        ports: [
          { name: 'http', port: 80 },
          { name: 'dns', port: 53, protocol: 'UDP' },
        ],
      },
    }),
  },
  {
    object: object('v1', 'Service', 'headless', {
      spec: { clusterIP: 'None', selector: { app: 'db', tier: 'data' }, ports: [{ port: 5432 }] },
    }),
  },
  { object: object('v1', 'Service', 'headless-bare', { spec: { clusterIP: 'None' } }) },
  { object: object('v1', 'Service', 'outside', { spec: { type: 'ExternalName', externalName: 'db.example.com' } }) },
  {
    object: object('v1', 'Service', 'node-port', {
      spec: { type: 'NodePort', selector: labels('web'), ports: [{ port: 8080, targetPort: 80 }] },
    }),
  },
  {
    object: object('v1', 'Service', 'external-ips', {
      spec: { externalIPs: ['192.0.2.7', '192.0.2.6'], selector: labels('web'), ports: [{ port: 80 }] },
    }),
  },
  {
    object: object('v1', 'Service', 'balancer-pending', {
      spec: { type: 'LoadBalancer', selector: labels('web'), ports: [{ port: 443 }] },
    }),
  },
  {
    object: object('v1', 'Service', 'balancer', {
      spec: { type: 'LoadBalancer', externalIPs: ['192.0.2.9'], selector: labels('web'), ports: [{ port: 443 }] },
    }),
    status: {
      path: statusPath('/api/v1', 'services', 'balancer'),
      value: {
        loadBalancer: { ingress: [{ ip: '198.51.100.9' }, { hostname: 'a-very-long-name.elb.example.com' }, { ip: '198.51.100.1' }] },
      },
    },
  },
];
