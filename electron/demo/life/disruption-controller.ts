import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, mapAt, numberAt, textAt } from '../kube-object.ts';
import { matchesLabelSelector } from '../selectors.ts';
import { isReady } from './owned-objects.ts';
import type { Condition } from './pod-types.ts';
import { setCondition } from './pod-types.ts';
import type { Simulation } from './simulation.ts';

const BUDGETS = 'poddisruptionbudgets.policy';

/** How long an eviction may go unseen before its pod counts again (DeletionTimeout of disruption.go). */
const DISRUPTED_MS = 120_000;

/** Resources whose scale says how many pods there should be, by the kind of owner. */
const SCALED: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets.apps',
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
};

/** `2`, `"2"`-less `"25%"`: a share is rounded up, for what must stay as for what may go (GetScaledValueFromIntOrPercent with roundUp). */
function scaled(value: unknown, of: number): number {
  return typeof value === 'string' ? Math.ceil((Number.parseInt(value, 10) / 100) * of) : typeof value === 'number' ? value : 0;
}

/** Keeps the status of PodDisruptionBudgets true to the pods there are (pkg/controller/disruption/disruption.go). */
export class DisruptionController {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #dirtyNamespaces = new Set<string>();

  constructor(state: ClusterState, simulation: Simulation) {
    this.#state = state;
    this.#simulation = simulation;
    for (const resource of ['pods', BUDGETS, ...Object.values(SCALED)])
      state.onChange(resource, ({ stored }) => this.#dirtyNamespaces.add(stored.object.metadata.namespace ?? ''));
  }

  /** Looks at the namespaces in which something changed since the last call. */
  run(): void {
    const namespaces = [...this.#dirtyNamespaces];
    for (const namespace of namespaces) {
      const budgets = this.#state.list(BUDGETS, namespace);
      const pods = budgets.length === 0 ? [] : this.#state.list('pods', namespace);
      for (const budget of budgets) this.#sync(budget, pods);
      // What was just written marks its namespace again; it is up to date.
      this.#dirtyNamespaces.delete(namespace);
    }
  }

  #sync(budget: KubeObject, all: readonly KubeObject[]): void {
    const pods = all.filter((pod) => matchesLabelSelector(at(budget, 'spec', 'selector'), pod.metadata.labels ?? {}));
    const disrupted = this.#stillDisrupted(budget, pods);
    const currentHealthy = pods.filter(
      (pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined && disrupted[pod.metadata.name] === undefined,
    ).length;
    const { expectedPods, desiredHealthy } = this.#wanted(budget, pods);
    const allowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
    const observedGeneration = numberAt(budget, 'metadata', 'generation');
    const conditions = setCondition((at(budget, 'status', 'conditions') ?? []) as Condition[], {
      type: 'DisruptionAllowed',
      status: allowed > 0 ? 'True' : 'False',
      lastTransitionTime: kubeTime(this.#state.now()),
      reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      observedGeneration,
    });
    const status = {
      conditions,
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed: allowed,
      expectedPods,
      observedGeneration,
      ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    };
    if (status.disruptedPods) this.#simulation.after(DISRUPTED_MS, () => this.#dirtyNamespaces.add(budget.metadata.namespace ?? ''));
    if (JSON.stringify(status) !== JSON.stringify(budget.status)) this.#state.replace(BUDGETS, { ...budget, status });
  }

  /** Pods whose eviction was let through and that are not seen being deleted yet: they count as gone. */
  #stillDisrupted(budget: KubeObject, pods: readonly KubeObject[]): Readonly<Record<string, string>> {
    const waited = Object.entries(mapAt(budget, 'status', 'disruptedPods')).filter(([name, since]) => {
      const pod = pods.find((one) => one.metadata.name === name);
      return pod !== undefined && pod.metadata.deletionTimestamp === undefined && Date.parse(since) + DISRUPTED_MS > this.#state.now();
    });
    return Object.fromEntries(waited);
  }

  #wanted(budget: KubeObject, pods: readonly KubeObject[]): { readonly expectedPods: number; readonly desiredHealthy: number } {
    const maxUnavailable = at(budget, 'spec', 'maxUnavailable');
    const minAvailable = at(budget, 'spec', 'minAvailable');
    if (maxUnavailable !== undefined) {
      const expectedPods = this.#scaleOf(pods);
      return { expectedPods, desiredHealthy: Math.max(0, expectedPods - scaled(maxUnavailable, expectedPods)) };
    }
    // A plain number is compared with the pods there are, a share with those there should be.
    const expectedPods = typeof minAvailable === 'string' ? this.#scaleOf(pods) : pods.length;
    return { expectedPods, desiredHealthy: scaled(minAvailable, expectedPods) };
  }

  /** Replicas that the controllers of these pods should have, each counted once. */
  #scaleOf(pods: readonly KubeObject[]): number {
    const scales = new Map<string, number>();
    for (const pod of pods) {
      let owner = controllerOf(this.#state, pod);
      if (owner?.kind === 'ReplicaSet') owner = controllerOf(this.#state, owner) ?? owner;
      if (owner) scales.set(owner.metadata.uid ?? '', numberAt(owner, 'spec', 'replicas'));
    }
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  }
}

function controllerOf(state: ClusterState, object: KubeObject): KubeObject | null {
  const reference = object.metadata.ownerReferences?.find((one) => one.controller === true);
  const resource = SCALED[reference?.kind ?? ''];
  const found = resource === undefined ? null : state.get(resource, object.metadata.namespace ?? '', reference?.name ?? '');
  return found !== null && textAt(found, 'metadata', 'uid') === reference?.uid ? found : null;
}
