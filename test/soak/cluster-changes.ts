import type { SeededRandom } from '../electron/kube/seeded-random.ts';
import type { Api } from '../fidelity/kubectl.ts';

const namespace = '/api/v1/namespaces/default';
const workloads = ['web', 'api', 'worker'];
const names = Array.from({ length: 12 }, (_, index) => `thing-${index}`);

/** A deployment whose pods the scheduler and kwok bring up. */
export function deployment(name: string): object {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'registry.invalid/main:1' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas: 3, selector: { matchLabels: labels }, template },
  };
}

/** Creates what later changes need. */
export async function fillCluster(api: Api): Promise<void> {
  for (const name of workloads) await api.send('POST', '/apis/apps/v1/namespaces/default/deployments', deployment(name));
}

/** One random change: something is created, changed, deleted or created again under its name. Answers what was done. */
export async function changeCluster(api: Api, random: SeededRandom): Promise<string> {
  const name = random.pick(names);
  switch (random.below(6)) {
    case 0: {
      const workload = random.pick(workloads);
      const replicas = random.below(9);
      await api.patch(`/apis/apps/v1/namespaces/default/deployments/${workload}`, { spec: { replicas } });
      return `scale ${workload} ${replicas}`;
    }
    case 1: {
      const { items } = (await api.get(`${namespace}/pods`)) as { items: { metadata: { name: string } }[] };
      if (items.length === 0) return 'no pod to delete';
      const pod = random.pick(items).metadata.name;
      await api.send('DELETE', `${namespace}/pods/${pod}`);
      return `delete pod ${pod}`;
    }
    case 2: {
      const body = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { ports: [{ port: 80 + random.below(900) }] } };
      await api.send('DELETE', `${namespace}/services/${name}`);
      await api.send('POST', `${namespace}/services`, body);
      return `create service ${name} again`;
    }
    case 3: {
      await api.send('DELETE', `${namespace}/${random.pick(['services', 'configmaps'])}/${name}`);
      return `delete ${name}`;
    }
    case 4: {
      const { items } = (await api.get('/api/v1/nodes')) as { items: { metadata: { name: string } }[] };
      const node = random.pick(items).metadata.name;
      const unschedulable = random.chance(0.3);
      await api.patch(`/api/v1/nodes/${node}`, { spec: { unschedulable } });
      return `${unschedulable ? 'cordon' : 'uncordon'} ${node}`;
    }
    default: {
      const data = Object.fromEntries(Array.from({ length: random.below(5) }, (_, index) => [`key-${index}`, String(random.below(1e6))]));
      await api.send('DELETE', `${namespace}/configmaps/${name}`);
      await api.send('POST', `${namespace}/configmaps`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
      return `create configmap ${name} again`;
    }
  }
}
