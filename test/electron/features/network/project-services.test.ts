import { expect, it } from 'vitest';
import { projectServices } from '../../../../electron/features/network/project-services.ts';
import { formatCell } from '../../../../shared/format-cell.ts';

const http = { port: 80, protocol: 'TCP' };

it.each<[string, object, object, string, string]>([
  [
    'plain',
    { type: 'ClusterIP', clusterIPs: ['10.0.0.1', 'fd00::1'], ports: [http, { port: 53, protocol: 'UDP' }] },
    {},
    'ClusterIP|10.0.0.1|<none>|80/TCP,53/UDP',
    'unknown',
  ],
  ['headless', { type: 'ClusterIP', clusterIPs: ['None'] }, {}, 'ClusterIP|None|<none>|<none>', 'unknown'],
  [
    'node port',
    { type: 'NodePort', clusterIPs: ['10.0.0.1'], ports: [{ ...http, nodePort: 30080 }] },
    {},
    'NodePort|10.0.0.1|<none>|80:30080/TCP',
    'unknown',
  ],
  [
    'external addresses',
    { type: 'ClusterIP', clusterIPs: ['10.0.0.1'], externalIPs: ['2.2.2.2', '1.1.1.1'] },
    {},
    'ClusterIP|10.0.0.1|2.2.2.2,1.1.1.1|<none>',
    'unknown',
  ],
  ['external name', { type: 'ExternalName', externalName: 'db.example.com' }, {}, 'ExternalName|<none>|db.example.com|<none>', 'unknown'],
  [
    'balancer without address',
    { type: 'LoadBalancer', clusterIPs: ['10.0.0.1'], ports: [http] },
    {},
    'LoadBalancer|10.0.0.1|<pending>|80/TCP',
    'progressing',
  ],
  [
    'balancer: sorted set, then external addresses',
    { type: 'LoadBalancer', clusterIPs: ['10.0.0.1'], externalIPs: ['9.9.9.9'] },
    { loadBalancer: { ingress: [{ hostname: 'z.example' }, { ip: '1.1.1.1', hostname: 'a.example' }, { ip: '1.1.1.1' }] } },
    'LoadBalancer|10.0.0.1|1.1.1.1,z.example,9.9.9.9|<none>',
    'unknown',
  ],
  ['type of the future', { type: 'Magic' }, {}, 'Magic|<none>|<unknown>|<none>', 'unknown'],
])('%s', (_, spec, status, text, health) => {
  const row = projectServices.project({ spec: { ...spec, selector: { b: '2', a: '1' } }, status });
  const texts = projectServices.columns.map((column, index) => formatCell(column, row.cells[index] ?? null, 0));
  expect(texts.join('|')).toBe(`${text}|<unknown>|a=1,b=2`);
  expect(row.health).toBe(health);
});
