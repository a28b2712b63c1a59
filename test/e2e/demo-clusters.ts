import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import { startDemoFleet } from '../../electron/demo/start-demo-fleet.ts';
import { ask } from '../electron/demo/test-client.ts';

interface Kubeconfig {
  readonly contexts: readonly { readonly name: string }[];
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly { readonly user: { readonly token: string } }[];
}

/** The clusters of the demo fleet, outside of the app: the app reads them as it reads anybody's, and a test can ask them too. */
export interface DemoClusters {
  /** The kubeconfig. */
  readonly file: string;
  /** GET of a path on the cluster of a context; rejects when the answer is not 200. */
  get(context: string, path: string): Promise<{ readonly text: string; readonly body: unknown }>;
  close(): Promise<void>;
}

/** Starts the fleet in a thread of this process and writes its kubeconfig to a folder of its own. `restricted`: the user of ovh-prod may read nodes and change none. */
export async function startDemoClusters({ restricted = false } = {}): Promise<DemoClusters> {
  const url = new URL('../../electron/demo/demo-thread.ts', import.meta.url);
  const fleet = await startDemoFleet(() => new Worker(url, { workerData: { restricted } }));
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-fleet-'));
  const file = path.join(folder, 'config');
  writeFileSync(file, fleet.kubeconfig, { mode: 0o600 });
  const { contexts, clusters, users } = parse(fleet.kubeconfig) as Kubeconfig;
  return {
    file,
    get: async (context, asked) => {
      // One cluster and one user for each context, in the same order.
      const at = contexts.findIndex(({ name }) => name === context);
      const { server = '', 'certificate-authority-data': authority = '' } = clusters[at]?.cluster ?? {};
      const target = { url: server, certificateAuthority: Buffer.from(authority, 'base64').toString() };
      const answer = await ask(target, asked, { token: users[at]?.user.token ?? null });
      if (answer.status !== 200) throw new Error(`${context} ${asked}: ${answer.status} ${answer.text}`);
      return answer;
    },
    close: async () => {
      await fleet.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
