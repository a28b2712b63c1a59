import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import type { DrainAccess, DrainRight } from '../../../shared/drain-access.ts';
import { objectOf, textOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { listMembers } from '../../kube/list-members.ts';
import { RequestFailure } from '../../kube/request-failure.ts';
import { reviewAccess } from '../../kube/review-access.ts';
import type { Transport } from '../../kube/transport.ts';
import { type DrainPod, drainPodOf } from './drain-pod.ts';
import { daemonSetToAsk } from './judge-pod.ts';
import { type DrainPlaces, type NeededRight, planDrainRights, sumOfRights } from './plan-drain-rights.ts';

/** Arguments of `nodes.drainAccess` after the gate's parser. */
export interface DrainAccessArguments {
  readonly nodes: readonly string[];
  readonly options: DrainOptions;
}

const pods = { group: '', version: 'v1', resource: 'pods' };
/** What says where a pod is, and whose. */
const podMembers: Members = {
  metadata: { name: true, namespace: true, ownerReferences: true },
  spec: { nodeName: true },
  status: { phase: true },
};
/** Nodes up to which each is asked for by itself; beyond, all pods are listed once. */
const mostByNode = 20;
/** Of every API group that a drain asks. */
const version = 'v1';

/**
 * Asks the cluster whether we may do all that a drain needs. A right is asked for over everything first, and only where that is not given place by
 * place, so that an administrator costs one review a verb. Changes nothing. Rejects only when it is aborted: what cannot be asked is unknown.
 */
export async function answerDrainAccess(
  transport: Transport,
  { nodes, options }: DrainAccessArguments,
  signal: AbortSignal,
): Promise<DrainAccess> {
  const { places, gap } = await placesOf(transport, nodes, options, signal);
  const needed = planDrainRights(places, options);
  const rights = (await Promise.all(needed.map((right) => ask(transport, right, signal)))).flat();
  return { answer: sumOfRights(rights), rights, gap };
}

function podOnNode(object: unknown): { readonly node: string; readonly pod: DrainPod } {
  return { node: textOf(objectOf(objectOf(object).spec).nodeName), pod: drainPodOf(object) };
}

async function placesOf(
  transport: Transport,
  nodes: readonly string[],
  { podSelector }: DrainOptions,
  signal: AbortSignal,
): Promise<{ readonly places: DrainPlaces; readonly gap: ClusterError | null }> {
  try {
    const list = (fieldSelector: string) =>
      listMembers(transport, pods, '', { fieldSelector, labelSelector: podSelector }, podMembers, podOnNode, signal);
    const wanted = new Set(nodes);
    const listed =
      nodes.length > mostByNode ? await list('') : (await Promise.all(nodes.map((name) => list(`spec.nodeName=${name}`)))).flat();
    const all = listed.filter(({ node }) => wanted.has(node)).map(({ pod }) => pod);
    const daemonSets = new Map<string, { readonly namespace: string; readonly name: string }>();
    for (const pod of all) {
      const { namespace } = pod;
      const name = daemonSetToAsk(pod);
      if (name !== null) daemonSets.set(`${namespace}/${name}`, { namespace, name });
    }
    const namespaces = [...new Set(all.map(({ namespace }) => namespace))].sort();
    return { places: { nodes, namespaces, daemonSets: [...daemonSets.values()] }, gap: null };
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    return { places: { nodes, namespaces: null, daemonSets: [] }, gap: thrown.error };
  }
}

/** One line where the answer is the same everywhere it was asked for, else one for each place. */
async function ask(transport: Transport, { places, ...right }: NeededRight, signal: AbortSignal): Promise<readonly DrainRight[]> {
  if (places.length === 0) return [];
  const at = (namespace: string, name: string) => review(transport, { ...right, namespace, name }, signal);
  const broad = await at('', '');
  if (broad.answer !== 'denied') return [broad];
  const answers = places.map(async ({ namespace, names }) => {
    const any = namespace === '' ? broad : await at(namespace, '');
    if (any.answer !== 'denied' || names.length === 0) return [any];
    return Promise.all(names.map((name) => at(namespace, name)));
  });
  return (await Promise.all(answers)).flat();
}

async function review(transport: Transport, right: Omit<DrainRight, 'answer' | 'reason'>, signal: AbortSignal): Promise<DrainRight> {
  const { verb, group, resource, subresource, namespace, name } = right;
  try {
    const { answer, reason, evaluationError } = await reviewAccess(
      transport,
      { verb, group, version, resource, subresource, namespace, name },
      signal,
    );
    if (answer === 'unknown') return { ...right, answer, reason: evaluationError };
    return { ...right, answer: answer === 'yes' ? 'allowed' : 'denied', reason };
  } catch (thrown) {
    if (!(thrown instanceof RequestFailure)) throw thrown;
    return { ...right, answer: 'unknown', reason: thrown.message };
  }
}
