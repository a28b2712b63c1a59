import type { Replacement } from '../../../../shared/drain-run.ts';
import type { PodFacts } from './facts-feed.ts';
import type { Facts } from './run-facts.ts';
import { toStep } from './run-moment.ts';
import type { NodeState, PodState, WorkloadState } from './run-state.ts';

/**
 * The nodes with what took the place of their pods that are gone: of each controller, the pods that were not there before the first was asked
 * for, each for one pod only; of a StatefulSet the one of the same name, of others the oldest first. One that was Ready once stays the replacement. Pure.
 * What is not live any more stays as it was.
 */
export function matchReplacements(nodes: readonly NodeState[], facts: Facts, now: number): readonly NodeState[] {
  const taken = new Set<string>();
  for (const { pods } of nodes)
    for (const { replacement } of pods) if (replacement !== '' && !facts.isGone(replacement)) taken.add(replacement);
  return nodes.map((node) => {
    if (node.workloads === null || !node.pods.some(({ step }) => step.step === 'gone')) return node;
    const free = new Map<string, PodFacts[]>();
    for (const { uid, known } of node.workloads) {
      const before = new Set(known);
      const candidates = facts.podsOf(uid).filter((pod) => !before.has(pod.uid) && pod.deletionTime === null && !taken.has(pod.uid));
      free.set(
        uid,
        [...candidates].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.name < b.name ? -1 : 1)),
      );
    }
    const pods = node.pods.map((pod) => (pod.step.step === 'gone' ? replaced(pod, free.get(pod.controller) ?? [], facts, now) : pod));
    return pods.every((pod, index) => pod === node.pods[index]) ? node : { ...node, pods };
  });

  function replaced(pod: PodState, free: PodFacts[], among: Facts, at: number): PodState {
    if (pod.controller === '') return pod;
    // It was replaced: what becomes of the replacement later is not about this drain.
    if (pod.step.step === 'gone' && pod.step.replacement.type === 'found' && pod.step.replacement.ready) return pod;
    const held = pod.replacement !== '' && !among.isGone(pod.replacement);
    const found = held ? among.pod(pod.replacement) : take(free, pod);
    if (found === undefined) {
      if (held || !among.isLive(pod.namespace)) return pod;
      return toStep({ ...pod, replacement: '' }, { step: 'gone', replacement: { type: 'awaited' } }, at);
    }
    taken.add(found.uid);
    const next = found.uid === pod.replacement ? pod : { ...pod, replacement: found.uid };
    return toStep(next, { step: 'gone', replacement: foundReplacement(found, pod, at) }, at);
  }
}

/** A StatefulSet makes the very pod again; of others any pod will do. */
function take(free: PodFacts[], { name, owner }: PodState): PodFacts | undefined {
  const index = owner?.kind === 'StatefulSet' ? free.findIndex((pod) => pod.name === name) : 0;
  return index < 0 ? undefined : free.splice(index, 1)[0];
}

function foundReplacement(found: PodFacts, pod: PodState, now: number): Replacement {
  const before = pod.step.step === 'gone' && pod.step.replacement.type === 'found' ? pod.step.replacement : null;
  return {
    type: 'found',
    name: found.name,
    node: found.node,
    ready: found.ready,
    message: found.waits,
    readyAt: found.ready ? (before?.readyAt ?? now) : null,
  };
}

/** Controllers of pods of a node that are not among `known` yet, as the facts now have them. Those of namespaces that are not live are left out. */
export function workloadsOf(pods: readonly PodState[], known: readonly WorkloadState[], facts: Facts): readonly WorkloadState[] {
  const found = new Map(known.map((workload) => [workload.uid, workload]));
  for (const { controller, namespace, owner } of pods) {
    if (controller === '' || owner === null || found.has(controller) || !facts.isLive(namespace)) continue;
    const all = facts.podsOf(controller);
    found.set(controller, {
      ...owner,
      uid: controller,
      namespace,
      ready: all.filter(({ ready, deletionTime }) => ready && deletionTime === null).length,
      known: all.map(({ uid }) => uid),
    });
  }
  return found.size === known.length ? known : [...found.values()];
}

/**
 * Whether the workloads of a node have as many Ready pods as they had. One without any pod any more (scaled to nothing, replaced by a rollout) has nothing to
 * wait for, nor has a Job, whose pods end.
 */
export function areReadyAgain({ pods, workloads }: NodeState, facts: Facts): boolean {
  const lost = new Set(pods.flatMap(({ step, controller }) => (step.step === 'gone' ? [controller] : [])));
  return (workloads ?? []).every(({ uid, kind, namespace, ready }) => {
    if (!lost.has(uid) || kind === 'Job') return true;
    const now = facts.podsOf(uid).filter(({ deletionTime }) => deletionTime === null);
    return facts.isLive(namespace) && (now.length === 0 || now.filter((pod) => pod.ready).length >= ready);
  });
}
