import { expect, it } from 'vitest';
import { projectIngresses } from '../../../../electron/features/network/project-ingresses.ts';
import { formatCell } from '../../../../shared/format-cell.ts';

const rules = (...hosts: string[]) => ({ rules: hosts.map((host) => (host === '' ? {} : { host })) });
const balancer = (...ingress: object[]) => ({ loadBalancer: { ingress } });

it.each<[string, object, object, string]>([
  ['nothing said', {}, {}, '<none>|*||80'],
  ['class, host, TLS', { ingressClassName: 'nginx', tls: [{}], ...rules('a.example') }, {}, 'nginx|a.example||80, 443'],
  ['empty class', { ingressClassName: '' }, {}, '|*||80'],
  ['rules without a host', rules('', ''), {}, '<none>|*||80'],
  ['three hosts', rules('a', 'b', 'c'), {}, '<none>|a,b,c||80'],
  ['five hosts', rules('a', 'b', 'c', 'd', 'e'), {}, '<none>|a,b,c + 2 more...||80'],
  ['three hosts among four rules, the last without', rules('a', 'b', 'c', ''), {}, '<none>|a,b,c + 1 more...||80'],
  ['three hosts among four rules, the first without', rules('', 'a', 'b', 'c'), {}, '<none>|a,b,c||80'],
  ['the rest counts rules, not hosts', rules('', 'a', 'b', 'c', 'd'), {}, '<none>|a,b,c + 2 more...||80'],
  [
    'addresses: a sorted set, an address beats a host name, never cut',
    {},
    balancer(
      { hostname: 'long-name-of-a-balancer.example' },
      { ip: '10.0.0.2', hostname: 'b' },
      { ip: '10.0.0.10' },
      { ip: '10.0.0.2' },
      {},
    ),
    '<none>|*|10.0.0.10,10.0.0.2,long-name-of-a-balancer.example|80',
  ],
])('%s', (_, spec, status, text) => {
  const row = projectIngresses.project({ spec, status });
  const texts = projectIngresses.columns.map((column, index) => formatCell(column, row.cells[index] ?? null, 0));
  expect(texts.join('|')).toBe(`${text}|<unknown>`);
  expect(row.health).toBe('unknown');
});

it('is progressing while it is being deleted', () => {
  expect(projectIngresses.project({ metadata: { deletionTimestamp: '2026-11-23T03:00:00Z' } }).health).toBe('progressing');
});
