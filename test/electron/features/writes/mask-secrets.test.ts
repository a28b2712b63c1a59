import { expect, test } from 'vitest';
import { maskSecrets } from '../../../../electron/features/writes/mask-secrets.ts';

test('values of Secrets, tokens and passwords are masked wherever they stand; names and everything else stay', () => {
  const secret = { kind: 'Secret', metadata: { name: 'db' }, data: { user: 'YQ==', nested: { deep: 'x' } }, stringData: { a: 'b' } };
  expect(maskSecrets(secret)).toEqual({
    kind: 'Secret',
    metadata: { name: 'db' },
    data: { user: '***', nested: { deep: '***' } },
    stringData: { a: '***' },
  });
  expect(maskSecrets({ kind: 'List', items: [secret, { kind: 'ConfigMap', data: { plain: 'text' } }] })).toMatchObject({
    items: [{ data: { user: '***' } }, { data: { plain: 'text' } }],
  });
  expect(maskSecrets({ spec: { token: 'abc', replicas: 3 }, users: [{ password: 'p' }] })).toEqual({
    spec: { token: '***', replicas: 3 },
    users: [{ password: '***' }],
  });
  expect(maskSecrets({ spec: { unschedulable: null } })).toEqual({ spec: { unschedulable: null } });
});
