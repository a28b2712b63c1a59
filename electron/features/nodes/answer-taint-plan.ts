import type { TaintChange } from '../../../shared/node-edits.ts';
import type { NodeTaint, TaintedPod, TaintPlan, TaintPlanNode } from '../../../shared/node-writes.ts';
import { arrayOf, isObject, objectOf } from '../../kube/json-fields.ts';
import { listObjects } from '../../kube/list-objects.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import { Slots } from '../../kube/slots.ts';
import type { Transport } from '../../kube/transport.ts';
import { drainPodOf, isFinished } from './drain-pod.ts';
import { readNodeFacts } from './node-facts.ts';
import { taintText, taintVerdict } from './plan-taint-fates.ts';
import { changeTaints, taintOf } from './plan-taints.ts';

const pods = { group: '', version: 'v1', resource: 'pods' };
/** Nodes that are read at the same time: each costs two requests, and a table that somebody looks at must not wait behind five hundred. */
const mostAtOnce = 16;

/** Arguments of `nodes.planTaints` after the gate's parser; `changes` not yet checked as kubectl does. */
export interface TaintPlanArguments {
  readonly nodes: readonly string[];
  readonly changes: readonly TaintChange[];
}

/** Reads nodes, and their pods where NoExecute taints change, and says what would come of it. Only reads; what cannot be read is part of the answer. */
export async function answerTaintPlan(
  transport: Transport,
  { nodes, changes }: TaintPlanArguments,
  signal: AbortSignal,
): Promise<TaintPlan> {
  const slots = new Slots(mostAtOnce);
  const planned = [...new Set(nodes)].map(async (node) => {
    const giveBack = await slots.take(signal);
    try {
      return await planNode(transport, node, changes, signal);
    } finally {
      giveBack();
    }
  });
  return { nodes: await Promise.all(planned) };
}

async function planNode(transport: Transport, node: string, changes: readonly TaintChange[], signal: AbortSignal): Promise<TaintPlanNode> {
  const nothing = { node, error: null, before: [], after: [], overwrites: [], pods: [], podsError: null };
  const facts = await readNodeFacts(transport, node, signal).catch(errorOf);
  if (!('taints' in facts)) return { ...nothing, error: facts };
  const before = facts.taints.map(taintOf);
  const next = changeTaints(facts.taints, changes);
  if (next.type === 'refused') return { ...nothing, before, after: before, error: next.error };
  const after = next.taints.map(taintOf);
  const plan = { ...nothing, before, after, overwrites: next.overwrites };
  if (sameExecuting(before, after)) return plan;
  const onNode = { fieldSelector: `spec.nodeName=${node}`, labelSelector: '' };
  const listed = await listObjects(transport, pods, '', onNode, signal).catch(errorOf);
  if ('kind' in listed) return { ...plan, podsError: listed };
  return { ...plan, pods: listed.map((object) => taintedPodOf(object, before, after)).sort(byName) };
}

function taintedPodOf(object: unknown, before: readonly NodeTaint[], after: readonly NodeTaint[]): TaintedPod {
  const pod = drainPodOf(object);
  const tolerations = arrayOf(objectOf(objectOf(object).spec).tolerations).filter(isObject);
  const { fate, because } = taintVerdict(after, tolerations);
  return {
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    controller: pod.controller === null ? '' : `${pod.controller.kind}/${pod.controller.name}`,
    finished: isFinished(pod),
    before: taintVerdict(before, tolerations).fate,
    after: fate,
    because,
  };
}

function sameExecuting(before: readonly NodeTaint[], after: readonly NodeTaint[]): boolean {
  const executing = (taints: readonly NodeTaint[]) =>
    taints
      .filter(({ effect }) => effect === 'NoExecute')
      .map(taintText)
      .sort();
  return JSON.stringify(executing(before)) === JSON.stringify(executing(after));
}

function byName(a: TaintedPod, b: TaintedPod): number {
  if (a.namespace !== b.namespace) return a.namespace < b.namespace ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function errorOf(thrown: unknown): RequestFailure['error'] {
  if (thrown instanceof RequestFailure) return thrown.error;
  throw thrown;
}
