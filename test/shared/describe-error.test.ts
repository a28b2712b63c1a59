import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClusterError, CredentialsError, UnreachableError } from '../../shared/cluster-error.ts';
import { describedStatusCodes, describeError, type ErrorMessage } from '../../shared/describe-error.ts';

const root = join(import.meta.dirname, '../../renderer/messages');

const status = (code: number, extra = {}): ClusterError => ({
  kind: 'status',
  code,
  reason: 'Reason',
  message: 'said',
  causes: [],
  retryAfterSeconds: null,
  ...extra,
});
const unreachable = (cause: UnreachableError['cause'], code = ''): ClusterError => ({
  kind: 'unreachable',
  cause,
  host: 'h:6443',
  code,
  detail: 'd',
});
const credentials = (cause: CredentialsError['cause'], extra = {}): ClusterError => ({
  kind: 'credentials',
  cause,
  command: 'aws',
  exitCode: 254,
  stderr: '',
  hint: '',
  detail: 'd',
  ...extra,
});
const kubeconfig = (line: number | null, column: number | null): ClusterError => ({
  kind: 'kubeconfig',
  file: '/f',
  line,
  column,
  message: 'm',
});

/** `satisfies` makes the compiler name a cause that is added and not listed here. */
const unreachableCauses = Object.keys({
  dns: 0,
  refused: 0,
  reset: 0,
  timeout: 0,
  tls: 0,
  proxy: 0,
  redirect: 0,
  closed: 0,
} satisfies Record<UnreachableError['cause'], 0>) as UnreachableError['cause'][];
const credentialCauses = Object.keys({
  'plugin-missing': 0,
  'plugin-failed': 0,
  'plugin-timeout': 0,
  'plugin-output': 0,
  'plugin-untrusted': 0,
  interactive: 0,
  rejected: 0,
  file: 0,
} satisfies Record<CredentialsError['cause'], 0>) as CredentialsError['cause'][];

const tlsCodes = {
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-notYet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-authority',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls-client',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: 'tls-client',
  ERR_SSL_WRONG_VERSION_NUMBER: 'tls-plain',
  SOMETHING_NEW: 'tls',
};

const everything: ClusterError[] = [
  ...[...describedStatusCodes, 418, 507].map((code) => status(code)),
  status(429, { retryAfterSeconds: 7 }),
  ...unreachableCauses.map((cause) => unreachable(cause)),
  ...Object.keys(tlsCodes).map((code) => unreachable('tls', code)),
  ...credentialCauses.map((cause) => credentials(cause)),
  kubeconfig(null, null),
  kubeconfig(3, null),
  kubeconfig(3, 5),
  { kind: 'unsupported', what: 'metrics.k8s.io', message: 'm' },
  ...(['timed-out', 'gone', 'not-now', 'not-kept', 'not-allowed'] as const).map(
    (cause): ClusterError => ({ kind: 'drain', cause, detail: 'd' }),
  ),
  ...(['invalid', 'exists', 'not-found', 'changed', 'not-undoable', 'no-entry'] as const).map(
    (cause): ClusterError => ({ kind: 'edit', cause, message: 'm' }),
  ),
  { kind: 'edit', cause: 'no-entry', message: '' },
  ...(['confirm', 'deny'] as const).map((demand): ClusterError => ({ kind: 'protected', reason: 'frozen until Monday', demand })),
  { kind: 'protected', reason: 'grade.protected', demand: 'type-name' },
  { kind: 'invalid-answer', contentType: 'text/html', detail: 'd' },
  { kind: 'internal', message: 'm' },
];

function textOf(language: string, message: ErrorMessage): string | null {
  let at: unknown = JSON.parse(readFileSync(join(root, language, 'errors.json'), 'utf8'));
  for (const part of message.key.split('.')) at = (at as Record<string, unknown> | undefined)?.[part];
  if (typeof at !== 'string') return null;
  return at.replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name: string) =>
    name in message.values ? String(message.values[name]) : `MISSING ${name}`,
  );
}

describe('describeError', () => {
  for (const language of ['en', 'fr']) {
    it(`has words for every error in ${language}, with every value filled in`, () => {
      for (const error of everything) {
        const { title, detail, nextStep } = describeError(error);
        for (const message of [title, detail, nextStep]) {
          if (message === null) continue;
          expect([message.key, textOf(language, message)]).toEqual([message.key, expect.not.stringMatching(/MISSING|^$/)]);
        }
        expect(nextStep).not.toBeNull();
      }
    });
  }

  it('says what to do about each TLS fault', () => {
    for (const [code, name] of Object.entries(tlsCodes))
      expect(describeError(unreachable('tls', code)).title.key).toBe(`unreachable.${name}.title`);
  });

  it('never blames the cluster for the proxy', () => {
    expect(textOf('en', describeError(unreachable('proxy')).title)).toMatch(/^The proxy/);
  });

  it('shows what the plugin said, and its hint as the next step', () => {
    const { detail, nextStep } = describeError(credentials('plugin-failed', { stderr: 'token expired\n', hint: 'aws sso login' }));
    expect(detail?.values).toEqual({ text: 'token expired' });
    expect(nextStep).toEqual({ key: 'raw', values: { text: 'aws sso login' } });
  });

  it('keeps the causes of a Status', () => {
    const { detail } = describeError(status(422, { causes: [{ reason: 'x', message: 'must be positive', field: 'spec.replicas' }] }));
    expect(detail?.values.text).toBe('said\nspec.replicas: must be positive');
  });

  it('lets the server say when', () => {
    expect(describeError(status(429, { retryAfterSeconds: 7 })).nextStep).toEqual({ key: 'status.retryAfter', values: { seconds: 7 } });
  });
});
