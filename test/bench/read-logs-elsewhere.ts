import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http2 from 'node:http2';
import os from 'node:os';
import path from 'node:path';
import { cachedBinaries } from '../cluster/binaries.ts';
import type { LogServer } from './start-log-server.ts';

/* What log views are measured against: the same logs of the same server, read by something else. */

/** Downloads the log of `flat-1` over HTTP/2 and looks at nothing: what nobody can be faster than. Returns ms and bytes. */
export async function downloadLog(server: LogServer): Promise<{ readonly ms: number; readonly bytes: number }> {
  // Windows as large as those of the app, so that neither waits for the other's.
  const session = http2.connect(server.url, {
    ca: server.certificateAuthority,
    settings: { enablePush: false, initialWindowSize: 4 * 1_048_576, maxFrameSize: 1_048_576 },
  });
  session.once('connect', () => session.setLocalWindowSize(16 * 1_048_576));
  const started = performance.now();
  let bytes = 0;
  const stream = session.request({ ':path': '/api/v1/namespaces/bench/pods/flat-1-0/log?follow=true&timestamps=true' });
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
  const ms = performance.now() - started;
  session.close();
  return { ms, bytes };
}

/** kubectl, built for the test clusters; null when it is not. */
export function kubectlCommand(): readonly string[] | null {
  const binaries = cachedBinaries();
  return binaries && [binaries.testcluster, 'kubectl'];
}

/** Reads the logs of `flat-20` with kubectl through a pipe. Returns its lines, and ms from the first of them to the last. */
export async function kubectlLogs(server: LogServer, command: readonly string[]): Promise<{ readonly ms: number; readonly lines: number }> {
  const cache = mkdtempSync(path.join(os.tmpdir(), 'timonier-bench-kubectl-'));
  const [program = '', ...before] = command;
  const flags = ['-f', '-l', 'app=flat-20', '--prefix', '--timestamps', '--max-log-requests', '50', '--tail', '-1'];
  const child = spawn(program, [...before, '--kubeconfig', server.kubeconfig, '--cache-dir', cache, 'logs', ...flags], {
    // It warns that it throttles itself.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let lines = 0;
  let started = Number.NaN;
  child.stdout.on('data', (chunk: Buffer) => {
    if (Number.isNaN(started)) started = performance.now();
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const ms = performance.now() - started;
  rmSync(cache, { recursive: true, force: true });
  if (code !== 0) throw new Error(`kubectl logs ended with ${String(code)} after ${lines} lines`);
  return { ms, lines };
}
