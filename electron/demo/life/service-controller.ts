import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { listAt, mapAt, numberAt, textAt } from '../kube-object.ts';
import { isReady } from './owned-objects.ts';

const matches = (pod: KubeObject, selector: Readonly<Record<string, string>>): boolean => {
  const entries = Object.entries(selector);
  return entries.length > 0 && entries.every(([key, value]) => pod.metadata.labels?.[key] === value);
};

/** Keeps EndpointSlices, Endpoints and HorizontalPodAutoscalers true to the pods there are. */
export class ServiceController {
  readonly #state: ClusterState;
  #dirtyNamespaces = new Set<string>();

  constructor(state: ClusterState) {
    this.#state = state;
    for (const resource of ['pods', 'services', 'horizontalpodautoscalers.autoscaling'])
      state.onChange(resource, ({ stored }) => this.#dirtyNamespaces.add(stored.object.metadata.namespace ?? ''));
  }

  run(): void {
    const namespaces = [...this.#dirtyNamespaces];
    this.#dirtyNamespaces.clear();
    for (const namespace of namespaces) {
      const pods = this.#state.list('pods', namespace);
      for (const service of this.#state.list('services', namespace)) this.#endpoints(service, pods);
      for (const scaler of this.#state.list('horizontalpodautoscalers.autoscaling', namespace)) this.#replicas(scaler);
      // What was just written marks its namespace again; it is up to date.
      this.#dirtyNamespaces.delete(namespace);
    }
  }

  #put(resource: string, object: KubeObject, field: string): void {
    const stored = this.#state.get(resource, object.metadata.namespace ?? '', object.metadata.name);
    if (!stored) this.#state.create(resource, object);
    else if (JSON.stringify(stored[field]) !== JSON.stringify(object[field]))
      this.#state.replace(resource, { ...stored, [field]: object[field] });
  }

  #endpoints(service: KubeObject, pods: readonly KubeObject[]): void {
    const selector = mapAt(service, 'spec', 'selector');
    if (Object.keys(selector).length === 0) return;
    const { namespace = '', name } = service.metadata;
    const backing = pods.filter(
      (pod) =>
        matches(pod, selector) &&
        textAt(pod, 'status', 'podIP') !== '' &&
        !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')),
    );
    const ports = listAt(service, 'spec', 'ports').map((port) => ({
      name: textAt(port, 'name'),
      port: numberAt(port, 'targetPort') || numberAt(port, 'port'),
      protocol: textAt(port, 'protocol'),
    }));
    const target = (pod: KubeObject): Record<string, unknown> => ({
      kind: 'Pod',
      namespace,
      name: pod.metadata.name,
      uid: pod.metadata.uid,
    });
    const owner = { apiVersion: 'v1', kind: 'Service', name, uid: service.metadata.uid ?? '', controller: true, blockOwnerDeletion: true };
    this.#put(
      'endpointslices.discovery.k8s.io',
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: `${name}-${(service.metadata.uid ?? '').slice(-5)}`,
          generateName: `${name}-`,
          namespace,
          labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': name },
          ownerReferences: [owner],
        },
        addressType: 'IPv4',
        endpoints: backing.map((pod) => {
          const terminating = pod.metadata.deletionTimestamp !== undefined;
          return {
            addresses: [textAt(pod, 'status', 'podIP')],
            conditions: { ready: isReady(pod) && !terminating, serving: isReady(pod), terminating },
            nodeName: textAt(pod, 'spec', 'nodeName'),
            targetRef: target(pod),
          };
        }),
        ports,
      },
      'endpoints',
    );
    const ready = backing.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined);
    const subsets =
      ready.length === 0
        ? []
        : [
            {
              addresses: ready.map((pod) => ({
                ip: textAt(pod, 'status', 'podIP'),
                nodeName: textAt(pod, 'spec', 'nodeName'),
                targetRef: target(pod),
              })),
              ports,
            },
          ];
    this.#put('endpoints', { apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace }, subsets }, 'subsets');
  }

  #replicas(scaler: KubeObject): void {
    const target = this.#state.get('deployments.apps', scaler.metadata.namespace ?? '', textAt(scaler, 'spec', 'scaleTargetRef', 'name'));
    const status = {
      ...(scaler.status as object),
      currentReplicas: numberAt(target, 'status', 'replicas'),
      desiredReplicas: numberAt(target, 'spec', 'replicas'),
    };
    this.#put('horizontalpodautoscalers.autoscaling', { ...scaler, status }, 'status');
  }
}
