import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import { notConnected } from '../../../kube/lasting-transport.ts';
import { type DisruptionBudget, disruptionBudgetOf } from '../disruption-budget.ts';
import type { FactsList, FollowPods, FromFacts, NodeFacts, PodFacts } from './facts-feed.ts';

/** What a run knows of its cluster at one moment. */
export interface Facts {
  /** Absent: not known, or gone. */
  pod(uid: string): PodFacts | undefined;
  /** The watch said that it was deleted. */
  isGone(uid: string): boolean;
  /** Pods of this namespace are known completely and as they are now. */
  isLive(namespace: string): boolean;
  podsOf(controller: string): readonly PodFacts[];
  node(name: string): NodeFacts | undefined;
  /** `live`: all nodes are known as they are now; `refused`: we may not know them. */
  readonly nodes: 'live' | 'refused' | 'unknown';
  /** `unknown`: they may not be read, or are not known as they are now. */
  budgets(namespace: string): readonly DisruptionBudget[] | 'unknown';
  /** Why something is not live; null while everything is, or is on its way. */
  readonly trouble: ClusterError | null;
}

/** Takes what a data thread tells, for one run in one context. */
export class RunFacts implements Facts {
  readonly #pods = new Map<string, PodFacts>();
  readonly #byController = new Map<string, Map<string, PodFacts>>();
  readonly #gone = new Set<string>();
  readonly #nodes = new Map<string, NodeFacts>();
  readonly #budgets = new Map<string, DisruptionBudget>();
  readonly #states = new Map<string, Freshness>();
  #byNamespace: Map<string, DisruptionBudget[]> | null = null;
  #asked = 0;
  #followed = 0;
  #asking = '';

  /** The message that makes the thread follow this; null when it does already. */
  follow(wanted: Omit<FollowPods, 'type' | 'version'>): FollowPods | null {
    const text = JSON.stringify(wanted);
    if (text === this.#asking) return null;
    this.#asking = text;
    return { type: 'follow', version: ++this.#asked, ...wanted };
  }

  /** The feed is lost: nothing is known until another one has told everything again, but that pods which were gone stay so. */
  lost(): void {
    this.#states.clear();
    this.#pods.clear();
    this.#byController.clear();
    this.#nodes.clear();
    this.#budgets.clear();
    this.#byNamespace = null;
    this.#asking = '';
  }

  take(message: FromFacts): void {
    switch (message.type) {
      case 'pod':
        this.#setPod(message.pod);
        break;
      case 'pod-gone':
        this.#removePod(message.uid);
        this.#gone.add(message.uid);
        break;
      case 'node':
        this.#nodes.set(message.node.name, message.node);
        break;
      case 'node-gone':
        this.#nodes.delete(message.name);
        break;
      case 'budget':
        this.#budgets.set(message.uid, disruptionBudgetOf(message.budget));
        this.#byNamespace = null;
        break;
      case 'budget-gone':
        this.#budgets.delete(message.uid);
        this.#byNamespace = null;
        break;
      case 'followed':
        this.#followed = message.version;
        break;
      case 'state':
        this.#states.set(keyOf(message.list, message.namespace), message.state);
        break;
    }
  }

  pod(uid: string): PodFacts | undefined {
    return this.#pods.get(uid);
  }

  isGone(uid: string): boolean {
    return this.#gone.has(uid);
  }

  isLive(namespace: string): boolean {
    return this.#followed === this.#asked && this.#isLive('pods', namespace);
  }

  podsOf(controller: string): readonly PodFacts[] {
    return [...(this.#byController.get(controller)?.values() ?? [])];
  }

  node(name: string): NodeFacts | undefined {
    return this.#nodes.get(name);
  }

  get nodes(): Facts['nodes'] {
    const state = this.#states.get(keyOf('nodes', null));
    if (state?.state === 'live') return 'live';
    return state?.state === 'forbidden' ? 'refused' : 'unknown';
  }

  budgets(namespace: string): readonly DisruptionBudget[] | 'unknown' {
    if (!this.#isLive('budgets', namespace)) return 'unknown';
    if (this.#byNamespace === null) {
      this.#byNamespace = new Map();
      for (const budget of this.#budgets.values())
        this.#byNamespace.set(budget.namespace, [...(this.#byNamespace.get(budget.namespace) ?? []), budget]);
    }
    return this.#byNamespace.get(namespace) ?? [];
  }

  get trouble(): ClusterError | null {
    for (const [key, state] of this.#states) {
      // Without these a run goes on: budgets are asked for one by one, and who may not list nodes may still cordon one.
      if (state.state === 'forbidden' && !key.startsWith('pods')) continue;
      if (state.state === 'stale' || state.state === 'unreachable' || state.state === 'forbidden') return state.error;
    }
    const nodes = this.#states.get(keyOf('nodes', null));
    return nodes?.state === 'not-connected' ? notConnected : null;
  }

  #isLive(list: FactsList, namespace: string): boolean {
    const state = this.#states.get(keyOf(list, namespace));
    const live = state !== undefined && state.state !== 'not-connected' ? state : this.#states.get(keyOf(list, null));
    return live?.state === 'live' && live.partial === null;
  }

  #setPod(pod: PodFacts): void {
    this.#removePod(pod.uid);
    this.#gone.delete(pod.uid);
    this.#pods.set(pod.uid, pod);
    if (pod.controller === null) return;
    const { uid } = pod.controller;
    const siblings = this.#byController.get(uid) ?? new Map<string, PodFacts>();
    this.#byController.set(uid, siblings.set(pod.uid, pod));
  }

  #removePod(uid: string): void {
    const pod = this.#pods.get(uid);
    if (pod === undefined) return;
    this.#pods.delete(uid);
    if (pod.controller !== null) this.#byController.get(pod.controller.uid)?.delete(uid);
  }
}

function keyOf(list: FactsList, namespace: string | null): string {
  return namespace === null ? list : `${list} ${namespace}`;
}
