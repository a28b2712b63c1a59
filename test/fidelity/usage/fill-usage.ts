import { type Kubectl, kubectl } from '../kubectl.ts';

/** CPU and memory of made-up pods: values at which rounding shows, and ordinary ones. Usage is per container, so pods with several add up. */
const usages = [
  ['1m', '1048575'],
  ['250m', '498Mi'],
  ['1501m', '1Gi'],
  ['3', '1536Mi'],
  ['17m', '1100000'],
  ['999m', '64Mi'],
] as const;
const namespaces = ['usage-a', 'usage-b'];
/** Pods of each usage in each namespace. */
const each = 3;

function podManifest(namespace: string, index: number, cpu: string, memory: string) {
  const containers = Array.from({ length: 1 + (index % 3) }, (_, container) => ({
    name: `c${container}`,
    image: 'example/app:1',
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
  }));
  const annotations = { 'kwok.x-k8s.io/usage-cpu': cpu, 'kwok.x-k8s.io/usage-memory': memory };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `pod-${index}`, namespace, annotations }, spec: { containers } };
}

/** How many pods `fillUsage` makes. */
export const usagePods = namespaces.length * usages.length * each;

/** Fills a disposable cluster with pods of known usage. */
export async function fillUsage(judge: Kubectl): Promise<void> {
  const items: object[] = namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  for (const namespace of namespaces) {
    for (let round = 0; round < each; round++) {
      usages.forEach(([cpu, memory], index) => {
        items.push(podManifest(namespace, round * usages.length + index, cpu, memory));
      });
    }
  }
  await kubectl(judge, ['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
