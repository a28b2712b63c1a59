import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type ContextId, contextIdOf } from '../../shared/context-id.ts';
import type { ResourceRef } from '../../shared/resource.ts';
import { PageClient } from '../e2e/page-client.ts';
import { type ServedApp, serveApp } from '../e2e/serve-app.ts';

/** Seconds that a credential of the plugin lives. */
const credentialLife = 3_600;

/** The served app with its page, connected to API servers of another process through exec plugins. */
export interface ServedFleet {
  readonly app: ServedApp;
  readonly page: PageClient;
  readonly contexts: readonly ContextId[];
  /** Thirty kinds, pods first. */
  readonly kinds: readonly ResourceRef[];
  /** Pods of each cluster. */
  readonly pods: number;
  /** How often the plugin ran so far. */
  credentialProcesses(): number;
  /** Tells the servers something; resolves to the connections they have taken since the start. */
  tell(line: 'figures' | 'sleep'): Promise<number>;
  stop(): Promise<void>;
}

/** Starts `count` clusters and the app, whose contexts share `identities` identities. `pluginMs` is how long the plugin takes. Nothing is connected yet. */
export async function startServedFleet(count: number, identities: number, pluginMs: number): Promise<ServedFleet> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-fleet-'));
  const file = (name: string) => path.join(folder, name);
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'api-servers.ts'), String(count), String(identities), file('epoch')],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const said = linesOf(child);
  const { clusters, kinds } = JSON.parse(await said()) as {
    readonly kinds: readonly ResourceRef[];
    readonly clusters: readonly { readonly url: string; readonly certificateAuthority: string; readonly pods: number }[];
  };
  writeFileSync(file('runs'), '');
  writeFileSync(
    file('plugin'),
    `#!/bin/sh
echo run >> '${file('runs')}'
sleep ${pluginMs / 1_000}
end=$(date -u -d '+${credentialLife} seconds' +%Y-%m-%dT%H:%M:%SZ)
echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'$1-$(cat '${file('epoch')}')'","expirationTimestamp":"'$end'"}}'
`,
    { mode: 0o700 },
  );
  const exec = (identity: number) => ({
    apiVersion: 'client.authentication.k8s.io/v1',
    interactiveMode: 'Never',
    command: file('plugin'),
    args: [String(identity)],
  });
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: clusters.map(({ url, certificateAuthority }, index) => ({
      name: `c${index}`,
      cluster: { server: url, 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') },
    })),
    users: Array.from({ length: identities }, (_, identity) => ({ name: `u${identity}`, user: { exec: exec(identity) } })),
    contexts: clusters.map((_, index) => ({ name: `c${index}`, context: { cluster: `c${index}`, user: `u${index % identities}` } })),
  };
  writeFileSync(file('config'), JSON.stringify(kubeconfig), { mode: 0o600 });
  const app = await serveApp(['--kubeconfig', file('config')]);
  const page = await PageClient.open(app.url);
  return {
    app,
    page,
    contexts: clusters.map((_, index) => contextIdOf(file('config'), `c${index}`)),
    kinds,
    pods: clusters[0]?.pods ?? 0,
    credentialProcesses: () => readFileSync(file('runs'), 'utf8').split('\n').length - 1,
    tell: async (line) => {
      child.stdin?.write(`${line}\n`);
      return (JSON.parse(await said()) as { handshakes: number }).handshakes;
    },
    stop: async () => {
      page.close();
      await app.stop();
      child.stdin?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lines a process prints, one at a time. */
function linesOf(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error('the servers have no standard output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    if (next.done) throw new Error('the servers ended');
    return next.value as string;
  };
}
