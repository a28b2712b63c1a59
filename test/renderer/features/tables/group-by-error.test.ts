import { expect, test } from 'vitest';
import { groupByError } from '../../../../renderer/features/tables/group-by-error.ts';
import type { ClusterError } from '../../../../shared/cluster-error.ts';

const status = (code: number, message: string): ClusterError => ({
  kind: 'status',
  code,
  reason: code === 403 ? 'Forbidden' : 'InternalError',
  message,
  causes: [],
  retryAfterSeconds: null,
});

test('namespaces that were refused are one reason, one that failed otherwise is another', () => {
  const groups = groupByError([
    { namespace: 'a', error: status(403, 'no pods in a') },
    { namespace: 'b', error: status(500, 'etcd') },
    { namespace: 'c', error: status(403, 'no pods in c') },
  ]);
  expect(groups.map(({ namespaces }) => namespaces)).toEqual([['a', 'c'], ['b']]);
  expect(groups[0]?.error).toMatchObject({ message: 'no pods in a' });
});
