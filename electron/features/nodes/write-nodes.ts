import { failure, type Result, success } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ParsedCallArguments } from '../../../shared/contract.ts';
import type { JournalEntry, WriteOutcome } from '../../../shared/journal.ts';
import { labelChangesFault, taintChangesFault } from '../../../shared/node-edits.ts';
import type { NodeWriteAnswer, NodeWritten } from '../../../shared/node-writes.ts';
import type { Confirmation } from '../../../shared/protection.ts';
import { Slots } from '../../kube/slots.ts';
import { type NodeEdit, refusedEdit } from './node-edit.ts';
import type { NodeFacts } from './node-facts.ts';
import { planCordon } from './plan-cordon.ts';
import { planLabels } from './plan-labels.ts';
import { planTaints } from './plan-taints.ts';
import { canUndo, planUndo } from './plan-undo.ts';
import type { RunWrite } from './run/run-writes.ts';

/** Nodes that are read and written at the same time, over all actions of one context: what one action may take of a control plane's attention. */
const mostAtOnce = 8;
/** Tries for a node that others change at the same moment (409), each from what it then is: as many as client-go's retry.DefaultRetry. */
const mostTries = 5;

/** A write to a node, before it passes the gate. */
export interface NodeWrite extends RunWrite {
  /** The entry of the journal that it takes back; empty for none. */
  readonly undoes: string;
}

/** Sends one write that was permitted, and answers what came of it and its entry in the journal. Never rejects. */
export type SendNodeWrite = (write: NodeWrite) => Promise<{ readonly outcome: WriteOutcome; readonly entry: string }>;

/** What writes to nodes need of the rest of the main side. */
export interface NodeWritesOptions {
  /** Whether these writes, as one action, are allowed with what the user confirmed (features/writes/write-gate.ts). Sends nothing. */
  permit(
    contextId: ContextId,
    writes: readonly Pick<RunWrite, 'action' | 'verb' | 'target'>[],
    confirmation: Confirmation,
  ): Result<SendNodeWrite>;
  /** The cluster that the context leads to now (uid of kube-system); empty where nobody knows. */
  clusterUid(contextId: ContextId): string;
  /** The node as it is now. Never rejects. */
  read(contextId: ContextId, node: string): Promise<Result<NodeFacts>>;
}

/**
 * Cordons, taints and labels nodes, and takes that back. Each node is read, the change is decided (plan-*.ts), and only what differs is sent, through
 * the gate. Nodes of one action do not wait for each other, at most `mostAtOnce` at a time in a context, and one that fails stops none.
 */
export class NodeWrites {
  readonly #options: NodeWritesOptions;
  readonly #slots = new Map<ContextId, Slots>();

  constructor(options: NodeWritesOptions) {
    this.#options = options;
  }

  cordon({ contextId, nodes, unschedulable, confirmation }: ParsedCallArguments<'nodes.cordon'>): Promise<Result<NodeWriteAnswer>> {
    const action = unschedulable ? 'cordon' : 'uncordon';
    return this.#writeEach(contextId, nodes, action, confirmation, (node) => planCordon(node, unschedulable));
  }

  async taint(asked: ParsedCallArguments<'nodes.taint'>): Promise<Result<NodeWriteAnswer>> {
    const { contextId, nodes, changes, overwrite, confirmation } = asked;
    const fault = taintChangesFault(changes);
    if (fault !== null) return failure(refusedEdit('invalid', fault).error);
    return this.#writeEach(contextId, nodes, 'taint', confirmation, (node) => planTaints(node, changes, overwrite));
  }

  async label(asked: ParsedCallArguments<'nodes.label'>): Promise<Result<NodeWriteAnswer>> {
    const { contextId, nodes, changes, overwrite, confirmation } = asked;
    const fault = labelChangesFault(changes);
    if (fault !== null) return failure(refusedEdit('invalid', fault).error);
    return this.#writeEach(contextId, nodes, 'label', confirmation, (node) => planLabels(node, changes, overwrite));
  }

  /** Takes back one recorded write to a node, by another one of its own entry. Fails when the entry cannot be taken back, or a guardrail refuses. */
  async undo(entry: JournalEntry, confirmation: Confirmation): Promise<Result<WriteOutcome>> {
    if (!canUndo(entry)) return failure(refusedEdit('not-undoable', '').error);
    const action = undoing[entry.action] ?? entry.action;
    const { contextId, target } = entry;
    // A node of this name in another cluster is none of its business: the entry may know the name alone.
    const clusterUid = this.#options.clusterUid(contextId);
    if (entry.clusterUid !== '' && clusterUid !== '' && entry.clusterUid !== clusterUid) {
      return failure(refusedEdit('changed', `context ${entry.context} leads to another cluster than it did`).error);
    }
    const permit = this.#options.permit(contextId, [{ action, verb: 'patch', target }], confirmation);
    if (!permit.ok) return permit;
    const written = await this.#writeOne(contextId, target.name, permit.value, (node) => planUndo(node, entry), entry.id);
    return success(written.outcome);
  }

  async #writeEach(
    contextId: ContextId,
    names: readonly string[],
    action: RunWrite['action'],
    confirmation: Confirmation,
    plan: (node: NodeFacts) => NodeEdit,
  ): Promise<Result<NodeWriteAnswer>> {
    const nodes = [...new Set(names)];
    const writes = nodes.map((name) => ({ action, verb: 'patch' as const, target: { ...anyNode, name } }));
    const permit = this.#options.permit(contextId, writes, confirmation);
    if (!permit.ok) return permit;
    return success({ nodes: await Promise.all(nodes.map((node) => this.#writeOne(contextId, node, permit.value, plan, ''))) });
  }

  async #writeOne(
    contextId: ContextId,
    node: string,
    send: SendNodeWrite,
    plan: (node: NodeFacts) => NodeEdit,
    undoes: string,
  ): Promise<NodeWritten> {
    const giveBack = await this.#slotsOf(contextId).take(never);
    try {
      return await this.#tryOne(contextId, node, send, plan, undoes);
    } finally {
      giveBack();
    }
  }

  async #tryOne(
    contextId: ContextId,
    node: string,
    send: SendNodeWrite,
    plan: (node: NodeFacts) => NodeEdit,
    undoes: string,
  ): Promise<NodeWritten> {
    for (let tries = 1; ; tries++) {
      const facts = await this.#options.read(contextId, node);
      if (!facts.ok) return { node, outcome: { type: 'failed', error: facts.error }, entry: '' };
      const edit = plan(facts.value);
      if (edit.type === 'unchanged') return { node, outcome: { type: 'done', changed: false, code: 0 }, entry: '' };
      if (edit.type === 'refused') return { node, outcome: { type: 'failed', error: edit.error }, entry: '' };
      const { outcome, entry } = await send({ ...edit.write, undoes });
      // Another version than the one that was read: it is decided anew. Each try is a write of its own, with an entry of its own.
      if (!isConflict(outcome) || tries === mostTries) return { node, outcome, entry };
    }
  }

  #slotsOf(contextId: ContextId): Slots {
    const slots = this.#slots.get(contextId) ?? new Slots(mostAtOnce);
    this.#slots.set(contextId, slots);
    return slots;
  }
}

/** What taking an action back is called; others keep their name. */
const undoing: Partial<Record<RunWrite['action'], RunWrite['action']>> = { cordon: 'uncordon', uncordon: 'cordon' };
const anyNode = { group: '', version: 'v1', resource: 'nodes', subresource: '', namespace: '', name: '', uid: '' };
/** A write that was asked for is not called off: the page may be gone, what was confirmed stays confirmed. */
const never = new AbortController().signal;

function isConflict(outcome: WriteOutcome): boolean {
  return outcome.type === 'failed' && outcome.error.kind === 'status' && outcome.error.code === 409;
}
