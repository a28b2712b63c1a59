import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, numberAt, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import { ownedBy, templateHash, templateOf, writeStatus } from './owned-objects.ts';
import type { Condition } from './pod-types.ts';
import { controllerReference, setCondition } from './pod-types.ts';
import type { Simulation } from './simulation.ts';

const REVISION = 'deployment.kubernetes.io/revision';
/** ReplicaSets without pods kept for a rollback; the API's default is 10, the demo shows fewer. */
const REVISION_HISTORY = 3;

/** Rolls Deployments from one ReplicaSet to the next, as the deployment controller does. */
export class DeploymentController {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;

  constructor(state: ClusterState, simulation: Simulation, events: EventRecorder) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
  }

  #scale(set: KubeObject, replicas: number, deployment: KubeObject): void {
    const before = numberAt(set, 'spec', 'replicas');
    if (before === replicas) return;
    this.#state.update('replicasets.apps', set.metadata.namespace ?? '', set.metadata.name, (copy) => {
      copy.spec = { ...(copy.spec as object), replicas };
      copy.metadata.generation = (copy.metadata.generation ?? 1) + 1;
    });
    this.#events.record(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} from ${before} to ${replicas}`,
      'deployment-controller',
    );
  }

  #newReplicaSet(deployment: KubeObject, sets: readonly KubeObject[]): KubeObject {
    const template = templateOf(deployment);
    const hash = templateHash(template);
    const found = sets.find((set) => set.metadata.labels?.['pod-template-hash'] === hash);
    const revision = String(Math.max(0, ...sets.map((set) => Number(set.metadata.annotations?.[REVISION] ?? 0))) + 1);
    const { namespace = '', name } = deployment.metadata;
    if (found) {
      if (found.metadata.annotations?.[REVISION] === String(Number(revision) - 1)) return found;
      // Rolled back to: the old set becomes the newest revision.
      return (
        this.#state.update('replicasets.apps', namespace, found.metadata.name, (copy) => {
          copy.metadata.annotations = { ...copy.metadata.annotations, [REVISION]: revision };
        }) ?? found
      );
    }
    const labels = { ...template.metadata.labels, 'pod-template-hash': hash };
    return this.#state.create('replicasets.apps', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        generation: 1,
        labels,
        annotations: { [REVISION]: revision },
        ownerReferences: [controllerReference(deployment)],
      },
      spec: { replicas: 0, selector: { matchLabels: labels }, template: { ...template, metadata: { ...template.metadata, labels } } },
      status: { replicas: 0 },
    });
  }

  /** Brings the ReplicaSets of a Deployment one step nearer to its spec, and its status up to date. */
  reconcile(deployment: KubeObject): void {
    const wanted = numberAt(deployment, 'spec', 'replicas');
    const newest = this.#newReplicaSet(deployment, ownedBy(this.#state, 'replicasets.apps', deployment));
    const old = ownedBy(this.#state, 'replicasets.apps', deployment).filter((set) => set.metadata.uid !== newest.metadata.uid);
    const oldReplicas = old.reduce((sum, set) => sum + numberAt(set, 'spec', 'replicas'), 0);
    const newReplicas = numberAt(newest, 'spec', 'replicas');
    // maxSurge 25 % rounded up, maxUnavailable 25 % rounded down (deployment/util ResolveFenceposts).
    const surge = Math.ceil(wanted * 0.25);
    const unavailable = Math.floor(wanted * 0.25);
    const available = (set: KubeObject): number => numberAt(set, 'status', 'availableReplicas');
    if (oldReplicas === 0) this.#scale(newest, wanted, deployment);
    else {
      const room = wanted + surge - oldReplicas - newReplicas;
      if (room > 0) this.#scale(newest, Math.min(wanted, newReplicas + room), deployment);
      let spare = old.reduce((sum, set) => sum + available(set), available(newest)) - (wanted - unavailable);
      for (const set of old) {
        const replicas = numberAt(set, 'spec', 'replicas');
        const broken = replicas - available(set);
        const down = Math.min(replicas, Math.max(0, Math.min(replicas, spare + broken)));
        if (down > 0) this.#scale(set, replicas - down, deployment);
        spare -= Math.max(0, down - broken);
      }
    }
    const finished = old.filter((set) => numberAt(set, 'spec', 'replicas') === 0 && numberAt(set, 'status', 'replicas') === 0);
    const byRevision = [...finished].sort(
      (a, b) => Number(b.metadata.annotations?.[REVISION]) - Number(a.metadata.annotations?.[REVISION]),
    );
    for (const set of byRevision.slice(REVISION_HISTORY))
      this.#state.delete('replicasets.apps', set.metadata.namespace ?? '', set.metadata.name);
    this.#deploymentStatus(deployment, newest.metadata.name);
  }

  #deploymentStatus(deployment: KubeObject, newestName: string): void {
    const { namespace = '', name } = deployment.metadata;
    const sets = ownedBy(this.#state, 'replicasets.apps', deployment);
    const newest = sets.find((set) => set.metadata.name === newestName);
    const sum = (field: string): number => sets.reduce((total, set) => total + numberAt(set, 'status', field), 0);
    const wanted = numberAt(deployment, 'spec', 'replicas');
    const available = sum('availableReplicas');
    const updated = numberAt(newest, 'status', 'replicas');
    const time = kubeTime(this.#simulation.now);
    const enough = available >= wanted - Math.floor(wanted * 0.25);
    const complete = updated === wanted && available >= wanted && sum('replicas') === wanted;
    const before = (at(deployment, 'status', 'conditions') ?? []) as Condition[];
    const stalled =
      textAt(
        before.find((c) => c.type === 'Progressing'),
        'reason',
      ) === 'ProgressDeadlineExceeded' && !complete;
    let conditions = setCondition(before, {
      type: 'Available',
      status: enough ? 'True' : 'False',
      lastTransitionTime: time,
      reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
    });
    conditions = setCondition(conditions, {
      type: 'Progressing',
      status: stalled ? 'False' : 'True',
      lastTransitionTime: time,
      reason: stalled ? 'ProgressDeadlineExceeded' : complete ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
      message: stalled
        ? `ReplicaSet "${newestName}" has timed out progressing.`
        : `ReplicaSet "${newestName}" ${complete ? 'has successfully progressed.' : 'is progressing.'}`,
    });
    const current = this.#state.get('deployments.apps', namespace, name) ?? deployment;
    writeStatus(this.#state, 'deployments.apps', current, {
      observedGeneration: numberAt(deployment, 'metadata', 'generation'),
      replicas: sum('replicas'),
      updatedReplicas: updated,
      readyReplicas: sum('readyReplicas'),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, wanted - available),
      conditions,
    });
    const revision = newest?.metadata.annotations?.[REVISION];
    if (revision !== undefined && current.metadata.annotations?.[REVISION] !== revision)
      this.#state.update('deployments.apps', namespace, name, (copy) => {
        copy.metadata.annotations = { ...copy.metadata.annotations, [REVISION]: revision };
      });
    if (!complete && !stalled) this.#watchDeadline(namespace, name, numberAt(deployment, 'metadata', 'generation'));
  }

  readonly #deadlines = new Set<string>();

  /** progressDeadlineSeconds: 600 by default. */
  #watchDeadline(namespace: string, name: string, generation: number): void {
    const key = `${namespace}/${name}/${generation}`;
    if (this.#deadlines.has(key)) return;
    this.#deadlines.add(key);
    this.#simulation.after(600_000, () => {
      this.#deadlines.delete(key);
      const current = this.#state.get('deployments.apps', namespace, name);
      const complete =
        numberAt(current, 'status', 'updatedReplicas') === numberAt(current, 'spec', 'replicas') &&
        numberAt(current, 'status', 'unavailableReplicas') === 0;
      if (!current || complete || numberAt(current, 'metadata', 'generation') !== generation) return;
      this.#state.update('deployments.apps', namespace, name, (copy) => {
        const conditions = (at(copy, 'status', 'conditions') ?? []) as Condition[];
        copy.status = {
          ...(copy.status as object),
          conditions: conditions.map((c) =>
            c.type === 'Progressing'
              ? { ...c, status: 'False', reason: 'ProgressDeadlineExceeded', lastTransitionTime: kubeTime(this.#simulation.now) }
              : c,
          ),
        };
      });
    });
  }
}
