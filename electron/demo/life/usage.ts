import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { listAt, textAt } from '../kube-object.ts';
import type { MetricsSource, Usage } from '../metrics-handler.ts';
import { cpuMillicores, memoryBytes } from './pod-types.ts';

/** A number in [0, 1) that belongs to a text. */
export function hashOf(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return (hash >>> 0) / 4294967296;
}

/** Containers killed for their memory fill up in about this long. */
const LEAK_MS = 112_000;

/** Usage that moves slowly and is the same for the same pod and moment: two waves per container, a leak where one is killed for it. */
export function createUsage(state: ClusterState, leaks: (image: string) => boolean): MetricsSource {
  const container = (pod: KubeObject, name: string): Usage | null => {
    const status = listAt(pod, 'status', 'containerStatuses').find((one) => textAt(one, 'name') === name);
    const started = Date.parse(textAt(status, 'state', 'running', 'startedAt'));
    const now = state.now();
    // metrics-server has its first sample 15 to 20 s after a start.
    if (Number.isNaN(started) || now - started < 15_000) return null;
    const spec = listAt(pod, 'spec', 'containers').find((one) => textAt(one, 'name') === name);
    const seed = hashOf(`${pod.metadata.uid}/${name}`);
    const minutes = now / 60_000;
    const wave = 0.5 + 0.3 * Math.sin(minutes / (3 + 9 * seed) + seed * 20) + 0.12 * Math.sin(minutes * 1.7 + seed * 50);
    const requestedCpu = cpuMillicores(textAt(spec, 'resources', 'requests', 'cpu') || '20m');
    const requestedMemory = memoryBytes(textAt(spec, 'resources', 'requests', 'memory') || '32Mi');
    const limit = memoryBytes(textAt(spec, 'resources', 'limits', 'memory') || '0') || requestedMemory * 2;
    const memory = leaks(textAt(spec, 'image'))
      ? limit * Math.min(0.99, 0.15 + (0.84 * (now - started)) / LEAK_MS)
      : requestedMemory * (0.55 + 0.35 * seed + 0.1 * wave);
    return { cpuMillicores: Math.max(1, requestedCpu * (0.25 + 0.6 * wave * (0.6 + 0.6 * seed))), memoryBytes: memory };
  };
  const isSilent = (object: KubeObject) =>
    listAt(object, 'status', 'conditions').some((c) => textAt(c, 'type') === 'Ready' && textAt(c, 'status') !== 'True');
  // Of a kubelet that does not answer there are no samples, of the node nor of its pods.
  const scraped = (pod: KubeObject, name: string): Usage | null => {
    const host = textAt(pod, 'spec', 'nodeName');
    return state.list('nodes').some((each) => each.metadata.name === host && isSilent(each)) ? null : container(pod, name);
  };
  const node = (object: KubeObject): Usage | null => {
    if (isSilent(object)) return null;
    // Kubelet, runtime and kernel.
    const total = { cpuMillicores: 90, memoryBytes: 900 * 2 ** 20 };
    for (const pod of state.list('pods')) {
      if (textAt(pod, 'spec', 'nodeName') !== object.metadata.name) continue;
      for (const spec of listAt(pod, 'spec', 'containers')) {
        const usage = container(pod, textAt(spec, 'name'));
        total.cpuMillicores += usage?.cpuMillicores ?? 0;
        total.memoryBytes += usage?.memoryBytes ?? 0;
      }
    }
    return total;
  };
  return { container: scraped, node };
}
