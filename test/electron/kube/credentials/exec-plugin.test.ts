import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ExecPlugins, type ExecRequest, type PluginHost } from '../../../../electron/kube/credentials/exec-plugin.ts';
import { loginShellEnvironment } from '../../../../electron/kube/credentials/login-shell-path.ts';
import { redact } from '../../../../electron/kube/credentials/redact.ts';
import type { ExecEntry } from '../../../../electron/kube/kubeconfig/kubeconfig-entries.ts';
import { makePair } from '../kubeconfig/certificates.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-plugin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const v1 = 'client.authentication.k8s.io/v1';

function script(name: string, body: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

function answer(status: unknown, apiVersion = v1): string {
  return `cat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', apiVersion, status })}\nEND`;
}

function request(exec: Partial<ExecEntry>, clusterInfo: ExecRequest['clusterInfo'] = null): ExecRequest {
  const entry: ExecEntry = {
    command: 'plugin',
    args: [],
    env: [],
    apiVersion: v1,
    installHint: '',
    provideClusterInfo: false,
    interactiveMode: 'Never',
    ...exec,
  };
  return { file: join(folder, 'config'), exec: entry, clusterInfo };
}

function plugins(host: Partial<PluginHost> = {}): ExecPlugins {
  return new ExecPlugins({
    env: { PATH: `${folder}:/usr/bin:/bin`, TERM: 'xterm' },
    home: folder,
    platform: 'linux',
    loginShell: async () => null,
    ...host,
  });
}

test('a plugin gets its arguments, environment and KUBERNETES_EXEC_INFO, and no terminal', async () => {
  script(
    'plugin',
    `printf '%s|%s|%s|' "$1" "$EXTRA" "$KUBERNETES_EXEC_INFO" > "${folder}/seen"; cat >> "${folder}/seen"\n${answer({ token: 'secret-token', expirationTimestamp: '2030-01-01T00:00:00Z' })}`,
  );
  const info = { server: 'https://c', config: { a: 1 } };
  const result = await plugins().run(request({ args: ['get-token'], env: [{ name: 'EXTRA', value: 'yes' }] }, info), []);
  expect(result).toEqual({
    ok: true,
    value: { token: 'secret-token', basic: null, clientCertificate: null, expiresAt: Date.UTC(2030, 0, 1) },
  });
  const expected = { kind: 'ExecCredential', apiVersion: v1, spec: { cluster: info, interactive: false } };
  expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe(`get-token|yes|${JSON.stringify(expected)}|`);
});

test('a certificate and its key are taken together', async () => {
  const pair = makePair('plugin');
  script('plugin', answer({ clientCertificateData: pair.certificate, clientKeyData: pair.key }));
  const result = await plugins().run(request({}), []);
  expect(result.ok && result.value.clientCertificate).toEqual({ certificate: pair.certificate, key: pair.key });
});

test.each([
  ['nothing', 'true', /printed nothing/],
  ['no JSON', 'echo token: SECRET', /did not print JSON/],
  ['another kind', `echo '{"kind":"Pod","apiVersion":"${v1}"}'`, /kind "Pod", expected ExecCredential/],
  [
    'another version',
    answer({ token: 't' }, 'client.authentication.k8s.io/v1beta1'),
    /asks for .*v1, the plugin returned version .*v1beta1/,
  ],
  ['no status', `echo '{"kind":"ExecCredential","apiVersion":"${v1}"}'`, /didn't return a status field/],
  ['an empty status', answer({}), /didn't return a token or cert\/key pair/],
  ['an empty token', answer({ token: '' }), /didn't return a token/],
  ['a certificate alone', answer({ clientCertificateData: 'x' }), /only certificate or key, not both/],
  ['a token with a line break', answer({ token: 'a\nb' }), /line break/],
  ['a token that is a number', answer({ token: 1 }), /status.token is missing or has the wrong type/],
  ['a time that is none', answer({ token: 't', expirationTimestamp: 'soon' }), /not a time/],
])('F27, P21: a plugin that prints %s is refused', async (_what, body, detail) => {
  script('plugin', body);
  const result = await plugins().run(request({}), []);
  expect(result).toMatchObject({ ok: false, error: { kind: 'credentials', cause: 'plugin-output' } });
  expect(!result.ok && result.error.detail).toMatch(detail);
  expect(JSON.stringify(result)).not.toContain('SECRET');
});

test('F27, P21: a plugin that fails shows its exit code and the end of stderr, without secrets', async () => {
  script(
    'plugin',
    `echo "Error loading SSO Token: token=abcdefgh AKIAIOSFODNN7EXAMPLE" >&2; echo "Bearer eyJhbGciOi.eyJzdWIiOiI.sig" >&2; exit 255`,
  );
  const result = await plugins().run(request({ installHint: 'install it' }), []);
  expect(result).toMatchObject({ ok: false, error: { cause: 'plugin-failed', exitCode: 255, hint: 'install it' } });
  const shown = JSON.stringify(result);
  expect(shown).toContain('Error loading SSO Token');
  expect(shown).not.toMatch(/abcdefgh|AKIAIOSFODNN7EXAMPLE|eyJhbGciOi/);
});

test('an expired AWS session says what to type', async () => {
  script('aws', 'echo "The SSO session associated with this profile has expired" >&2; exit 255');
  const result = await plugins().run(request({ command: 'aws', env: [{ name: 'AWS_PROFILE', value: 'prod' }] }), []);
  expect(!result.ok && result.error.hint).toBe('aws sso login --profile prod');
});

test('F25, P21: a plugin that is not there lists the folders that were searched', async () => {
  const result = await plugins().run(request({ command: 'aws-nope', installHint: 'See https://example.com' }), []);
  expect(result).toMatchObject({ ok: false, error: { cause: 'plugin-missing', hint: 'See https://example.com' } });
  expect(!result.ok && result.error.detail).toContain(`searched ${folder}, /usr/bin, /bin, /opt/homebrew/bin`);
});

test('F25: a plugin on the PATH of the login shell is found, and sees what the shell sets', async () => {
  const shellFolder = join(folder, 'shell');
  mkdirSync(shellFolder);
  script('shell/plugin', `echo "$FROM_SHELL" > "${folder}/seen"\n${answer({ token: 't' })}`);
  const host = { env: { PATH: '/usr/bin:/bin' }, loginShell: async () => ({ PATH: shellFolder, FROM_SHELL: 'here' }) };
  expect(await plugins(host).run(request({}), [])).toMatchObject({ ok: true });
  expect(readFileSync(join(folder, 'seen'), 'utf8')).toBe('here\n');
});

test('F26, P21: a plugin that hangs is killed with what it started', async () => {
  script('plugin', `sleep 300 & echo $! > "${folder}/child"; echo "waiting for the browser" >&2; wait`);
  const notices: string[] = [];
  const result = await plugins({ slowAfterMs: 300, killAfterMs: 800 }).run(request({}), [], (notice) => notices.push(notice));
  expect(result).toMatchObject({ ok: false, error: { cause: 'plugin-timeout', stderr: 'waiting for the browser' } });
  expect(notices).toEqual(['still waiting for plugin\nwaiting for the browser']);
  const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
  await expect.poll(() => isRunning(child)).toBe(false);
});

test('F27, P21: a plugin that prints without end is stopped', async () => {
  script('plugin', 'yes');
  expect(await plugins().run(request({}), [])).toMatchObject({
    ok: false,
    error: { cause: 'plugin-output', detail: 'it printed more than 1 MB and was stopped' },
  });
});

test('F26, P21: a plugin that needs a terminal is not run', async () => {
  script('plugin', `touch "${folder}/ran"`);
  const result = await plugins().run(request({ interactiveMode: 'Always', args: ['login'] }), []);
  expect(result).toMatchObject({ ok: false, error: { cause: 'interactive', hint: 'Run in terminal: plugin login' } });
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});

test('a plugin beside its kubeconfig needs trust, and is found there whatever the working folder', async () => {
  const path = script('plug.sh', answer({ token: 't' }));
  const refused = await plugins().run(request({ command: './plug.sh' }), []);
  expect(refused).toMatchObject({ ok: false, error: { cause: 'plugin-untrusted', command: path } });
  expect(await plugins().run(request({ command: './plug.sh' }), [path])).toMatchObject({ ok: true });
});

test('F25: the login shell is asked for its PATH, noise and all', async () => {
  const shell = script('sh-noisy', 'echo "welcome to this machine"; PATH=/from/shell; export PATH; shift; eval "$1"; echo bye');
  const env = await loginShellEnvironment({ SHELL: shell, PATH: '/usr/bin:/bin' }, 'linux');
  expect(env?.PATH).toBe('/from/shell');
});

test('F27: secrets in many forms are replaced', () => {
  const secrets = [
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2ln',
    'k8s-aws-v1.aHR0cHM6Ly9zdHM',
    'hunter2hunter2',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  ];
  const text = redact(`jwt ${secrets[0]} aws ${secrets[1]} {"password": "${secrets[2]}"} secret ${secrets[3]}`);
  for (const secret of secrets) expect(text).not.toContain(secret);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // No such process, which is the question.
  }
}
