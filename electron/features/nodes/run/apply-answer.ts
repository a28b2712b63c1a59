import type { ClusterError, Result } from '../../../../shared/cluster-error.ts';
import type { DrainNodePlan, DrainOwner, DrainPodPlan } from '../../../../shared/drain.ts';
import type { DrainAccess, DrainRight } from '../../../../shared/drain-access.ts';
import { kubectlDrainText } from '../kubectl-drain-text.ts';
import type { PodFacts } from './facts-feed.ts';
import { budgetOf, budgetState } from './plan-asks.ts';
import { isNotReached, readEvictionAnswer } from './read-eviction-answer.ts';
import type { Facts } from './run-facts.ts';
import { lookMs, mostFailures, retryMs, toGone, toStep } from './run-moment.ts';
import { type ContextState, isWaiting, type NodeState, type PodState } from './run-state.ts';
import type { WriteAnswer } from './run-writes.ts';
import { Siblings } from './siblings.ts';

/*
 * Answers of the cluster, taken into the state of a run. Pure. An answer that comes too late (the pod is gone by now, the node was stopped) changes nothing that
 * is decided.
 */

/** What is read of a node when its turn comes: its plan, with what the plan does not say of each pod. */
export interface NodeAnswer {
  readonly plan: DrainNodePlan;
  /** uid of the controller of each pod, by the pod's uid; absent = none. */
  readonly controllers: ReadonlyMap<string, string>;
  /** What each pod that leaves stands behind, by its uid: the Deployment of a ReplicaSet. Absent = none, or not known. */
  readonly workloads: ReadonlyMap<string, DrainOwner>;
}

/**
 * What the cluster says of our rights. One that is missing fails every node before anything is sent. Where nobody can tell, the run goes on, and is told by what it
 * asks for; where the cluster was not reached, it is asked again.
 */
export function accessAnswered(context: ContextState, answer: Result<DrainAccess>, now: number): ContextState {
  const error = answer.ok ? answer.value.gap : answer.error;
  if (error !== null && isNotReached(error)) return quiet({ ...context, access: 'none' }, error, now);
  const asked: ContextState = { ...context, access: 'done' };
  if (!answer.ok || answer.value.answer !== 'denied') return asked;
  const missing = answer.value.rights.filter(({ need, answer: given }) => need === 'run' && given === 'denied').map(rightText);
  const denied: ClusterError = { kind: 'drain', cause: 'not-allowed', detail: missing.join(', ') };
  return { ...asked, nodes: asked.nodes.map((node) => (node.step === 'waiting' ? { ...node, step: 'failed', error: denied } : node)) };
}

/** A right in the words of RBAC: `create pods/eviction in namespace shop`. */
function rightText({ verb, group, resource, subresource, namespace, name }: DrainRight): string {
  const what = `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}${name === '' ? '' : ` "${name}"`}`;
  return `${verb} ${what}${namespace === '' ? '' : ` in namespace ${namespace}`}`;
}

/** The answer to a cordon. A second one changes nothing, so it is asked again where nobody knows what became of the first. */
export function cordonAnswered(
  context: ContextState,
  name: string,
  answer: WriteAnswer,
  wasSchedulable: boolean,
  now: number,
): ContextState {
  return changeNode(
    context,
    name,
    (node) => {
      if (node.cordon !== 'asking') return node;
      const waiting: NodeState = { ...node, step: 'waiting' };
      if (answer.type === 'done') return { ...waiting, cordon: 'done', cordonedByRun: wasSchedulable, failures: 0, error: null };
      if (answer.type === 'unknown') return again({ ...waiting, cordon: 'none' }, answer.error, now);
      if (mayPass(answer.error, node.failures)) return again({ ...waiting, cordon: 'none' }, answer.error, now);
      return { ...node, cordon: 'none', step: 'failed', error: answer.error };
    },
    answer,
    now,
  );
}

/** The answer to "uncordon". Where it fails the node stays as this run left it, and says why. */
export function uncordonAnswered(context: ContextState, name: string, answer: WriteAnswer, now: number): ContextState {
  return changeNode(
    context,
    name,
    (node) => {
      if (node.uncordon !== 'asking') return node;
      if (answer.type === 'done')
        return { ...node, uncordon: 'no', cordonedByRun: false, failures: 0, error: node.step === 'failed' ? node.error : null };
      if (answer.type === 'unknown' || mayPass(answer.error, node.failures))
        return again({ ...node, uncordon: 'wanted' }, answer.error, now);
      return { ...node, uncordon: 'no', failures: 0, error: answer.error };
    },
    answer,
    now,
  );
}

/** Pods and verdicts of a node, read when its turn came, or again after an interruption: what is known of its pods already stays. */
export function planAnswered(context: ContextState, name: string, answer: Result<NodeAnswer>, now: number): ContextState {
  return changeNode(
    context,
    name,
    (node) => {
      if (node.plan !== 'asking') return node;
      if (!answer.ok) {
        const asked: NodeState = { ...node, plan: 'none' };
        return mayPass(answer.error, node.failures) ? again(asked, answer.error, now) : { ...asked, step: 'failed', error: answer.error };
      }
      const { plan, controllers, workloads } = answer.value;
      const known = new Set(node.pods.map(({ uid }) => uid));
      const found = plan.pods
        .filter(({ uid }) => !known.has(uid))
        .map((pod) => podState(pod, controllers.get(pod.uid) ?? '', workloads.get(pod.uid) ?? null, now));
      const pods = [...node.pods, ...found];
      if (!plan.refused) return { ...node, plan: 'done', pods, failures: 0, error: null };
      // kubectl removes none of a node where one pod has the verdict `error`.
      const left = pods.map((pod) => (isWaiting(pod) ? toStep(pod, { step: 'skipped', why: 'stopped', message: '' }, now) : pod));
      return { ...node, plan: 'done', step: 'refused', pods: left, message: kubectlDrainText([plan]) };
    },
    answer.ok ? null : { type: 'failed', error: answer.error },
    now,
  );
}

/** The answer to an eviction or deletion. */
export function removalAnswered(context: ContextState, uid: string, answer: WriteAnswer, facts: Facts, now: number): ContextState {
  const read = readEvictionAnswer(answer);
  const changed = changePod(context, uid, (pod) => {
    if (pod.step.step !== 'asking') return pod;
    switch (read.answer) {
      case 'accepted': {
        const dueAt = now + pod.graceSeconds * 1000;
        return toStep({ ...pod, failures: 0 }, { step: 'terminating', graceSeconds: pod.graceSeconds, dueAt, stuck: null }, now);
      }
      case 'gone':
        return toGone(pod, now);
      case 'refused': {
        const { budget, needs, has, message, retryAfterSeconds } = read;
        const nextAt = now + (retryAfterSeconds === null ? retryMs : retryAfterSeconds * 1000);
        const refusedBy = budgetState(pod.namespace, budget, facts);
        const next = { ...pod, failures: 0, nextAt, mustWait: retryAfterSeconds !== null, refusedBy };
        const siblings = new Siblings(context.nodes, facts);
        const expected = budgetOf(pod.namespace, budget, facts)?.expectedPods ?? null;
        const blocked = {
          ...blockedPlain,
          budget,
          needs,
          has,
          expected,
          ahead: siblings.ahead(pod),
          unready: siblings.unready(pod),
          message,
        };
        return toStep(next, { ...blocked, tries: pod.tries, nextAt }, now);
      }
      case 'namespace-terminating': {
        const nextAt = now + retryMs;
        const { message } = read;
        return toStep({ ...pod, nextAt }, { ...blockedPlain, message, tries: pod.tries, nextAt }, now);
      }
      case 'look': {
        const failures = read.counts ? pod.failures + 1 : pod.failures;
        if (failures > mostFailures && read.error !== null) return toStep(pod, { step: 'failed', error: read.error }, now);
        const nextAt = now + (read.counts ? retryMs : lookMs);
        return toStep({ ...pod, failures, nextAt }, { step: 'unknown', error: read.error }, now);
      }
      case 'not-sent':
        return toStep({ ...pod, nextAt: now + retryMs }, { step: 'waiting', for: 'slot' }, now);
      case 'failed':
        return toStep(pod, { step: 'failed', error: read.error }, now);
    }
  });
  return read.answer === 'not-sent' ? quiet(changed, read.error, now) : changed;
}

/** What was found where the pod should be; null = nothing. */
export function lookAnswered(context: ContextState, uid: string, answer: Result<PodFacts | null>, now: number): ContextState {
  const changed = changePod(context, uid, (asked) => {
    const pod = { ...asked, looking: false };
    const { step } = pod.step;
    if (step === 'gone' || step === 'failed' || step === 'skipped') return pod;
    if (answer.ok) {
      if (answer.value?.uid !== uid) return toGone(pod, now);
      const { deletionTime } = answer.value;
      if (deletionTime !== null || step !== 'unknown') return { ...pod, nextAt: now + retryMs };
      return toStep({ ...pod, nextAt: now }, { step: 'waiting', for: 'slot' }, now);
    }
    if (mayPass(answer.error, pod.failures)) return { ...pod, failures: pod.failures + 1, nextAt: now + retryMs };
    return toStep(pod, { step: 'failed', error: answer.error }, now);
  });
  return !answer.ok && isNotReached(answer.error) ? quiet(changed, answer.error, now) : changed;
}

/** Blocked by no budget that is known. */
const blockedPlain = { step: 'blocked', budget: '', needs: null, has: null, expected: null, ahead: null, unready: [] } as const;

function podState(plan: DrainPodPlan, controller: string, workload: DrainOwner | null, now: number): PodState {
  const { verdict } = plan;
  const why = verdict.status === 'error' ? 'refused' : 'verdict';
  return {
    uid: plan.uid,
    namespace: plan.namespace,
    name: plan.name,
    owner: plan.controller,
    workload: workload ?? plan.controller,
    step: verdict.removes ? { step: 'waiting', for: 'slot' } : { step: 'skipped', why, message: verdict.message },
    since: now,
    controller,
    graceSeconds: plan.graceSeconds,
    looking: false,
    tries: 0,
    askedAt: 0,
    failures: 0,
    nextAt: 0,
    mustWait: false,
    refusedBy: '',
    replacement: '',
  };
}

function again(node: NodeState, error: ClusterError | null, now: number): NodeState {
  return { ...node, failures: node.failures + 1, nextAt: now + retryMs, error };
}

/** Whether the same question may be answered another time: the cluster was not reached, or is busy or unwell, but not for ever. */
function mayPass(error: ClusterError, failures: number): boolean {
  if (isNotReached(error)) return true;
  return error.kind === 'status' && (error.code === 429 || error.code >= 500) && failures < mostFailures;
}

/** Nothing is sent for a while: the cluster was not reached. */
function quiet(context: ContextState, error: ClusterError, now: number): ContextState {
  return { ...context, quietUntil: now + retryMs, trouble: error };
}

function changeNode(
  context: ContextState,
  name: string,
  change: (node: NodeState) => NodeState,
  answer: WriteAnswer | null,
  now: number,
): ContextState {
  const changed = { ...context, nodes: context.nodes.map((node) => (node.name === name ? change(node) : node)) };
  return answer?.type === 'failed' && isNotReached(answer.error) ? quiet(changed, answer.error, now) : changed;
}

function changePod(context: ContextState, uid: string, change: (pod: PodState) => PodState): ContextState {
  const nodes = context.nodes.map((node) =>
    node.pods.some((pod) => pod.uid === uid) ? { ...node, pods: node.pods.map((pod) => (pod.uid === uid ? change(pod) : pod)) } : node,
  );
  return { ...context, nodes };
}
