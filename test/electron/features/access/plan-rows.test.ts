import { describe, expect, it } from 'vitest';
import { planRows } from '../../../../electron/features/access/plan-rows.ts';
import type { ServedResource } from '../../../../electron/kube/discovery.ts';

const served = (fields: Partial<ServedResource>): ServedResource => ({
  group: '',
  version: 'v1',
  resource: 'pods',
  kind: 'Pod',
  singular: 'pod',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: ['delete', 'get', 'list'],
  subresources: [],
  ...fields,
});
const words = (resources: readonly ServedResource[]) =>
  planRows(resources).map(({ group, resource, subresource, verbs }) => `${resource}/${subresource}.${group}: ${verbs.join(' ')}`);

describe('the rows of an access matrix', () => {
  it('are resources and subresources with the verbs they serve, core first, in the order of columns', () => {
    const rows = words([
      served({ group: 'apps', resource: 'deployments', subresources: [{ name: 'scale', verbs: ['update', 'get'] }] }),
      served({
        subresources: [
          { name: 'log', verbs: ['get'] },
          { name: 'exec', verbs: ['create', 'get'] },
        ],
      }),
    ]);
    expect(rows.filter((row) => /pods|deployments/.test(row))).toEqual([
      'pods/.: get list delete',
      'pods/exec.: get create',
      'pods/log.: get',
      'deployments/.apps: get list delete',
      'deployments/scale.apps: get update',
    ]);
  });

  it('have the verbs that only authorizers know', () => {
    const rows = words([
      served({ group: 'rbac.authorization.k8s.io', resource: 'clusterroles', verbs: ['get'] }),
      served({ resource: 'serviceaccounts', verbs: ['get'] }),
    ]);
    expect(rows).toContain('clusterroles/.rbac.authorization.k8s.io: get bind escalate');
    expect(rows).toContain('serviceaccounts/.: get impersonate');
    expect(rows).toContain('users/.: impersonate');
    expect(rows).toContain('signers/.certificates.k8s.io: approve attest sign');
  });

  it('have what a kubelet asks about below nodes, once', () => {
    const rows = words([served({ resource: 'nodes', namespaced: false, subresources: [{ name: 'log', verbs: ['get', 'create'] }] })]);
    expect(rows.filter((row) => row.startsWith('nodes/log'))).toEqual(['nodes/log.: get create']);
    expect(rows).toContain('nodes/stats.: get');
  });

  it('tell one resource of two groups apart', () => {
    const rows = words([served({ resource: 'events' }), served({ group: 'events.k8s.io', resource: 'events' })]);
    expect(rows.filter((row) => row.startsWith('events'))).toHaveLength(2);
  });
});
