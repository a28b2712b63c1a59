import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeAddressBlock } from './addresses.ts';
import { cachedBinaries } from './binaries.ts';
import { ControlPlane } from './control-plane.ts';
import { Reaper } from './reaper.ts';

/** Some real control planes side by side. */
export interface Clusters {
  readonly byName: ReadonlyMap<string, ControlPlane>;
  /** One kubeconfig file with a context per cluster, named as the cluster. */
  readonly kubeconfig: string;
  /** A temporary folder that goes with them. */
  readonly folder: string;
  /** The multi-call binary; `BIN kubectl` is the judge of what Kubernetes says. */
  readonly testcluster: string;
  get(name: string): ControlPlane;
  /** Ends every process and removes all state. Also happens when this process ends in any other way. */
  stop(): Promise<void>;
}

/** Starts one control plane per name; resolves when all their nodes are Ready. What was started is stopped when one of them fails. */
export async function startClusters(
  names: readonly string[],
  options: { nodes?: number; metrics?: boolean; controllers?: readonly string[]; scheduler?: boolean; authorizationWebhook?: string } = {},
): Promise<Clusters> {
  const binaries = cachedBinaries();
  if (binaries === null) throw new Error('the test clusters are not built: npm test -- "real control plane" builds them');
  const block = await takeAddressBlock(names.length);
  const folder = mkdtempSync(join(tmpdir(), 'timonier-clusters-'));
  const reaper = new Reaper();
  reaper.wipe(folder);
  reaper.wipe(block.lock);
  const byName = new Map<string, ControlPlane>();
  for (const [index, name] of names.entries()) {
    const own = join(folder, name);
    mkdirSync(own);
    byName.set(name, new ControlPlane({ name, address: block.address(index + 1), folder: own, binaries, reaper, ...options }));
  }
  const stop = async () => {
    await Promise.all([...byName.values()].map((cluster) => cluster.stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    rmSync(block.lock, { force: true });
    reaper.close();
  };
  try {
    await Promise.all([...byName.values()].map((cluster) => cluster.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, mergedKubeconfig([...byName.values()].map((cluster) => cluster.kubeconfigFor('admin'))), { mode: 0o600 });
  const get = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  };
  return { byName, kubeconfig, folder, testcluster: binaries.testcluster, get, stop };
}

/** One kubeconfig (JSON is YAML) with the entries of all. */
export function mergedKubeconfig(texts: readonly string[]): string {
  const merged = { apiVersion: 'v1', kind: 'Config', 'current-context': '', clusters: [], contexts: [], users: [] } as Record<
    string,
    unknown
  >;
  for (const text of texts) {
    const one = JSON.parse(text) as Record<string, unknown>;
    for (const list of ['clusters', 'contexts', 'users']) merged[list] = [...(merged[list] as unknown[]), ...(one[list] as unknown[])];
  }
  return JSON.stringify(merged);
}
