import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { kubeTime, numberAt } from '../kube-object.ts';
import { managedFields } from '../managed-fields.ts';
import type { Simulation } from './simulation.ts';

/** Events are kept one hour, the API server's default --event-ttl. */
const EVENT_TTL_MS = 3_600_000;

/** Writes events as client-go's recorder does: the same event again raises its count. */
export class EventRecorder {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #known = new Map<string, { readonly namespace: string; readonly name: string }>();
  #counter = 0;

  constructor(state: ClusterState, simulation: Simulation) {
    this.#state = state;
    this.#simulation = simulation;
  }

  record(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, component: string, fieldPath = ''): void {
    const { namespace = 'default', name, uid = '', resourceVersion = '' } = object.metadata;
    const key = `${uid}/${reason}/${fieldPath}/${message}`;
    const time = kubeTime(this.#simulation.now);
    const known = this.#known.get(key);
    const repeated =
      known &&
      this.#state.update('events', known.namespace, known.name, (copy) => {
        copy.count = numberAt(copy, 'count') + 1;
        copy.lastTimestamp = time;
      });
    if (repeated) return;
    this.#counter += 1;
    const eventName = `${name}.${(0x18a0_0000_0000 + this.#simulation.now + this.#counter).toString(16)}`;
    const node = component === 'kubelet' ? String((object.spec as { nodeName?: unknown } | undefined)?.nodeName ?? name) : '';
    this.#known.set(key, { namespace, name: eventName });
    this.#state.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: eventName,
        namespace,
        managedFields: managedFields(component, 'v1', time, [
          'f:count',
          'f:firstTimestamp',
          'f:involvedObject',
          'f:lastTimestamp',
          'f:message',
          'f:reason',
          'f:type',
        ]),
      },
      involvedObject: {
        kind: object.kind,
        ...(object.metadata.namespace === undefined ? {} : { namespace }),
        name,
        uid,
        apiVersion: object.apiVersion,
        resourceVersion,
        ...(fieldPath === '' ? {} : { fieldPath }),
      },
      reason,
      message,
      source: { component, ...(node === '' ? {} : { host: node }) },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type,
      eventTime: null,
      reportingComponent: component,
      reportingInstance: node,
    });
  }

  /** Removes events whose time is over. */
  expire(): void {
    const oldest = kubeTime(this.#simulation.now - EVENT_TTL_MS);
    for (const event of this.#state.list('events')) {
      if (String(event.lastTimestamp) < oldest) this.#state.delete('events', event.metadata.namespace ?? '', event.metadata.name);
    }
    for (const [key, { namespace, name }] of this.#known) if (!this.#state.get('events', namespace, name)) this.#known.delete(key);
  }
}
