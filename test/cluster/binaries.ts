import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The multi-call binary of the test clusters, and kwok's CRDs. */
export interface ClusterBinaries {
  /** etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok, metrics-server as sub-commands. */
  readonly testcluster: string;
  /** Folder of YAML files. */
  readonly kwokCrds: string;
}

const module = join(import.meta.dirname, 'testcluster');

/** Where big downloads and builds live, outside of the repository: $TIMONIER_CACHE, else ~/.cache/timonier. */
export const cacheFolder = process.env.TIMONIER_CACHE ?? join(homedir(), '.cache', 'timonier');

/** Names the build by its sources: another go.mod or main.go is another binary. */
function sourceKey(): string {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'build.sh', 'patch-kwok.sh', 'cmd/testcluster/main.go'])
    hash.update(readFileSync(join(module, file)));
  return hash.digest('hex').slice(0, 16);
}

function folder(): string {
  return join(cacheFolder, 'bin', `testcluster-${sourceKey()}`);
}

/** The built binaries, or null. Needs no Go. */
export function cachedBinaries(): ClusterBinaries | null {
  const found = { testcluster: join(folder(), 'testcluster'), kwokCrds: join(folder(), 'kwok-crds') };
  return existsSync(found.testcluster) && existsSync(found.kwokCrds) ? found : null;
}

/** Go's own toolchain module (Go distributes itself through the module proxy); used when there is no `go` of 1.21 or later. */
const toolchain = 'v0.0.1-go1.26.8.linux-amd64';

/** sha256 of its zip as proxy.golang.org serves it: what is not this does not run here. */
const toolchainSha256 = '30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7';

function usableGo(): string | null {
  for (const go of ['go', '/usr/local/go/bin/go', join(cacheFolder, 'go', toolchain, 'bin', 'go')]) {
    const answer = spawnSync(go, ['version'], { encoding: 'utf8' });
    // From 1.21 on, go fetches the toolchain that go.mod asks for by itself.
    const minor = Number(/go1\.(\d+)/.exec(answer.stdout ?? '')?.[1] ?? 0);
    if (answer.status === 0 && minor >= 21) return go;
  }
  return null;
}

/** Fetches the Go toolchain into the cache. Returns why not, or null. */
async function fetchGo(log: (line: string) => void): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `install Go 1.21 or later (no toolchain is pinned for ${process.platform}-${process.arch})`;
  const proxy = (process.env.GOPROXY ?? 'https://proxy.golang.org').split(/[,|]/)[0] ?? '';
  const base = `${proxy.startsWith('http') ? proxy : 'https://proxy.golang.org'}/golang.org/toolchain/@v/${toolchain}`;
  log(`fetching the Go toolchain ${toolchain}…`);
  mkdirSync(join(cacheFolder, 'go'), { recursive: true });
  const scratch = mkdtempSync(join(cacheFolder, 'go', 'part-'));
  try {
    const answer = await fetch(`${base}.zip`);
    if (!answer.ok) return `${base}.zip answered ${answer.status}`;
    const zip = join(scratch, 'go.zip');
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (sum !== toolchainSha256) return `${base}.zip has sha256 ${sum}, expected ${toolchainSha256}`;
    writeFileSync(zip, bytes);
    const unzipped = spawnSync('python3', ['-m', 'zipfile', '-e', zip, scratch], { encoding: 'utf8' });
    if (unzipped.status !== 0) return `python3 could not unpack Go (${unzipped.stderr ?? unzipped.error?.message})`;
    const tree = join(scratch, 'golang.org', `toolchain@${toolchain}`);
    // Module zips carry no modes.
    for (const tools of ['bin', 'pkg/tool/linux_amd64'])
      for (const name of existsSync(join(tree, tools)) ? readdirSync(join(tree, tools)) : []) chmodSync(join(tree, tools, name), 0o755);
    renameSync(tree, join(cacheFolder, 'go', toolchain));
    return null;
  } catch (error) {
    return `Go could not be fetched (${String(error)})`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Builds the binaries into the cache. Returns why it could not, or null. */
export async function buildBinaries(log: (line: string) => void): Promise<string | null> {
  if (process.platform !== 'linux') return 'the test clusters need Linux (one loopback address per cluster)';
  if (usableGo() === null) {
    const problem = await fetchGo(log);
    if (problem !== null) return problem;
  }
  const go = usableGo();
  if (go === null) return 'no Go that works';
  log('building the test clusters from Go modules; the first time this takes about 8 minutes on 2 cores…');
  const path = go.includes('/') ? `${join(go, '..')}:${process.env.PATH ?? ''}` : process.env.PATH;
  const answer = spawnSync('bash', [join(module, 'build.sh'), folder()], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: path },
  });
  return answer.status === 0 ? null : `test/cluster/testcluster/build.sh failed (exit code ${answer.status})`;
}
