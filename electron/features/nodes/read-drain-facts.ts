import type { DrainOptions } from '../../../shared/drain.ts';
import { objectOf } from '../../kube/json-fields.ts';
import { listObjects } from '../../kube/list-objects.ts';
import { readJson } from '../../kube/read-json.ts';
import { objectPath } from '../../kube/resource-path.ts';
import type { Transport } from '../../kube/transport.ts';
import { drainPodOf, isFinished } from './drain-pod.ts';
import { daemonSetToAsk } from './judge-pod.ts';
import { nodePlaceOf } from './node-place.ts';
import type { DrainFacts, DrainNode } from './plan-drain.ts';
import { readBudgets } from './read-budgets.ts';
import { readDaemonSets } from './read-daemon-sets.ts';
import { readOwners } from './read-owners.ts';

const nodes = { group: '', version: 'v1', resource: 'nodes' };
const pods = { group: '', version: 'v1', resource: 'pods' };

/**
 * Asks the API server for all that a plan needs: each node and its pods, as kubectl does; then their DaemonSets, budgets and controllers. Rejects with
 * RequestFailure when a node or its pods cannot be read (kubectl cannot go on either, and a node that does not exist has no empty
 * plan), or the server refuses the pod selector. What else cannot be read is part of the facts.
 */
export async function readDrainFacts(
  transport: Transport,
  names: readonly string[],
  { podSelector }: DrainOptions,
  signal: AbortSignal,
): Promise<DrainFacts> {
  const read = await Promise.all([...new Set(names)].map((name) => readNode(transport, name, podSelector, signal)));
  const all = read.flatMap(({ pods: onNode }) => onNode);
  const active = all.filter((pod) => !isFinished(pod));
  const [daemonSets, budgets, owners] = await Promise.all([
    readDaemonSets(
      transport,
      all.filter((pod) => daemonSetToAsk(pod) !== null),
      signal,
    ),
    readBudgets(transport, new Set(active.map(({ namespace }) => namespace)), signal),
    readOwners(transport, active, signal),
  ]);
  return { nodes: read, daemonSets, budgets, owners };
}

async function readNode(transport: Transport, name: string, podSelector: string, signal: AbortSignal): Promise<DrainNode> {
  const [node, listed] = await Promise.all([
    readJson(transport, { path: objectPath(nodes, '', name), purpose: 'call', signal }),
    listObjects(transport, pods, '', { fieldSelector: `spec.nodeName=${name}`, labelSelector: podSelector }, signal),
  ]);
  const unschedulable = objectOf(objectOf(node).spec).unschedulable === true;
  return { name, unschedulable, ...nodePlaceOf(node), pods: listed.map(drainPodOf) };
}
