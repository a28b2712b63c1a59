import { expect, test } from 'vitest';
import { type CredentialEntry, credentialWords } from '../../../electron/kube/credential-words.ts';

const none: CredentialEntry = {
  clientCertificate: '',
  clientCertificateData: '',
  token: '',
  tokenFile: '',
  username: '',
  authProvider: null,
  exec: null,
  impersonate: '',
  impersonateGroups: [],
};
const exec = {
  command: 'aws',
  args: ['--secret', 'x'],
  env: [],
  apiVersion: '',
  installHint: '',
  provideClusterInfo: false,
  interactiveMode: '',
};

test.each<[string, CredentialEntry | null, string | null, string]>([
  [
    'admin',
    { ...none, clientCertificateData: 'PEM' },
    'kubernetes-admin',
    'admin, client certificate, known to the server as kubernetes-admin',
  ],
  ['ci', { ...none, token: 'abc', tokenFile: '/t' }, null, 'ci, token file'],
  ['ci', { ...none, token: 'abc' }, '', 'ci, token'],
  ['eks', { ...none, exec }, null, 'eks, plugin aws'],
  ['old', { ...none, username: 'u' }, null, 'old, basic authentication'],
  [
    'admin',
    { ...none, clientCertificate: '/c', impersonate: 'jane', impersonateGroups: ['dev', 'ops'] },
    'jane',
    'admin, client certificate, acts as jane (dev, ops), known to the server as jane',
  ],
  ['', null, null, 'no user'],
  ['anyone', none, null, 'anyone, no credential'],
])('the user %j is recorded without a secret', (name, user, known, words) => {
  expect(credentialWords(name, user, known)).toBe(words);
});
