/*
 * What the Electron lane runs on: Electron 45 where its binary can be had, else Electron 22 out of a package registry with the
 * shims of test/lane/shim and a retargeted build. As root everything is staged for an ordinary user, because Chromium's sandbox
 * is part of what is tested.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node24, root } from './bootstrap.mjs';
import { electronBinary } from './electron-binary.mjs';
import { Skip } from './skip.mjs';

/** The account that runs Electron when the tests run as root. */
const testUser = 'timonier-test';

/** Debian's packages of what Electron and a headless display need. */
const debianPackages = ['xvfb', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];

function quietly(command, args, env = {}) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } }).status === 0;
}

function installed(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Xvfb, installed when there is root and apt. Throws Skip. */
function ensureDisplay() {
  if (process.platform !== 'linux' || installed('Xvfb')) return;
  if (process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('        installing Xvfb and the libraries of Electron with apt-get…');
    quietly('apt-get', ['update', '-qq']);
    quietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages], { DEBIAN_FRONTEND: 'noninteractive' });
  }
  if (!installed('Xvfb') && !process.env.DISPLAY) throw new Skip('no Xvfb and no display; install the package xvfb');
}

/** Electron 22 in the cache. Throws Skip. */
async function oldRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Skip(`Electron's binary cannot be had, and the stand-in is for linux-x64 only`);
  const { cacheFolder } = await import('../test/cluster/binaries.ts');
  const folder = join(cacheFolder, 'electron-22.3.25');
  if (!quietly('bash', [join(root, 'test', 'lane', 'get-runtime.sh'), folder], { NODE: node24 }))
    throw new Skip("neither Electron's binary nor the stand-in from the package registry could be fetched");
  return folder;
}

/** The lane's build of the app and its shim. */
async function buildLane() {
  if (!quietly(node24, [join(root, 'scripts', 'build.mjs')], { TIMONIER_TARGET: 'chrome108' }))
    throw new Error('the build for the Electron lane failed');
  const { build } = await import('esbuild');
  const shim = join(root, 'out', 'lane-shim');
  await build({
    entryPoints: [join(root, 'test', 'lane', 'shim', 'electron-22.cjs')],
    outfile: join(shim, 'electron-22.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'chrome108',
    external: ['electron'],
    logLevel: 'error',
  });
  for (const file of ['worker-host.cjs', 'ports.cjs']) cpSync(join(root, 'test', 'lane', 'shim', file), join(shim, file));
  return { app: join(root, 'out', 'lane'), shim };
}

/** Copies what the ordinary user must be able to read to a folder of its own (the checkout may be under /root), and makes the user. */
function stageForUser(parts) {
  if (spawnSync('id', [testUser]).status !== 0 && !quietly('useradd', ['--create-home', testUser]))
    throw new Skip(`cannot make the user ${testUser}`);
  const stage = mkdtempSync(join(tmpdir(), 'timonier-lane-'));
  process.on('exit', () => rmSync(stage, { recursive: true, force: true }));
  chmodSync(stage, 0o755);
  const staged = Object.fromEntries(Object.entries(parts).map(([name, _path]) => [name, join(stage, name)]));
  // Hard links where the file system allows them: 226 MB of Electron in no time.
  for (const [name, path] of Object.entries(parts))
    if (!quietly('cp', ['-al', path, staged[name]])) cpSync(path, staged[name], { recursive: true });
  quietly('chmod', ['-R', 'a+rX', stage]);
  return { stage, staged };
}

/** A launcher that Playwright can start: the sandboxed Electron as the ordinary user, without a process in between. */
function launcherFor(stage, binary) {
  const launcher = join(stage, 'electron');
  const home = spawnSync('sh', ['-c', `getent passwd ${testUser} | cut -d: -f6`], { encoding: 'utf8' }).stdout.trim();
  const become = `setpriv --reuid=${testUser} --regid=${testUser} --init-groups`;
  writeFileSync(
    launcher,
    `#!/bin/sh\ncd /\nexport HOME='${home}' USER=${testUser} XDG_CONFIG_HOME= XDG_RUNTIME_DIR=\nexec ${become} '${binary}' "$@"\n`,
    { mode: 0o755 },
  );
  return launcher;
}

/** Resolves to the lane's environment. Throws Skip. */
export async function ensureElectron() {
  ensureDisplay();
  const own = electronBinary();
  const asRoot = process.platform === 'linux' && process.getuid() === 0;
  const parts = { node: node24 };
  if (own.path !== undefined) Object.assign(parts, { runtime: join(own.path, '..'), app: join(root, 'dist') });
  else {
    console.log(`        ${own.missing}: the lane runs on Electron 22 with shims`);
    Object.assign(parts, { runtime: await oldRuntime() }, await buildLane());
  }
  const { stage, staged } = asRoot ? stageForUser(parts) : { stage: null, staged: parts };
  const binary = own.path === undefined ? join(staged.runtime, 'electron') : join(staged.runtime, own.path.slice(parts.runtime.length));
  const executable = asRoot ? launcherFor(stage, binary) : binary;
  return {
    TIMONIER_LANE_ELECTRON: executable,
    TIMONIER_LANE_APP: own.path === undefined ? staged.app : join(staged.app, 'main', 'main.cjs'),
    TIMONIER_LANE_SHIM: own.path === undefined ? join(staged.shim, 'electron-22.cjs') : '',
    TIMONIER_LANE_RUNTIME: staged.runtime,
    TIMONIER_LANE_NODE: staged.node,
    TIMONIER_LANE_USER: asRoot ? testUser : '',
  };
}
