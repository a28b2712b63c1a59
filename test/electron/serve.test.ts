import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bundleMainSide, type MainSideBundles } from './bundle-main-side.ts';

/* The browser shell as the user starts it: a process of its own. */

let bundles: MainSideBundles;
const running: ChildProcessWithoutNullStreams[] = [];
beforeAll(async () => {
  bundles = await bundleMainSide();
}, 60_000);
afterAll(() => bundles.remove());
afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => stop(child)));
});

function start(...flags: string[]) {
  const home = path.join(bundles.folder, `home-${running.length}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(path.join(home, '.kube'), { recursive: true });
  const child = spawn(process.execPath, [bundles.serve, ...flags], {
    env: { PATH: process.env.PATH ?? '', HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') },
  });
  running.push(child);
  const output = { out: '', err: '', exitCode: null as number | null, home };
  child.stdout.on('data', (chunk) => {
    output.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.err += String(chunk);
  });
  child.on('exit', (code) => {
    output.exitCode = code;
  });
  return { child, output };
}

function stop(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

const urlIn = (text: string) => [...text.matchAll(/http:\/\/127\.0\.0\.1:(\d+)\/#t=([\w-]{43})/g)];

async function started(output: { out: string; err: string }) {
  await expect.poll(() => urlIn(output.out).length, { timeout: 15_000, message: output.err }).toBeGreaterThan(0);
  const [, port, token] = urlIn(output.out)[0] ?? [];
  return { origin: `http://127.0.0.1:${port}`, token: token ?? '' };
}

const exchange = (origin: string, token: string) =>
  fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'x-timonier': '1' },
    body: JSON.stringify({ token }),
  });

test('--help, and flags it does not know', async () => {
  const help = start('--help');
  await expect.poll(() => help.output.exitCode).toBe(0);
  for (const flag of ['--port', '--no-open', '--kubeconfig', '--context', '--demo']) expect(help.output.out).toContain(flag);
  const bad = start('--prot', '1');
  await expect.poll(() => bad.output.exitCode).toBe(2);
  expect(bad.output.err).toBe("timonier: Unknown option '--prot'; see --help\n");
});

test('prints an address whose token works once; SIGUSR2 prints the next; SIGTERM stops it', async () => {
  const { child, output } = start('--no-open', '--demo');
  const { origin, token } = await started(output);
  expect(await (await fetch(origin)).text()).toContain('<title>page</title>');
  expect((await exchange(origin, token)).status).toBe(204);
  expect((await exchange(origin, token)).status).toBe(401);
  child.kill('SIGUSR2');
  await expect.poll(() => urlIn(output.out).length).toBe(2);
  expect((await exchange(origin, urlIn(output.out)[1]?.[2] ?? '')).status).toBe(204);
  await stop(child);
  expect(output.exitCode).toBe(0);
});

test.runIf(process.platform === 'linux')('H16: the token is neither in the command line nor in the environment', async () => {
  const { child, output } = start('--no-open', '--demo');
  const { token } = await started(output);
  for (const name of ['cmdline', 'environ']) expect(readFileSync(`/proc/${child.pid}/${name}`, 'utf8')).not.toContain(token);
});

test('a port that is taken is told in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.on('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const { output } = start('--no-open', '--demo', '--port', String(port));
  await expect.poll(() => output.exitCode, { timeout: 15_000 }).toBe(1);
  expect(output.err).toContain(`cannot listen on 127.0.0.1:${port} (EADDRINUSE). Try another --port, or none.`);
  other.close();
});

test('a context that does not exist is told, and does not stop the rest', async () => {
  const kubeconfig = path.join(bundles.folder, 'two-contexts.yaml');
  writeFileSync(kubeconfig, kubeconfigOf('https://127.0.0.1:1', 'x'));
  const { output } = start('--no-open', '--kubeconfig', kubeconfig, '--context', 'nope');
  await started(output);
  await expect.poll(() => output.err).toContain('no context is called "nope"');
});

function kubeconfigOf(server: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'k', context: { cluster: 'c', user: 'u' } }],
  });
}
