import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskSecrets } from '../../../../electron/features/writes/mask-secrets.ts';

const canary = 'Canary-9f27-Value';
const secrets = { group: '', resource: 'secrets' };
const masked = (value: unknown, target?: { group: string; resource: string }) => JSON.stringify(maskSecrets(value, target));

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

test.each<[string, unknown, { group: string; resource: string }?]>([
  ['a merge patch of a Secret, which does not say what it patches', { data: { a: canary }, stringData: { b: canary } }, secrets],
  ['a JSON patch of a Secret', [{ op: 'add', path: '/data/a', value: canary }], secrets],
  ['a JSON patch of all data', [{ op: 'replace', path: '/data', value: { a: canary } }], secrets],
  ['a JSON patch of a whole Secret', [{ op: 'replace', path: '', value: { data: { a: canary } } }], secrets],
  ['a JSON patch of a member with a telling name', [{ op: 'replace', path: '/spec/adminPassword', value: canary }]],
  ['a SecretList, whose items do not say their kind', { kind: 'SecretList', items: [{ data: { a: canary } }] }],
  [
    'the copy that kubectl apply leaves',
    {
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ kind: 'Secret', data: { a: canary } }),
        },
      },
    },
  ],
  ['the same in a JSON patch', [{ op: 'add', path: '/metadata/annotations/x', value: `{"kind":"Secret","stringData":{"a":"${canary}"}}` }]],
  ['JSON in JSON in a text', { data: { 'a.json': JSON.stringify({ b: JSON.stringify({ password: canary }) }) } }],
  ['a variable of a container', { spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value: canary }] }] } }],
  ['a flag with its value', { args: ['--listen=:80', `--api-token=${canary}`] }],
  ['a flag before its value', { args: ['--password', canary] }],
  ['a URL with a login', { dsn: `postgres://user:${canary}@db/x` }],
  ['a bearer token in a text', { command: ['curl', '-H', `Authorization: Bearer ${canary}`] }],
  ['a private key', { tls: { key: `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----` } }],
  ['YAML in a text', { data: { 'config.yaml': `user: a\npassword: ${canary}\n` } }],
  [
    'names with other words around, in any case',
    { spec: { clientSecret: canary, API_KEY: canary, 'refresh-token': canary, '.dockerconfigjson': canary } },
  ],
])('%s is masked', (_what, value, target) => {
  expect(masked(value, target)).not.toContain(canary);
});

test('what is no secret stays as it is, letter by letter', () => {
  const plain = {
    spec: {
      unschedulable: true,
      taints: [{ key: 'token', value: 'maintenance', effect: 'NoExecute' }],
      automountServiceAccountToken: false,
      secretName: 'db',
      volumes: [{ secret: { secretName: 'db', items: [{ key: 'password', path: 'p' }] } }],
      env: [{ name: 'LOG_LEVEL', value: 'debug' }],
      args: ['--kubeconfig-file', '/etc/x', '--token-file', '/var/run/token', '{ "not": json'],
    },
    metadata: {
      uid: '5b1f7f0e-0f7e-4a8e-9c2f-1f2b3c4d5e6f',
      labels: { 'pod-template-hash': '6c9d8f7b5' },
      annotations: { json: '{"a": 1}' },
    },
    deleteOptions: { gracePeriodSeconds: 30, preconditions: { uid: '5b1f7f0e-0f7e-4a8e-9c2f-1f2b3c4d5e6f' } },
  };
  expect(maskSecrets(plain, { group: '', resource: 'nodes' })).toEqual(plain);
});

test('at any depth, in any company, a value of a Secret is not in the copy, and masking twice is masking once', () => {
  const around = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constant({ kind: 'Secret', data: { a: canary }, stringData: { b: [canary] } }),
      fc.constant({ token: canary }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 8 }), tie('tree'), { maxKeys: 3 }),
      tie('tree').map((tree) => JSON.stringify(tree)),
    ),
  })).tree;
  fc.assert(
    fc.property(around, (value) => {
      const once = maskSecrets(value);
      expect(JSON.stringify(once)).not.toContain(canary);
      expect(maskSecrets(once)).toEqual(once);
    }),
  );
});

test('what is deeper than any object is masked whole instead of overflowing', () => {
  let deep: unknown = canary;
  for (let level = 0; level < 20_000; level++) deep = { a: deep };
  expect(JSON.stringify(maskSecrets(deep))).not.toContain(canary);
});
