import type { ClusterError } from '../../../shared/cluster-error.ts';
import type {
  DrainGap,
  DrainNodePlan,
  DrainOptions,
  DrainPlan,
  DrainPodPlan,
  DrainVerdict,
  EvictionOutlook,
} from '../../../shared/drain.ts';
import { drainWords } from '../../../shared/drain-words.ts';
import type { DisruptionBudget } from './disruption-budget.ts';
import { type DrainPod, isFinished } from './drain-pod.ts';
import { type DaemonSetLookup, daemonSetToAsk, judgePod } from './judge-pod.ts';
import { kubectlDrainText } from './kubectl-drain-text.ts';
import type { NodePlace } from './node-place.ts';
import { notePod } from './note-pod.ts';
import type { OwnerLookup } from './owner-answer.ts';
import { planEvictions } from './plan-evictions.ts';
import { type LeavingPod, planWorkloads } from './plan-workloads.ts';

/** A node that is to be drained, and its pods. */
export interface DrainNode extends NodePlace {
  readonly name: string;
  readonly unschedulable: boolean;
  readonly pods: readonly DrainPod[];
}

/** What a plan is made of, as the API server told it. Lookups know everything that pods of the nodes name. */
export interface DrainFacts {
  /** In the order in which they would be drained; pods as listed, narrowed by the pod selector. */
  readonly nodes: readonly DrainNode[];
  readonly daemonSets: DaemonSetLookup;
  /** Budgets of a namespace, or why they could not be read. */
  readonly budgets: (namespace: string) => BudgetsAnswer;
  readonly owners: OwnerLookup;
}

/** The PodDisruptionBudgets of one namespace, or why they could not be read. */
export type BudgetsAnswer =
  | { readonly ok: true; readonly budgets: readonly DisruptionBudget[] }
  | { readonly ok: false; readonly error: ClusterError };

/** A plan but for the room on other nodes, which takes more facts (plan-capacity.ts). */
export type DrainOutcome = Omit<DrainPlan, 'room'>;

interface JudgedPod {
  readonly node: string;
  readonly pod: DrainPod;
  readonly verdict: DrainVerdict;
}

/**
 * What `kubectl drain` with these options would do to the pods of the nodes, and what the API server would answer. Pure: the same facts give the
 * same plan; `now` is ms since the epoch. Evictions are planned for every pod that may be removed, in the order of nodes and pods, also on a
 * node where another pod makes kubectl refuse: so budgets say what is to come once that is settled.
 */
export function planDrain(facts: DrainFacts, options: DrainOptions, now: number): DrainOutcome {
  const judged: readonly JudgedPod[] = facts.nodes.flatMap(({ name, pods }) =>
    pods.map((pod) => ({ node: name, pod, verdict: judgePod(pod, options, facts.daemonSets, now) })),
  );
  const removed = judged.filter(({ verdict }) => verdict.removes);
  const { outlooks, budgets } = planEvictions(options.disableEviction ? [] : removed.map(({ pod }) => pod), (namespace) => {
    const answer = facts.budgets(namespace);
    return answer.ok ? answer.budgets : 'unknown';
  });
  const outlookOf = ({ pod, verdict }: JudgedPod): EvictionOutlook => {
    if (!verdict.removes) return { answer: 'not-asked' };
    return outlooks.get(pod) ?? { answer: 'goes', because: 'deleted', budget: '' };
  };
  const plans = new Map<DrainPod, DrainPodPlan>(judged.map((each) => [each.pod, podPlan(each, outlookOf(each), facts, options)]));
  const nodes: readonly DrainNodePlan[] = facts.nodes.map(({ name, unschedulable, zone, pool, pods }) => {
    const planned = pods.flatMap((pod) => plans.get(pod) ?? []);
    return { name, unschedulable, zone, pool, refused: planned.some(({ verdict }) => verdict.status === 'error'), pods: planned };
  });
  const leaving: readonly LeavingPod[] = removed.map((each) => ({ node: each.node, pod: each.pod, outlook: outlookOf(each) }));
  return {
    nodes,
    budgets,
    workloads: planWorkloads(leaving, facts.owners),
    gaps: gapsOf(leaving, facts),
    kubectl: {
      words: drainWords(
        facts.nodes.map(({ name }) => name),
        options,
      ),
      stderr: kubectlDrainText(nodes),
    },
    takenAt: now,
  };
}

function podPlan({ pod, verdict }: JudgedPod, eviction: EvictionOutlook, facts: DrainFacts, options: DrainOptions): DrainPodPlan {
  const { uid, namespace, name, phase, ready, controller } = pod;
  return {
    uid,
    namespace,
    name,
    phase,
    ready,
    controller: controller === null ? null : { kind: controller.kind, name: controller.name },
    graceSeconds: options.gracePeriodSeconds >= 0 ? options.gracePeriodSeconds : pod.graceSeconds,
    verdict,
    eviction,
    notes: notePod(pod, verdict, isControllerGone(pod, facts)),
  };
}

function isControllerGone(pod: DrainPod, { daemonSets, owners }: DrainFacts): boolean {
  if (pod.controller === null || isFinished(pod)) return false;
  const daemonSet = daemonSetToAsk(pod);
  if (daemonSet === null) return owners(pod.namespace, pod.controller).state === 'gone';
  const answer = daemonSets(pod.namespace, daemonSet);
  return !answer.found && answer.notFound;
}

/** What the plan does not know, each thing once. */
function gapsOf(pods: readonly LeavingPod[], { budgets, owners }: DrainFacts): readonly DrainGap[] {
  const gaps = new Map<string, DrainGap>();
  for (const { pod, outlook } of pods) {
    const { namespace, controller } = pod;
    const answer = outlook.answer === 'unknown' && outlook.budget === '' ? budgets(namespace) : null;
    if (answer?.ok === false) gaps.set(namespace, { what: 'budgets', namespace, name: '', error: answer.error });
    if (controller === null) continue;
    const owner = owners(namespace, controller);
    const behind = owner.state === 'found' && owner.controller !== null ? owner.controller : controller;
    const last = behind === controller ? owner : owners(namespace, behind);
    const name = `${behind.kind}/${behind.name}`;
    if (last.state === 'unreadable') gaps.set(`${namespace} ${name}`, { what: 'workload', namespace, name, error: last.error });
  }
  return [...gaps.values()];
}
