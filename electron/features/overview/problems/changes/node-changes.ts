import type { Change } from '../../../../../shared/problem.ts';
import type { Row } from '../../../../../shared/row.ts';
import { nodeFactsOf, readyConditionOf } from '../../../../../shared/row-facts.ts';
import { objectOfKind } from '../object-of-kind.ts';
import { factsOf, type RowsByKey } from '../problem-kinds.ts';

/** Becoming ready for the first time belongs to coming; in ms. */
const joiningMs = 600_000;
/** The node says a time and the controller's event another: the same change told twice, in ms. */
const sameMs = 60_000;

/** Events about nodes that tell a change: pkg/kubelet/events/event.go, pkg/controller/nodelifecycle, cloud-provider controllers/nodelifecycle. */
const kinds: Readonly<Record<string, Change['kind']>> = {
  NodeNotReady: 'node-not-ready',
  NodeReady: 'node-ready',
  NodeNotSchedulable: 'cordoned',
  NodeSchedulable: 'uncordoned',
  RemovingNode: 'node-gone',
  DeletingNode: 'node-gone',
};

/** Nodes that came, went, became ready or not, or were cordoned since `from`. Each change once, whether the node or an event tells it. */
export function nodeChanges(nodes: Iterable<Row> | null, rows: RowsByKey, from: number): readonly Change[] {
  const found: Change[] = [];
  const cameAt = new Map<string, number>();
  const add = (kind: Change['kind'], name: string, at: number | null, by: string, facts: Change['facts'] = {}) => {
    if (at === null || at < from) return;
    const told = found.some((other) => other.kind === kind && other.object.name === name && Math.abs(other.at - at) < sameMs);
    if (!told) found.push({ id: `${kind}/${name}/${at}`, kind, object: objectOfKind('Node', '', name), at, by, facts });
  };
  for (const row of nodes ?? []) {
    if (row.createdAt !== null) cameAt.set(row.name, row.createdAt);
    add('node-added', row.name, row.createdAt, '');
    const ready = readyConditionOf(nodeFactsOf(row));
    if (ready !== undefined && ready.status !== 'True') add('node-not-ready', row.name, ready.since, '', { reason: ready.reason });
    else if (ready?.since != null && !isJoining(row.createdAt, ready.since)) add('node-ready', row.name, ready.since, '');
  }
  for (const [, event] of factsOf(rows, 'events:node')) {
    const kind = kinds[event.reason];
    if (kind === undefined || event.at === null) continue;
    if (kind === 'node-ready' && isJoining(cameAt.get(event.name) ?? null, event.at)) continue;
    add(kind, event.name, event.at, event.by);
  }
  return found;
}

function isJoining(createdAt: number | null, at: number): boolean {
  return createdAt !== null && at - createdAt < joiningMs;
}
