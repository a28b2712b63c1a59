import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { cloneJson, kubeTime, listAt, numberAt, textAt } from '../kube-object.ts';
import { podManagedFields } from '../managed-fields.ts';
import { DeploymentController } from './deployment-controller.ts';
import type { EventRecorder } from './event-recorder.ts';
import { isReady, ownedBy, templateHash, templateOf, writeStatus } from './owned-objects.ts';
import type { Pod, PodTemplate } from './pod-types.ts';
import { controllerReference } from './pod-types.ts';
import type { Simulation } from './simulation.ts';
import { DAEMON_TOLERATIONS, DEFAULT_TOLERATIONS } from './taints.ts';

const isActive = (pod: KubeObject): boolean =>
  pod.metadata.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'));

/** The template of one pod of a StatefulSet: a volume for each claim template (stateful_set_utils.go updateStorage). */
function withClaims(set: KubeObject, index: number): PodTemplate {
  const template = templateOf(set);
  const volumes = listAt(set, 'spec', 'volumeClaimTemplates').map((claim) => {
    const name = textAt(claim, 'metadata', 'name');
    return { name, persistentVolumeClaim: { claimName: `${name}-${set.metadata.name}-${index}` } };
  });
  return { ...template, spec: { ...template.spec, volumes: [...listAt(template, 'spec', 'volumes'), ...volumes] } };
}

/** Makes pods of Deployments, ReplicaSets, StatefulSets and DaemonSets follow their specs, as kube-controller-manager does. */
export class WorkloadController {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;
  readonly #deployments: DeploymentController;
  readonly #dirty = new Set<string>();

  constructor(state: ClusterState, simulation: Simulation, events: EventRecorder) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
    this.#deployments = new DeploymentController(state, simulation, events);
    for (const resource of ['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps']) {
      state.onChange(resource, ({ type, stored, previous }) => {
        const { namespace = '', name } = stored.object.metadata;
        if (type === 'DELETED')
          for (const pod of ownedBy(this.#state, 'pods', stored.object)) state.delete('pods', namespace, pod.metadata.name);
        if (type === 'DELETED')
          for (const set of ownedBy(this.#state, 'replicasets.apps', stored.object))
            state.delete('replicasets.apps', namespace, set.metadata.name);
        this.#dirty.add(`${resource}|${namespace}|${name}`);
        this.#markOwners((previous ?? stored).object);
      });
    }
    state.onChange('pods', ({ stored }) => this.#markOwners(stored.object));
    state.onChange('nodes', ({ type }) => {
      if (type !== 'MODIFIED')
        for (const set of state.list('daemonsets.apps')) this.#dirty.add(`daemonsets.apps|${set.metadata.namespace}|${set.metadata.name}`);
    });
  }

  #markOwners(object: KubeObject): void {
    for (const owner of object.metadata.ownerReferences ?? []) {
      if (owner.apiVersion === 'apps/v1') this.#dirty.add(`${owner.kind.toLowerCase()}s.apps|${object.metadata.namespace}|${owner.name}`);
    }
  }

  /** Looks at everything that changed since the last call. */
  run(): void {
    for (let rounds = 0; this.#dirty.size > 0 && rounds < 50; rounds += 1) {
      const keys = [...this.#dirty];
      this.#dirty.clear();
      for (const key of keys) {
        const [resource = '', namespace = '', name = ''] = key.split('|');
        const object = this.#state.get(resource, namespace, name);
        if (!object) continue;
        if (resource === 'deployments.apps') this.#deployments.reconcile(object);
        else if (resource === 'replicasets.apps') this.#replicaSet(object);
        else if (resource === 'statefulsets.apps') this.#statefulSet(object);
        else this.#daemonSet(object);
      }
    }
  }

  createPod(owner: KubeObject, template: PodTemplate, name: string, extra: Record<string, string> = {}): void {
    const time = kubeTime(this.#simulation.now);
    const generateName = `${owner.metadata.name}-`;
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        generateName,
        namespace: owner.metadata.namespace ?? '',
        labels: { ...template.metadata.labels, ...extra },
        ...(template.metadata.annotations ? { annotations: template.metadata.annotations } : {}),
        ...(template.metadata.finalizers ? { finalizers: template.metadata.finalizers } : {}),
        ownerReferences: [controllerReference(owner)],
        managedFields: podManagedFields(
          time,
          template.spec.containers.map((container) => container.name),
        ),
      },
      spec: { tolerations: owner.kind === 'DaemonSet' ? DAEMON_TOLERATIONS : DEFAULT_TOLERATIONS, ...cloneJson(template.spec) },
      status: { phase: 'Pending', qosClass: 'Burstable' },
    };
    this.#state.create('pods', pod);
    this.#events.record(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`, `${owner.kind.toLowerCase()}-controller`);
  }

  deletePod(pod: KubeObject, owner: KubeObject | null): void {
    const { namespace = '', name } = pod.metadata;
    if (owner) this.#events.record(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`, `${owner.kind.toLowerCase()}-controller`);
    if (textAt(pod, 'spec', 'nodeName') === '') {
      this.#state.delete('pods', namespace, name);
      return;
    }
    const grace = numberAt(pod, 'spec', 'terminationGracePeriodSeconds');
    this.#state.update('pods', namespace, name, (copy) => {
      copy.metadata.deletionTimestamp = kubeTime(this.#simulation.now + grace * 1000);
      copy.metadata.deletionGracePeriodSeconds = grace;
    });
  }

  #replicaSet(set: KubeObject): void {
    const pods = ownedBy(this.#state, 'pods', set).filter(isActive);
    const wanted = numberAt(set, 'spec', 'replicas');
    for (let missing = wanted - pods.length; missing > 0; missing -= 1)
      this.createPod(set, templateOf(set), `${set.metadata.name}-${this.#simulation.random.suffix(5)}`);
    // Pods that are not ready go first, then the youngest (controller_utils.go, ActivePods).
    const byWorth = [...pods].sort(
      (a, b) =>
        Number(isReady(a)) - Number(isReady(b)) || String(b.metadata.creationTimestamp).localeCompare(String(a.metadata.creationTimestamp)),
    );
    for (const pod of byWorth.slice(0, Math.max(0, pods.length - wanted))) this.deletePod(pod, set);
    const current = ownedBy(this.#state, 'pods', set).filter(isActive);
    const ready = current.filter(isReady).length;
    writeStatus(
      this.#state,
      'replicasets.apps',
      this.#state.get('replicasets.apps', set.metadata.namespace ?? '', set.metadata.name) ?? set,
      {
        replicas: current.length,
        fullyLabeledReplicas: current.length,
        readyReplicas: ready,
        availableReplicas: ready,
        observedGeneration: numberAt(set, 'metadata', 'generation'),
      },
    );
  }

  #statefulSet(set: KubeObject): void {
    const { namespace = '', name } = set.metadata;
    const wanted = numberAt(set, 'spec', 'replicas');
    const hash = templateHash(templateOf(set));
    const revision = `${name}-${hash}`;
    const podAt = (index: number): KubeObject | null => this.#state.get('pods', namespace, `${name}-${index}`);
    // One at a time, in order, and only when all before are ready (OrderedReady).
    for (let index = 0; index < wanted; index += 1) {
      const pod = podAt(index);
      if (!pod)
        this.createPod(set, withClaims(set, index), `${name}-${index}`, {
          'apps.kubernetes.io/pod-index': String(index),
          'controller-revision-hash': revision,
          'statefulset.kubernetes.io/pod-name': `${name}-${index}`,
        });
      if (!pod || !isReady(pod)) break;
    }
    const pods = ownedBy(this.#state, 'pods', set);
    const surplus = pods.filter((pod) => Number(pod.metadata.labels?.['apps.kubernetes.io/pod-index']) >= wanted && isActive(pod));
    const outdated = pods.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] !== revision && isActive(pod));
    const next = surplus.at(-1) ?? (pods.every((pod) => isReady(pod) && isActive(pod)) ? outdated.at(-1) : undefined);
    if (next) this.deletePod(next, set);
    const updated = pods.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === revision).length;
    const ready = pods.filter((pod) => isReady(pod)).length;
    writeStatus(this.#state, 'statefulsets.apps', this.#state.get('statefulsets.apps', namespace, name) ?? set, {
      observedGeneration: numberAt(set, 'metadata', 'generation'),
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      currentReplicas: updated,
      updatedReplicas: updated,
      currentRevision: outdated.length === 0 ? revision : textAt(set, 'status', 'currentRevision'),
      updateRevision: revision,
      collisionCount: 0,
    });
  }

  #daemonSet(set: KubeObject): void {
    const { namespace = '', name } = set.metadata;
    const template = templateOf(set);
    const selector = Object.entries(template.spec.nodeSelector ?? {});
    const nodes = this.#state.list('nodes').filter((node) => selector.every(([key, value]) => node.metadata.labels?.[key] === value));
    const pods = ownedBy(this.#state, 'pods', set).filter(isActive);
    const pinned = (pod: KubeObject): string | undefined => pod.metadata.annotations?.['timonier.dev/demo-node'];
    for (const node of nodes) {
      if (pods.some((pod) => pinned(pod) === node.metadata.name)) continue;
      const annotations = { ...template.metadata.annotations, 'timonier.dev/demo-node': node.metadata.name };
      this.createPod(
        set,
        { ...template, metadata: { ...template.metadata, annotations } },
        `${name}-${this.#simulation.random.suffix(5)}`,
        { 'controller-revision-hash': templateHash(template) },
      );
    }
    for (const pod of pods)
      if (!nodes.some((node) => node.metadata.name === pinned(pod))) this.#state.delete('pods', namespace, pod.metadata.name);
    const current = ownedBy(this.#state, 'pods', set).filter(isActive);
    const ready = current.filter(isReady).length;
    writeStatus(this.#state, 'daemonsets.apps', this.#state.get('daemonsets.apps', namespace, name) ?? set, {
      observedGeneration: numberAt(set, 'metadata', 'generation'),
      desiredNumberScheduled: nodes.length,
      currentNumberScheduled: current.length,
      updatedNumberScheduled: current.length,
      numberReady: ready,
      numberAvailable: ready,
      numberUnavailable: nodes.length - ready,
      numberMisscheduled: 0,
    });
  }
}
