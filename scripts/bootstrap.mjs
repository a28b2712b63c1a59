/*
 * The ground under every script: installed packages and the right Node. Plain JavaScript without dependencies that runs on
 * Node 18.0, because nothing is installed yet when it starts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, whatever folder the command was started from. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

const windows = process.platform === 'win32';

/** Node 24 as the npm package `node` brings it; everything but the bootstrap runs on it. */
export const node24 = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** Why the bootstrap could not go on; printed as it is, without a stack. */
export class SetupError extends Error {}

const modules = join(root, 'node_modules');

/** Hash of the lock file that node_modules was last seen to match: a checkout that only touches the file installs nothing. */
const lockStamp = join(modules, '.timonier-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** Why packages must be installed, or null. */
function packagesAreStale() {
  // npm writes this file at the end of an install: its age says whether the lock file changed since.
  const marker = join(modules, '.package-lock.json');
  if (!existsSync(marker)) return 'node_modules is missing';
  const hash = lockHash();
  if (existsSync(lockStamp) && readFileSync(lockStamp, 'utf8') === hash) return null;
  if (statSync(marker).mtimeMs < statSync(join(root, 'package-lock.json')).mtimeMs) return 'package-lock.json changed';
  writeFileSync(lockStamp, hash);
  return null;
}

/** npm ci empties node_modules first, through a link as well: another checkout's packages would be gone. */
function refuseLinkedModules() {
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new SetupError(
      'node_modules is a link and does not fit package-lock.json. Remove the link (or install where it points), then try again.',
    );
}

function node24Works() {
  if (!existsSync(node24)) return false;
  const answer = spawnSync(node24, ['--version'], { encoding: 'utf8' });
  return answer.status === 0 && /^v2[4-9]\./.test(answer.stdout);
}

/** Runs an npm command on the given Node. Throws SetupError. */
function npm(node, ...command) {
  const args = [...command, '--no-audit', '--no-fund', '--loglevel=error'];
  const stdio = ['ignore', 2, 2];
  // npm_execpath is the npm that started us; a shell is needed for npm.cmd only (its arguments here are constants).
  const own = process.env.npm_execpath;
  const viaNode = own !== undefined && /npm-cli\.c?js$/.test(own) && existsSync(own);
  // npm starts with whatever `node` comes first in the PATH.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const answer = viaNode
    ? spawnSync(node, [own, ...args], { cwd: root, stdio, env })
    : spawnSync('npm', args, { cwd: root, stdio, env, shell: windows });
  if (answer.error) throw new SetupError(`npm could not be started (${answer.error.message}). Install npm, then try again.`);
  if (answer.status !== 0)
    throw new SetupError(`npm ${command[0]} failed (see above). Check the network or the registry in .npmrc, then try again.`);
}

/** Installs what is missing or older than package-lock.json, and makes sure that Node 24 runs. Says what it does on stderr. Throws SetupError. */
export function ensureInstalled() {
  const reason = packagesAreStale();
  if (reason !== null) {
    refuseLinkedModules();
    console.error(`timonier: installing packages (${reason})…`);
    npm(process.execPath, 'ci');
  }
  ensureNode24();
  if (reason === null) return;
  // npm leaves out optional packages whose `engines` exclude the Node it runs on: bindings of the bundler, on Node 18.
  if (Number(process.versions.node.split('.')[0]) < 24) npm(node24, 'install', '--no-save');
  writeFileSync(lockStamp, lockHash());
}

function ensureNode24() {
  if (node24Works()) return;
  // npm may have been told not to run install scripts (ignore-scripts, or a policy): run the one that matters.
  const installer = join(root, 'node_modules', 'node', 'installArchSpecificPackage.js');
  if (existsSync(installer)) {
    console.error('timonier: setting up Node 24…');
    spawnSync(process.execPath, [installer], { cwd: join(root, 'node_modules', 'node'), stdio: ['ignore', 2, 2] });
  }
  if (!node24Works())
    throw new SetupError(
      `Node 24 of the npm package "node" does not run on this machine (${process.platform}-${process.arch}). Delete node_modules and try again.`,
    );
}

/**
 * Runs the calling script on Node 24 with everything installed: returns when this process already is Node 24, else runs the
 * script again on it and ends this process with its exit code. Only `import.meta.url` scripts call it, first thing.
 */
export async function onNode24(scriptUrl) {
  process.chdir(root);
  await orExit(() => ensureInstalled());
  if (Number(process.versions.node.split('.')[0]) >= 24) return;
  process.exit(await run(node24, [fileURLToPath(scriptUrl), ...process.argv.slice(2)]));
}

/** Runs `action`; a SetupError becomes one line on stderr and exit code 1. */
export async function orExit(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`timonier: ${error.message}`);
    process.exit(1);
  }
}

/**
 * Runs a program in the foreground, hands SIGINT, SIGTERM and SIGHUP on to it, and resolves with its exit code once it has
 * ended (128 + n for a signal, as a shell says it). A second Ctrl-C kills it.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: root, ...options });
    let asked = 0;
    const forward = (signal) => {
      asked += 1;
      child.kill(asked > 1 ? 'SIGKILL' : signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const finish = () => {
      for (const signal of signals) process.removeListener(signal, forward);
    };
    child.once('error', (error) => {
      finish();
      reject(new SetupError(`${command} could not be started (${error.message})`));
    });
    child.once('exit', (code, signal) => {
      finish();
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGKILL' ? 137 : 143));
    });
  });
}
