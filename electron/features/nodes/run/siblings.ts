import { mostUnready, type SiblingAhead, type UnreadyPod } from '../../../../shared/drain-run.ts';
import type { Facts } from './run-facts.ts';
import type { NodeState, PodState } from './run-state.ts';

/**
 * What is known of the other pods of the controller of a pod that its budget holds. Each controller is looked at once, however many pods ask: many pods of a
 * controller wait together. For one state and its facts.
 */
export class Siblings {
  readonly #nodes: readonly NodeState[];
  readonly #facts: Facts;
  readonly #unready = new Map<string, readonly UnreadyPod[]>();
  /** By controller: two, since one of them may be the pod that asks. */
  #ahead: Map<string, readonly Ahead[]> | null = null;

  constructor(nodes: readonly NodeState[], facts: Facts) {
    this.#nodes = nodes;
    this.#facts = facts;
  }

  /** Those that are not Ready and are not being deleted. */
  unready({ controller, name }: PodState): readonly UnreadyPod[] {
    const others = this.#unready.get(controller) ?? this.#findUnready(controller);
    this.#unready.set(controller, others);
    return others.filter((other) => other.name !== name).slice(0, mostUnready);
  }

  /** The first that this run moves and that is not replaced by a Ready pod yet; null when there is none. */
  ahead({ controller, uid }: PodState): SiblingAhead | null {
    this.#ahead ??= this.#findAhead();
    return this.#ahead.get(controller)?.find((found) => found.uid !== uid)?.ahead ?? null;
  }

  #findUnready(controller: string): readonly UnreadyPod[] {
    if (controller === '') return [];
    const unready: UnreadyPod[] = [];
    for (const { name, ready, deletionTime, waits } of this.#facts.podsOf(controller)) {
      if (!ready && deletionTime === null) unready.push({ name, why: waits });
      // One of them may be the pod itself.
      if (unready.length > mostUnready) break;
    }
    return unready;
  }

  #findAhead(): Map<string, readonly Ahead[]> {
    const all = new Map<string, readonly Ahead[]>();
    for (const { pods } of this.#nodes)
      for (const pod of pods) {
        const known = all.get(pod.controller) ?? [];
        const ahead = pod.controller === '' || known.length > 1 ? null : aheadOf(pod);
        if (ahead !== null) all.set(pod.controller, [...known, { uid: pod.uid, ahead }]);
      }
    return all;
  }
}

interface Ahead {
  readonly uid: string;
  readonly ahead: SiblingAhead;
}

function aheadOf({ name, step }: PodState): SiblingAhead | null {
  if (step.step === 'asking' || step.step === 'terminating') return { name, until: 'gone' };
  if (step.step !== 'gone') return null;
  const { replacement } = step;
  if (replacement.type === 'awaited') return { name, until: 'replaced' };
  return replacement.type === 'found' && !replacement.ready ? { name: replacement.name, until: 'ready' } : null;
}
