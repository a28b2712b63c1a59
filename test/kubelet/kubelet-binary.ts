import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cluster/binaries.ts';

const module = join(import.meta.dirname, '..', 'cluster', 'testcluster');

/** The kubelet of the test clusters' Kubernetes, built into the cache at the first use. Throws when it cannot be built. */
export function kubeletBinary(log: (line: string) => void): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'build-kubelet.sh', 'cmd/kubelet/main.go']) hash.update(readFileSync(join(module, file)));
  const binary = join(cacheFolder, 'bin', `kubelet-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(binary)) return binary;
  log('building the kubelet from Go modules; the first time this takes some minutes…');
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/local/go/bin` };
  const built = spawnSync('bash', [join(module, 'build-kubelet.sh'), binary], { stdio: ['ignore', 'ignore', 'inherit'], env });
  if (built.status !== 0) throw new Error(`build-kubelet.sh failed (exit code ${built.status})`);
  return binary;
}
