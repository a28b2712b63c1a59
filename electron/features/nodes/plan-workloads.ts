import type { DrainWorkload, EvictionOutlook, WorkloadOutlook } from '../../../shared/drain.ts';
import type { ControllerRef, DrainPod } from './drain-pod.ts';
import type { OwnerAnswer, OwnerLookup } from './owner-answer.ts';

/** A pod that is to be removed, where from, and what its eviction would be answered. */
export interface LeavingPod {
  readonly node: string;
  readonly pod: DrainPod;
  readonly outlook: EvictionOutlook;
}

/** Worst first. */
const severity: Readonly<Record<WorkloadOutlook, number>> = { down: 0, together: 1, unknown: 2, stays: 3 };

/** What the pods that go mean for the workloads they belong to. Pods without a controller, or with one that is gone, belong to none. */
export function planWorkloads(pods: readonly LeavingPod[], owners: OwnerLookup): readonly DrainWorkload[] {
  const tallies = new Map<string, WorkloadTally>();
  for (const leaving of pods) {
    const { controller, namespace } = leaving.pod;
    if (controller === null) continue;
    const [ref, answer] = workloadBehind(namespace, controller, owners);
    if (answer.state === 'gone' || answer.state === 'not-asked') continue;
    const key = `${namespace} ${ref.apiVersion} ${ref.kind} ${ref.name}`;
    const tally = tallies.get(key) ?? new WorkloadTally(namespace, ref, answer);
    tallies.set(key, tally);
    tally.add(leaving);
  }
  const workloads = [...tallies.values()].map((tally) => tally.result());
  return workloads.sort((a, b) => severity[a.outlook] - severity[b.outlook] || compareText(nameOf(a), nameOf(b)));
}

/**
 * The Deployment of a ReplicaSet, when it can be read: during a rollout another ReplicaSet may keep it up. Else the controller itself.
 */
function workloadBehind(namespace: string, controller: ControllerRef, owners: OwnerLookup): readonly [ControllerRef, OwnerAnswer] {
  const answer = owners(namespace, controller);
  if (answer.state !== 'found' || answer.controller === null) return [controller, answer];
  const behind = owners(namespace, answer.controller);
  if (behind.state === 'found' || behind.state === 'unreadable') return [answer.controller, behind];
  return [controller, answer];
}

class WorkloadTally {
  readonly #namespace: string;
  readonly #ref: ControllerRef;
  readonly #answer: OwnerAnswer;
  readonly #pods: string[] = [];
  /** Ready pods that go, by node. */
  readonly #leaving = new Map<string, number>();
  /** Ready pods of which nobody knows whether they go. */
  #unsure = 0;

  constructor(namespace: string, ref: ControllerRef, answer: OwnerAnswer) {
    this.#namespace = namespace;
    this.#ref = ref;
    this.#answer = answer;
  }

  add({ node, pod, outlook }: LeavingPod): void {
    this.#pods.push(pod.uid);
    // One that is being deleted is no longer counted as Ready by its controller.
    if (!pod.ready || pod.deletionTime !== null) return;
    if (outlook.answer === 'goes') this.#leaving.set(node, (this.#leaving.get(node) ?? 0) + 1);
    if (outlook.answer === 'unknown') this.#unsure++;
  }

  result(): DrainWorkload {
    const { kind, name } = this.#ref;
    const leaving = [...this.#leaving.values()].reduce((sum, count) => sum + count, 0);
    const known = this.#answer.state === 'found' ? this.#answer : null;
    return {
      kind,
      namespace: this.#namespace,
      name,
      replicas: known?.replicas ?? null,
      ready: known?.ready ?? null,
      pods: this.#pods,
      leaving,
      outlook: known === null ? 'unknown' : this.#outlook(known.ready, leaving),
    };
  }

  #outlook(ready: number, leaving: number): WorkloadOutlook {
    if (Math.max(0, ...this.#leaving.values()) >= ready) return 'down';
    if (leaving >= ready) return 'together';
    return leaving + this.#unsure >= ready ? 'unknown' : 'stays';
  }
}

function nameOf({ namespace, name, kind }: DrainWorkload): string {
  return `${namespace}/${name}/${kind}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
