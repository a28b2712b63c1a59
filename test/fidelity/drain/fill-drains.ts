import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '../kubectl.ts';
import { drainDaemonSet, drainNamespace, drainNodes, drainPods } from './drain-manifests.ts';
import { create, each } from './make.ts';

const pods = `/api/v1/namespaces/${drainNamespace}/pods`;
/** Longest wait for what the cluster's own controllers make, in ms. */
const controllersLimit = 60_000;

/** Makes the nodes and pods of `drain-manifests.ts`. Throws when one is refused. */
export async function fillDrains(api: Api): Promise<void> {
  await makeNamespace(api, drainNamespace);
  await create(api, `/apis/apps/v1/namespaces/${drainNamespace}/daemonsets`, drainDaemonSet);
  await each(drainNodes, (node) => create(api, '/api/v1/nodes', node));
  await each(drainPods, async ({ name, object, status, deletedWithin }) => {
    await create(api, pods, object);
    await api.patch(`${pods}/${name}/status`, { status });
    if (deletedWithin !== null) await api.send('DELETE', `${pods}/${name}`, { gracePeriodSeconds: deletedWithin });
  });
}

/** Creates a namespace and waits for its ServiceAccount, without which no pod is let in. */
export async function makeNamespace(api: Api, name: string): Promise<void> {
  await create(api, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await until('a ServiceAccount', async () => {
    const { items } = (await api.get(`/api/v1/namespaces/${name}/serviceaccounts`)) as { readonly items: readonly object[] };
    return items.length > 0;
  });
}

/** Asks until it holds; throws when it does not in time. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + controllersLimit; !(await holds()); await delay(100))
    if (Date.now() > end) throw new Error(`never came: ${what}`);
}
