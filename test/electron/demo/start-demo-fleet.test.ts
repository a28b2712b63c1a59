import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DemoFleetHandle } from '../../../electron/demo/start-demo-fleet.ts';
import { startDemoFleet } from '../../../electron/demo/start-demo-fleet.ts';
import { ask } from './test-client.ts';

const thread = new URL('../../../electron/demo/demo-thread.ts', import.meta.url);
let fleet: DemoFleetHandle | null = null;
afterEach(() => fleet?.close());

interface Kubeconfig {
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string; readonly extensions: readonly unknown[] };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
  readonly contexts: readonly { readonly name: string }[];
}

describe('startDemoFleet', () => {
  it('starts three clusters in a thread, each reachable with what its kubeconfig says, and ends them', async () => {
    fleet = await startDemoFleet(() => new Worker(thread));
    const kubeconfig = parse(fleet.kubeconfig) as Kubeconfig;
    expect(kubeconfig.contexts.map((context) => context.name)).toEqual(['kapsule-prod', 'ovh-prod', 'eks-live']);
    for (const [index, { cluster }] of kubeconfig.clusters.entries()) {
      const target = { url: cluster.server, certificateAuthority: Buffer.from(cluster['certificate-authority-data'], 'base64').toString() };
      const { status, body } = await ask(target, '/api/v1/nodes', { token: kubeconfig.users[index]?.user.token ?? null });
      expect(status).toBe(200);
      expect(body.items.length).toBeGreaterThanOrEqual(6);
      expect(cluster.extensions).toEqual([{ name: 'timonier.dev/demo', extension: { provider: ['scaleway', 'ovh', 'aws'][index] } }]);
    }
    await fleet.close();
    const [first] = kubeconfig.clusters;
    await expect(ask({ url: first?.cluster.server ?? '', certificateAuthority: '' }, '/readyz')).rejects.toThrow();
  });

  it('gives ovh-prod a user without kube-system, vault and audit when asked', async () => {
    fleet = await startDemoFleet(() => new Worker(thread, { workerData: { restricted: true } }));
    const kubeconfig = parse(fleet.kubeconfig) as Kubeconfig;
    const [, ovh] = kubeconfig.clusters;
    const target = {
      url: ovh?.cluster.server ?? '',
      certificateAuthority: Buffer.from(ovh?.cluster['certificate-authority-data'] ?? '', 'base64').toString(),
    };
    const status = async (path: string): Promise<number> =>
      (await ask(target, path, { token: kubeconfig.users[1]?.user.token ?? null })).status;
    expect(await status('/api/v1/pods')).toBe(403);
    expect(await status('/api/v1/namespaces/vault/pods')).toBe(403);
    expect(await status('/api/v1/namespaces/payments/pods')).toBe(200);
    expect(await status('/api/v1/namespaces')).toBe(200);
  });

  it('says why it could not start', async () => {
    await expect(startDemoFleet(() => new Worker('throw new Error("no such thing")', { eval: true }))).rejects.toThrow('no such thing');
    await expect(startDemoFleet(() => new Worker('process.exit(3)', { eval: true }))).rejects.toThrow('code 3');
  });
});
