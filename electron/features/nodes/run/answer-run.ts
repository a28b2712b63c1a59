import type { DrainOptions } from '../../../../shared/drain.ts';
import type { Clock } from '../../../kube/clock.ts';
import type { CallHandler } from '../../../kube/data-thread-host.ts';
import { readJson } from '../../../kube/read-json.ts';
import { RequestFailure } from '../../../kube/request-failure.ts';
import { objectPath } from '../../../kube/resource-path.ts';
import type { Transport } from '../../../kube/transport.ts';
import { isFinished } from '../drain-pod.ts';
import { planDrain } from '../plan-drain.ts';
import { readDrainFacts } from '../read-drain-facts.ts';
import type { NodeAnswer } from './apply-answer.ts';
import type { PodFacts } from './facts-feed.ts';
import { podFactsOf } from './project-drain-facts.ts';

/*
 * The questions of a run that no watch answers, in the data thread. They only read, and are no channels of the contract: no page can ask them.
 */

/** The handlers of both channels in the data thread; arguments come from the main process. */
export function runQuestions(clock: Pick<Clock, 'now'>): Readonly<Record<string, CallHandler>> {
  return {
    [nodePlanChannel]: (session, args) => answerNodePlan(session.transport(), args as NodePlanQuestion, session.signal, clock),
    [lookChannel]: (session, args) => answerLook(session.transport(), args as LookQuestion, session.signal),
  };
}

/** Channel of `answerNodePlan` between main process and data thread. */
export const nodePlanChannel = 'drain.planNode';
/** Channel of `answerLook`. */
export const lookChannel = 'drain.look';

interface NodePlanQuestion {
  readonly node: string;
  readonly options: DrainOptions;
}

interface LookQuestion {
  readonly namespace: string;
  readonly name: string;
}

/** Pods and verdicts of one node whose turn it is. Rejects with RequestFailure as `readDrainFacts` does. */
export async function answerNodePlan(
  transport: Transport,
  { node, options }: NodePlanQuestion,
  signal: AbortSignal,
  clock: Pick<Clock, 'now'>,
): Promise<NodeAnswer> {
  const facts = await readDrainFacts(transport, [node], options, signal);
  const { nodes: plans, workloads } = planDrain(facts, options, clock.now());
  const [plan] = plans;
  if (plan === undefined) throw new Error(`no plan of node ${node}`);
  // A finished pod has no controller that would make it again.
  const controllers = facts.nodes.flatMap(({ pods }) =>
    pods.flatMap((pod) => (pod.controller === null || isFinished(pod) ? [] : [[pod.uid, pod.controller.uid] as const])),
  );
  const behind = workloads.flatMap(({ kind, name, pods: uids }) => uids.map((uid) => [uid, { kind, name }] as const));
  return { plan, controllers: new Map(controllers), workloads: new Map(behind) };
}

const pods = { group: '', version: 'v1', resource: 'pods' };

/** The pod that has this name now; null when there is none. Rejects with RequestFailure. */
export async function answerLook(transport: Transport, { namespace, name }: LookQuestion, signal: AbortSignal): Promise<PodFacts | null> {
  try {
    return podFactsOf(await readJson(transport, { path: objectPath(pods, namespace, name), purpose: 'call', signal }));
  } catch (thrown) {
    if (thrown instanceof RequestFailure && thrown.error.kind === 'status' && thrown.error.code === 404) return null;
    throw thrown;
  }
}
