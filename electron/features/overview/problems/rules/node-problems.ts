import type { Problem, Severity } from '../../../../../shared/problem.ts';
import type { Row } from '../../../../../shared/row.ts';
import { type NodeConditionFacts, type NodeFacts, nodeFactsOf, readyConditionOf } from '../../../../../shared/row-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { type Finding, finding, known, type ProblemFacts } from '../problem-facts.ts';
import { factsOf } from '../problem-kinds.ts';

/** A node that joins gets this long to become ready, in ms. */
const joiningMs = 180_000;

/** A node that goes away this long after it was cordoned was drained, in ms. */
const cordonedMs = 3_600_000;

/** Conditions that are bad when True: the kubelet's, and those of the node problem detector (config/*.json of its repository). */
const badWhenTrue: ReadonlySet<string> = new Set([
  'MemoryPressure',
  'DiskPressure',
  'PIDPressure',
  'KernelDeadlock',
  'ReadonlyFilesystem',
  'CorruptDockerOverlay2',
  'FrequentKubeletRestart',
  'FrequentDockerRestart',
  'FrequentContainerdRestart',
  'FrequentUnregisterNetDevice',
  'KubeletUnhealthy',
  'ContainerRuntimeUnhealthy',
]);

/** Taints of who takes a node away: cluster-autoscaler (utils/taints), Karpenter v1 and v1beta1. */
const removers: Readonly<Record<string, 'autoscaler' | 'karpenter'>> = {
  ToBeDeletedByClusterAutoscaler: 'autoscaler',
  'karpenter.sh/disrupted': 'karpenter',
  'karpenter.sh/disruption': 'karpenter',
};

/** Who takes a node away on purpose; null when nobody says so. `cordoned`: somebody cordoned it in the last hour, as every drain begins. */
export function removalOf(facts: NodeFacts, cordoned: boolean): Problem['expected'] {
  for (const { key } of facts.taints) {
    const remover = removers[key];
    if (remover !== undefined) return remover;
  }
  return facts.unschedulable && (facts.terminating || cordoned) ? 'drain' : null;
}

/** Names of nodes whose pods nobody can say anything of: condition Ready is not True. */
export function silentNodes(nodes: Iterable<Row> | null): ReadonlySet<string> {
  const silent = new Set<string>();
  for (const row of nodes ?? []) {
    const ready = readyConditionOf(nodeFactsOf(row));
    if (ready !== undefined && ready.status !== 'True') silent.add(row.name);
  }
  return silent;
}

/** Nodes that are not ready, short of something, or without network. One that is taken away on purpose is no alarm. */
export function nodeProblems(facts: ProblemFacts): readonly Finding[] {
  const found: Finding[] = [];
  const cordoned = cordonedLately(facts);
  for (const row of facts.nodes ?? []) {
    const node = nodeFactsOf(row);
    if (node === null) continue;
    const expected = removalOf(node, cordoned.has(row.name));
    for (const condition of node.conditions) {
      const cause = causeOf(condition);
      if (cause === null) continue;
      // Not ready, and without network, because it has just come.
      if (cause !== 'node-pressure' && row.createdAt !== null && facts.now - row.createdAt < joiningMs) continue;
      const affected = facts.podsOnNode(row.name);
      const severity: Severity = cause === 'node-pressure' || expected !== null ? 'attention' : 'broken';
      found.push(
        finding(cause, severity, objectOfKind('Node', '', row.name), {
          affected,
          total: affected,
          since: condition.since,
          message: condition.message,
          expected,
          ...(cause === 'node-pressure' ? { part: condition.type } : {}),
          facts: known({
            reason: condition.reason,
            ...(cause === 'node-not-ready' ? { status: condition.status } : {}),
            ...(cause === 'node-pressure' ? { condition: condition.type } : {}),
          }),
        }),
      );
    }
  }
  return found;
}

/** Names of nodes that were cordoned in the last hour; events are kept no longer. */
function cordonedLately({ rows, now }: ProblemFacts): ReadonlySet<string> {
  const cordoned = new Set<string>();
  for (const [, { reason, name, at }] of factsOf(rows, 'events:node'))
    if (reason === 'NodeNotSchedulable' && at !== null && now - at < cordonedMs) cordoned.add(name);
  return cordoned;
}

function causeOf({ type, status }: NodeConditionFacts): 'node-not-ready' | 'node-pressure' | 'node-network' | null {
  if (type === 'Ready') return status === 'True' ? null : 'node-not-ready';
  if (status !== 'True') return null;
  if (type === 'NetworkUnavailable') return 'node-network';
  return badWhenTrue.has(type) ? 'node-pressure' : null;
}
