import { expect, test } from 'vitest';
import type { Credential } from '../../../../electron/kube/connection.ts';
import { CredentialCache, refreshTime } from '../../../../electron/kube/credentials/credential-cache.ts';
import { type CredentialsError, failure, type Result, success } from '../../../../shared/cluster-error.ts';

const error: CredentialsError = {
  kind: 'credentials',
  cause: 'plugin-failed',
  command: 'p',
  exitCode: 1,
  stderr: '',
  hint: '',
  detail: '',
};
const fresh = { refused: null, byUser: false };

function credential(token: string, expiresAt: number | null = null): Credential {
  return { token, basic: null, clientCertificate: null, expiresAt };
}

function setup(answers: (run: number) => Result<Credential, CredentialsError>) {
  const state = { now: 0, runs: 0 };
  const cache = new CredentialCache(() => state.now);
  const run = async () => answers(++state.runs);
  return { state, cache, run };
}

test('however many ask at once, one process runs', async () => {
  const { state, cache, run } = setup((count) => success(credential(`t${count}`)));
  const results = await Promise.all(Array.from({ length: 25 }, () => cache.get('a', fresh, run)));
  expect(state.runs).toBe(1);
  expect(results.every((result) => result.ok && result.value.token === 't1')).toBe(true);
  await cache.get('b', fresh, run);
  expect(state.runs).toBe(2);
});

test('a credential is kept until shortly before it ends', async () => {
  const { state, cache, run } = setup(() => success(credential('t', state.now + 14 * 60_000)));
  await cache.get('a', fresh, run);
  state.now = 11 * 60_000;
  await cache.get('a', fresh, run);
  expect(state.runs).toBe(1);
  state.now = 11.3 * 60_000;
  await cache.get('a', fresh, run);
  expect(state.runs).toBe(2);
});

test('F10: tokens that live two seconds cost at most one process a life', async () => {
  const { state, cache, run } = setup(() => success(credential('t', state.now + 2_000)));
  for (; state.now < 600_000; state.now += 100) expect((await cache.get('a', fresh, run)).ok).toBe(true);
  expect(state.runs).toBeLessThanOrEqual(600_000 / 1_600 + 1);
});

test('F9: a refused credential is renewed once for all who had it', async () => {
  const { state, cache, run } = setup((count) => success(credential(`t${count}`)));
  const first = await cache.get('a', fresh, run);
  const refused = first.ok ? first.value : null;
  const renewed = await Promise.all([1, 2, 3].map(() => cache.get('a', { refused, byUser: false }, run)));
  const late = await cache.get('a', { refused, byUser: false }, run);
  expect(state.runs).toBe(2);
  for (const result of [...renewed, late]) expect(result.ok && result.value.token).toBe('t2');
});

test('a plugin that fails runs at most three times in five minutes, unless the user asks', async () => {
  const { state, cache, run } = setup(() => failure(error));
  for (; state.now < 299_000; state.now += 1_000) expect((await cache.get('a', fresh, run)).ok).toBe(false);
  expect(state.runs).toBe(3);
  await cache.get('a', { refused: null, byUser: true }, run);
  expect(state.runs).toBe(4);
});

test('P20: a server that refuses every credential costs at most three renewals in five minutes', async () => {
  const { state, cache, run } = setup((count) => success(credential(`t${count}`)));
  let last = await cache.get('a', fresh, run);
  for (; state.now < 299_000; state.now += 1_000) last = await cache.get('a', { refused: last.ok ? last.value : null, byUser: false }, run);
  expect(state.runs).toBe(1 + 3);
});

test('a credential that has not ended serves on while its renewal fails', async () => {
  const { state, cache, run } = setup((count) => (count === 1 ? success(credential('t', 600_000)) : failure(error)));
  await cache.get('a', fresh, run);
  state.now = 550_000;
  expect(await cache.get('a', fresh, run)).toMatchObject({ ok: true, value: { token: 't' } });
  expect(state.runs).toBe(2);
  state.now = 601_000;
  expect((await cache.get('a', fresh, run)).ok).toBe(false);
});

test('F9: renewal is at 80 % of the life or a minute before the end', () => {
  expect(refreshTime(null, 0)).toBeNull();
  expect(refreshTime(1_000_000, 0)).toBe(800_000);
  expect(refreshTime(200_000, 0)).toBe(140_000);
  expect(refreshTime(2_000, 0)).toBe(1_600);
  expect(refreshTime(-5_000, 0)).toBe(1_000);
});
