import { type ClusterError, type Result, success } from '../shared/cluster-error.ts';
import type { ContextId } from '../shared/context-id.ts';
import type { TryWrite } from './features/nodes/dry-run-drain.ts';
import { type NodeFacts, nodeFactsChannel } from './features/nodes/node-facts.ts';
import type { RunWrites } from './features/nodes/run/run-writes.ts';
import type { NodeWritesOptions } from './features/nodes/write-nodes.ts';
import { refusalOf, type WriteGate } from './features/writes/write-gate.ts';

/*
 * The gate as each feature uses it: features know no other feature, so they are put together here.
 */

/** A drain whose context leads to another cluster since: there nothing was confirmed. */
const elsewhere: ClusterError = {
  kind: 'drain',
  cause: 'not-now',
  detail: 'the context leads to another cluster than when the drain began',
};

/** For drains: what the user confirmed when one began counts for all of its writes, and no further. */
export function runWritesOf(gate: WriteGate): RunWrites {
  return {
    permit: ({ contextId, confirmation, run }, writes) => {
      const permit = gate.permit(contextId, writes, confirmation, run);
      return permit.ok ? success(null) : permit;
    },
    clusterUid: (contextId) => gate.clusterUid(contextId),
    send: async ({ contextId, confirmation, run, clusterUid }, write) => {
      const now = gate.clusterUid(contextId);
      if (clusterUid !== '' && now !== '' && clusterUid !== now) return { type: 'denied', error: elsewhere };
      const permit = gate.permit(contextId, [write], confirmation, run);
      if (!permit.ok) return { type: 'denied', error: permit.error };
      const { outcome } = await gate.send(permit.value, { ...write, run, undoes: '' });
      return outcome.type === 'denied' ? { type: 'denied', error: refusalOf({ reason: outcome.reason, demand: 'deny' }) } : outcome;
    },
  };
}

/** For dry runs of drains: nothing is confirmed, because nothing is changed. */
export function dryRunsOf(gate: WriteGate): TryWrite {
  return async (contextId, write) => {
    const outcome = await gate.dryRun(contextId, { ...write, run: '', undoes: '' });
    return outcome.type === 'denied' ? { type: 'denied', error: refusalOf({ reason: outcome.reason, demand: 'deny' }) } : outcome;
  };
}

/** For writes to nodes. `call` asks the data thread of the context. */
export function nodeWritesOf(gate: WriteGate, call: (channel: string, args: unknown) => Promise<Result<unknown>>): NodeWritesOptions {
  return {
    permit: (contextId, writes, confirmation) => {
      const permit = gate.permit(contextId, writes, confirmation);
      return permit.ok ? success((write) => gate.send(permit.value, { ...write, run: '' })) : permit;
    },
    clusterUid: (contextId) => gate.clusterUid(contextId),
    read: (contextId: ContextId, node) => call(nodeFactsChannel, { contextId, node }) as Promise<Result<NodeFacts>>,
  };
}
