import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, listAt, numberAt, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Simulation } from './simulation.ts';
import { CORDON_TAINT, tolerationSeconds } from './taints.ts';

const isCordonTaint = (taint: unknown): boolean =>
  textAt(taint, 'key') === CORDON_TAINT.key && textAt(taint, 'effect') === CORDON_TAINT.effect;

/**
 * Keeps nodes and taints true to each other: a cordoned node has its taint (nodelifecycle), and a pod that does not tolerate a NoExecute
 * taint is deleted when the seconds of its toleration are over (tainteviction), without a look at any budget.
 */
export class NodeController {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;
  readonly #dirty = new Set<string>();

  constructor(state: ClusterState, simulation: Simulation, events: EventRecorder) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
    state.onChange('nodes', ({ type, stored, previous }) => {
      const before = JSON.stringify(at(previous?.object, 'spec'));
      if (type !== 'DELETED' && before !== JSON.stringify(at(stored.object, 'spec'))) this.#dirty.add(stored.object.metadata.name);
    });
  }

  /** Looks at the nodes whose spec changed since the last call. */
  run(): void {
    const names = [...this.#dirty];
    this.#dirty.clear();
    for (const name of names) {
      this.#taintCordoned(name);
      const node = this.#state.get('nodes', '', name);
      for (const taint of listAt(node, 'spec', 'taints')) if (textAt(taint, 'effect') === 'NoExecute') this.#execute(name, taint);
    }
  }

  #taintCordoned(name: string): void {
    const node = this.#state.get('nodes', '', name);
    const taints = listAt(node, 'spec', 'taints');
    const cordoned = at(node, 'spec', 'unschedulable') === true;
    if (node === null || taints.some(isCordonTaint) === cordoned) return;
    const others = taints.filter((taint) => !isCordonTaint(taint));
    const next = cordoned ? [...others, { ...CORDON_TAINT, timeAdded: kubeTime(this.#simulation.now) }] : others;
    this.#state.update('nodes', '', name, (copy) => {
      const { taints: _taints, ...spec } = copy.spec as Record<string, unknown>;
      copy.spec = next.length === 0 ? spec : { ...spec, taints: next };
    });
  }

  #execute(node: string, taint: unknown): void {
    for (const pod of this.#podsOf(node)) {
      const seconds = tolerationSeconds(pod, taint);
      if (seconds === null) continue;
      // Asked again when it is over: the taint may be gone by then.
      this.#simulation.after(seconds * 1000, () => this.#delete(node, taint, pod));
    }
  }

  #podsOf(node: string): readonly KubeObject[] {
    return this.#state
      .list('pods')
      .filter((pod) => textAt(pod, 'spec', 'nodeName') === node && pod.metadata.deletionTimestamp === undefined);
  }

  #delete(node: string, taint: unknown, pod: KubeObject): void {
    const { namespace = '', name, uid } = pod.metadata;
    const current = this.#state.get('pods', namespace, name);
    const tainted = listAt(this.#state.get('nodes', '', node), 'spec', 'taints').some(
      (one) => textAt(one, 'key') === textAt(taint, 'key') && textAt(one, 'effect') === 'NoExecute',
    );
    if (!tainted || current?.metadata.uid !== uid || current?.metadata.deletionTimestamp !== undefined) return;
    const grace = numberAt(pod, 'spec', 'terminationGracePeriodSeconds');
    this.#state.update('pods', namespace, name, (copy) => {
      copy.metadata.deletionTimestamp = kubeTime(this.#simulation.now + grace * 1000);
      copy.metadata.deletionGracePeriodSeconds = grace;
    });
    this.#events.record(
      pod,
      'Normal',
      'TaintManagerEviction',
      `Marking for deletion Pod ${namespace}/${name}`,
      'taint-eviction-controller',
    );
  }
}
