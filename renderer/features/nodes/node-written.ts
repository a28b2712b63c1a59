import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../shared/journal.ts';
import type { NodeWriteAnswer } from '../../../shared/node-writes.ts';

/** What came of one node of one context. */
export interface WrittenNode {
  readonly contextId: ContextId;
  readonly node: string;
  readonly outcome: WriteOutcome;
  /** The entry of the journal that can be taken back; empty where nothing was written. */
  readonly entry: string;
}

/** How many nodes ended how. */
export interface WrittenCounts {
  readonly changed: number;
  /** It was so already. */
  readonly same: number;
  /** Refused by a guardrail, by the server, or by what kubectl checks. */
  readonly refused: number;
  /** It may have been done. */
  readonly unknown: number;
}

/** The nodes of an answer, by their context. A call that failed as a whole failed for each of them: whatever it is, nobody saw more. */
export function writtenNodes(
  contextId: ContextId,
  nodes: readonly string[],
  result: { readonly ok: true; readonly value: NodeWriteAnswer } | { readonly ok: false; readonly error: ClusterError },
): readonly WrittenNode[] {
  if (result.ok) return result.value.nodes.map((node) => ({ contextId, ...node }));
  return nodes.map((node) => ({ contextId, node, entry: '', outcome: outcomeOfFailure(result.error) }));
}

/** A call that the guardrails refused sent nothing; whether one that broke off sent anything nobody knows. */
function outcomeOfFailure(error: ClusterError): WriteOutcome {
  return error.kind === 'internal' ? { type: 'unknown', error } : { type: 'failed', error };
}

/** Counts of how nodes ended. */
export function countWritten(written: readonly WrittenNode[]): WrittenCounts {
  const count = (fits: (outcome: WriteOutcome) => boolean) => written.filter(({ outcome }) => fits(outcome)).length;
  return {
    changed: count((outcome) => outcome.type === 'done' && outcome.changed),
    same: count((outcome) => outcome.type === 'done' && !outcome.changed),
    refused: count(({ type }) => type === 'denied' || type === 'failed'),
    unknown: count(({ type }) => type === 'unknown'),
  };
}

/** What one step takes back: nodes that were written and have an entry in the journal. */
export function undoable(written: readonly WrittenNode[]): readonly WrittenNode[] {
  return written.filter(({ outcome, entry }) => entry !== '' && outcome.type === 'done' && outcome.changed);
}
