import type { ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { KubeObject } from './kube-object.ts';
import { kubeTime, listAt, textAt } from './kube-object.ts';
import { selectorOf } from './list-handler.ts';
import type { RequestTarget } from './request-target.ts';
import { notFound } from './status-error.ts';

/** What something uses now. */
export interface Usage {
  readonly cpuMillicores: number;
  readonly memoryBytes: number;
}

/** Where metrics.k8s.io takes its numbers from; null = no sample yet (the object is absent from the answer). */
export interface MetricsSource {
  node(node: KubeObject): Usage | null;
  container(pod: KubeObject, container: string): Usage | null;
}

/** metrics-server's form: nanocores and Ki. */
const usageText = (usage: Usage): Record<string, string> => ({
  cpu: `${Math.round(usage.cpuMillicores * 1_000_000)}n`,
  memory: `${Math.round(usage.memoryBytes / 1024)}Ki`,
});

function metricsOf(object: KubeObject, source: MetricsSource, now: number): Record<string, unknown> | null {
  const { name, namespace, labels } = object.metadata;
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: kubeTime(now),
    ...(labels ? { labels } : {}),
  };
  const common = { metadata, timestamp: kubeTime(now - 9000), window: object.kind === 'Node' ? '20.011s' : '15.203s' };
  if (object.kind === 'Node') {
    const usage = source.node(object);
    return usage && { ...common, usage: usageText(usage) };
  }
  const containers = listAt(object, 'spec', 'containers').flatMap((container) => {
    const usage = source.container(object, textAt(container, 'name'));
    return usage ? [{ name: textAt(container, 'name'), usage: usageText(usage) }] : [];
  });
  return containers.length === 0 ? null : { ...common, containers };
}

/** Answers metrics.k8s.io/v1beta1 nodes and pods. */
export function handleMetrics(exchange: Exchange, state: ClusterState, target: RequestTarget, source: MetricsSource | null): void {
  const { resource } = target;
  const now = state.now();
  const apiVersion = 'metrics.k8s.io/v1beta1';
  const wanted = selectorOf(exchange, { ...target, resource: { ...resource, key: resource.resource } });
  const items =
    source === null
      ? []
      : state
          .list(resource.resource)
          .filter(wanted)
          .flatMap((object) => metricsOf(object, source, now) ?? []);
  if (target.name === '') {
    exchange.json(200, { kind: `${resource.kind}List`, apiVersion, metadata: {}, items });
    return;
  }
  const [only] = items;
  if (!only)
    throw notFound(resource.resource, resource.group, target.namespace === '' ? target.name : `${target.namespace}/${target.name}`);
  exchange.json(200, { kind: resource.kind, apiVersion, ...only });
}
