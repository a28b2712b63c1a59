import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CertificatePair, type CertificateRequest, createCertificate } from '../../../electron/demo/certificates.ts';
import { ContextsService } from '../../../electron/features/contexts/contexts-service.ts';
import { systemClock } from '../../../electron/kube/clock.ts';
import { ContextRegistry } from '../../../electron/kube/context-registry.ts';
import { DataThreadHost } from '../../../electron/kube/data-thread-host.ts';
import type { FromDataThread } from '../../../electron/kube/data-thread-protocol.ts';
import { SettingsFile } from '../../../electron/shell/settings-file.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import { describeError } from '../../../shared/describe-error.ts';
import { sendJson, sendStatus } from './scripted-api-server.ts';
import { testProjection } from './test-context.ts';

/*
 * Certificates that are wrong, from the kubeconfig on disk to the words a user reads, through registry, contexts service and data
 * thread (without its thread) to a real TLS server.
 */

const day = 86_400_000;
const authority = { ...createCertificate({ commonName: 'cluster-ca', isAuthority: true }), commonName: 'cluster-ca' };
const stranger = createCertificate({ commonName: 'another-ca', isAuthority: true });
const issue = (request: Partial<CertificateRequest> = {}) =>
  createCertificate({ commonName: 'apiserver', names: ['127.0.0.1'], issuer: authority, ...request });

let folder: string;
const ends: (() => unknown)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timonier-certificates-'));
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true });
});

/**
 * A server that answers everything with a version; with `clientCertificates` only those who show a valid one: as a kube-apiserver it lets others in to
 * tell them 401, unless `own` makes it stricter.
 */
async function serve(
  pair: CertificatePair,
  clientCertificates = false,
  own: https.ServerOptions & { http2?: boolean } = {},
): Promise<string> {
  const options = { cert: pair.certificate, key: pair.key, requestCert: clientCertificates, rejectUnauthorized: false, ...own };
  const answer = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const known = !clientCertificates || ('authorized' in request.socket && request.socket.authorized === true);
    if (known) sendJson(response, 200, { gitVersion: 'v1.36.3' });
    else sendStatus(response, 401, 'Unauthorized', 'Unauthorized');
  };
  const secure = { ...options, ca: authority.certificate };
  const server = own.http2 === true ? http2.createSecureServer(secure, answer as never) : https.createServer(secure, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Connects the one context of a kubeconfig that names ca.crt, and client.crt and client.key if there are such. */
async function connect(server: string, ca: string, client: CertificatePair | null = null) {
  writeFileSync(join(folder, 'ca.crt'), ca);
  const user = client === null ? { token: 't' } : { 'client-certificate': 'client.crt', 'client-key': 'client.key' };
  const replaceClient = (pair: CertificatePair) => {
    writeFileSync(join(folder, 'client.key'), pair.key, { mode: 0o600 });
    writeFileSync(join(folder, 'client.crt'), pair.certificate);
  };
  if (client !== null) replaceClient(client);
  const path = join(folder, 'config');
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority': 'ca.crt' } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(path, JSON.stringify(kubeconfig));
  const registry = new ContextRegistry({ flagFiles: [path], env: {}, home: folder, addedPlaces: [] });
  await registry.start();
  let listener: (message: FromDataThread) => void = () => undefined;
  const thread = new DataThreadHost({
    clock: systemClock,
    userAgent: 'timonier/test',
    projectionFor: () => testProjection,
    calls: {},
    post: (message) => listener(message),
  });
  const service = new ContextsService(registry, new SettingsFile(join(folder, 'settings.json')), {
    send: (message) => thread.receive(message),
    onMessage: (next) => {
      listener = next;
      return () => {
        listener = () => undefined;
      };
    },
  });
  service.start([]);
  const id = contextIdOf(path, 'x');
  ends.push(() => {
    service.disconnect(id);
    service.close();
    registry.close();
  });
  expect(service.connect(id)).toMatchObject({ ok: true });
  const status = () => service.status(id);
  const error = () => {
    const { freshness } = status();
    return 'error' in freshness ? freshness.error : null;
  };
  return { status, error, replaceClient };
}

test('P17, F30: an unknown authority is told, and a CA file that is put right on disk heals within five seconds', {
  timeout: 30_000,
}, async () => {
  const { error, status } = await connect(await serve(issue()), stranger.certificate);
  await expect.poll(() => error(), { timeout: 10_000 }).toMatchObject({ kind: 'unreachable', cause: 'tls' });
  const found = error();
  expect(found === null ? '' : describeError(found).title.key).toBe('unreachable.tls-authority.title');
  const at = performance.now();
  writeFileSync(join(folder, 'ca.crt'), authority.certificate);
  await expect.poll(() => status().freshness.state, { timeout: 15_000 }).toBe('live');
  expect(performance.now() - at).toBeLessThan(5_000);
});

test('P18, F30: a client certificate that has expired signs the context out, and one that is renewed on disk signs it in', {
  timeout: 30_000,
}, async () => {
  const expired = createCertificate({
    commonName: 'jane',
    issuer: authority,
    notBefore: Date.now() - 10 * day,
    notAfter: Date.now() - day,
  });
  const { error, status, replaceClient } = await connect(await serve(issue(), true), authority.certificate, expired);
  await expect.poll(() => error(), { timeout: 10_000 }).toMatchObject({ kind: 'credentials', cause: 'rejected' });
  expect(status().freshness).toMatchObject({ retryAt: null });
  replaceClient(createCertificate({ commonName: 'jane', issuer: authority }));
  await expect.poll(() => status().freshness.state, { timeout: 15_000 }).toBe('live');
});

test('F8: a server that speaks only what is too old is told as that, not as a broken network', { timeout: 30_000 }, async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  const { error } = await connect(await serve(issue(), false, old), authority.certificate);
  await expect.poll(() => error(), { timeout: 10_000 }).toMatchObject({ kind: 'unreachable', cause: 'tls' });
  const found = error();
  expect(found === null ? '' : describeError(found).title.key).toBe('unreachable.tls-protocol.title');
});

test.each([
  ['HTTP/1.1', false],
  ['HTTP/2', true],
])('F8: a server whose TLS wants a client certificate says so over %s, and lets in who has one', { timeout: 30_000 }, async (_, http2) => {
  const strict = await serve(issue(), true, { rejectUnauthorized: true, http2 });
  const { error } = await connect(strict, authority.certificate);
  await expect.poll(() => error(), { timeout: 10_000 }).toMatchObject({ kind: 'unreachable', cause: 'tls' });
  const found = error();
  expect(found === null ? '' : describeError(found).title.key).toBe('unreachable.tls-client.title');
  const { status } = await connect(strict, authority.certificate, createCertificate({ commonName: 'jane', issuer: authority }));
  await expect.poll(() => status().freshness.state, { timeout: 15_000 }).toBe('live');
});
