/* npm run kubelet-logs -- [--cuts N] [--restarts N] [--out FILE]: test/kubelet/kubelet-logs.ts with a real kubelet. Needs root on Linux; installs containerd and runc where apt-get is. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node24, onNode24, orExit, root, run, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { ensureCluster } from './ensure-cluster.mjs';
import { Skip } from './skip.mjs';

/** Debian's packages, and a file that each brings. */
const needed = [
  ['containerd', '/usr/bin/containerd'],
  ['runc', '/usr/sbin/runc'],
  ['containernetworking-plugins', '/usr/lib/cni/bridge'],
  ['busybox-static', '/bin/busybox'],
  ['iproute2', '/bin/ip'],
];

await onNode24(import.meta.url);
process.exitCode = await orExit(async () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new SetupError('a real kubelet needs root on Linux');
  const missing = needed.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length > 0) {
    console.log(`installing ${missing.join(', ')} with apt-get…`);
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    const installed = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
    if (installed.status !== 0) throw new SetupError(`install ${missing.join(', ')}`);
  }
  await buildStale();
  try {
    await ensureCluster();
  } catch (error) {
    throw error instanceof Skip ? new SetupError(error.message) : error;
  }
  return run(node24, [join(root, 'test', 'kubelet', 'kubelet-logs.ts'), ...process.argv.slice(2)]);
});
