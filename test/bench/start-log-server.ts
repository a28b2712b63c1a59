import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type ContextId, contextIdOf } from '../../shared/context-id.ts';
import { benchNamespace } from './log-server-pods.ts';

/** What log-server.ts says of itself. */
export interface LogServerFigures {
  /** TLS connections taken since its start. */
  readonly connections: number;
  /** Logs of running pods that are being followed. */
  readonly logs: number;
  /** Lines that running pods wrote since the start. */
  readonly written: number;
}

/** log-server.ts in a process of its own, and a kubeconfig whose context `bench` is it. */
export interface LogServer {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly kubeconfig: string;
  readonly contextId: ContextId;
  figures(): Promise<LogServerFigures>;
  /** Every running pod writes that many lines a second from now on. */
  write(rate: number): Promise<void>;
  stop(): void;
}

/** Starts one whose `flat-1` has that many lines; resolves when they are made. */
export async function startLogServer(lines: number, protocol: 'h2' | 'http/1.1' = 'h2'): Promise<LogServer> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'log-server.ts'), String(lines), protocol], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = linesOf(child);
  const { url, certificateAuthority } = JSON.parse(await said()) as { readonly url: string; readonly certificateAuthority: string };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-logs-'));
  const kubeconfig = path.join(folder, 'config');
  const cluster = { server: url, 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'bench',
      clusters: [{ name: 'bench', cluster }],
      users: [{ name: 'bench', user: { token: 'bench' } }],
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench', namespace: benchNamespace } }],
    }),
    { mode: 0o600 },
  );
  const ask = async (line: string): Promise<unknown> => {
    child.stdin?.write(`${line}\n`);
    return JSON.parse(await said());
  };
  return {
    url,
    certificateAuthority,
    kubeconfig,
    contextId: contextIdOf(kubeconfig, 'bench'),
    figures: async () => (await ask('figures')) as LogServerFigures,
    write: async (rate) => {
      await ask(`write ${rate}`);
    },
    stop: () => {
      child.stdin?.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The lines a process prints, one at a time. */
function linesOf(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const next = await lines.next();
    if (next.done) throw new Error('the log server ended');
    return next.value as string;
  };
}
