import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTaintPlan, type TaintPlanArguments } from '../../../../electron/features/nodes/answer-taint-plan.ts';
import { nodeFactsChannel, nodeFactsHandler } from '../../../../electron/features/nodes/node-facts.ts';
import { NodeWrites } from '../../../../electron/features/nodes/write-nodes.ts';
import { Journal } from '../../../../electron/features/writes/journal.ts';
import { WriteGate } from '../../../../electron/features/writes/write-gate.ts';
import { nodeWritesOf } from '../../../../electron/gated-writes.ts';
import { systemClock } from '../../../../electron/kube/clock.ts';
import { writeHandler, writesChannel } from '../../../../electron/kube/send-write.ts';
import type { ClusterError, Result } from '../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import { type JournalEntry, journalQuerySchema, type WriteOutcome } from '../../../../shared/journal.ts';
import type { LabelChange, TaintChange } from '../../../../shared/node-edits.ts';
import type { NodeWriteAnswer } from '../../../../shared/node-writes.ts';
import { type Protection, protectionSchema } from '../../../../shared/protection.ts';
import { TestThread } from '../../kube/test-context.ts';

const confirmation = { confirmed: true, typed: '' };

/** Writes to nodes over a data thread without a thread: gate, journal, decisions and sockets are the real ones. No guardrail asks for anything, at first. */
export class NodeWritesHarness {
  readonly thread = new TestThread({
    projectionFor: () => null,
    calls: {
      [nodeFactsChannel]: nodeFactsHandler,
      [writesChannel]: writeHandler,
      'nodes.planTaints': (session, args) => answerTaintPlan(session.transport(), args as TaintPlanArguments, session.signal),
    },
  });
  readonly #folder = mkdtempSync(join(tmpdir(), 'timonier-journal-'));
  readonly journal = new Journal(this.#folder);
  protection: Protection = protectionSchema.parse({ grades: [] });
  /** uid of the cluster behind each context. */
  clusterUid = '';
  /** Between reading a node and writing it: what somebody else does meanwhile. */
  beforeWrite: () => void | Promise<void> = () => undefined;
  readonly gate = new WriteGate({
    journal: this.journal,
    clock: systemClock,
    protection: () => this.protection,
    contextOf: (contextId) => ({
      name: contextId,
      names: [contextId],
      environment: 'dev',
      server: '',
      clusterUid: this.clusterUid,
      credential: '',
    }),
    call: async (channel, args) => {
      await this.beforeWrite();
      return this.thread.call(channel, args) as Promise<Result<unknown>>;
    },
    log: () => undefined,
  });
  readonly writes = new NodeWrites(nodeWritesOf(this.gate, (channel, args) => this.thread.call(channel, args) as Promise<Result<unknown>>));

  cordon(contextId: ContextId, nodes: readonly string[], unschedulable = true): Promise<Result<NodeWriteAnswer>> {
    return this.writes.cordon({ contextId, nodes: [...nodes], unschedulable, confirmation });
  }

  taint(contextId: ContextId, nodes: readonly string[], changes: TaintChange[], overwrite = false): Promise<Result<NodeWriteAnswer>> {
    return this.writes.taint({ contextId, nodes: [...nodes], changes, overwrite, confirmation });
  }

  label(contextId: ContextId, nodes: readonly string[], changes: LabelChange[], overwrite = false): Promise<Result<NodeWriteAnswer>> {
    return this.writes.label({ contextId, nodes: [...nodes], changes, overwrite, confirmation });
  }

  /** Takes back the newest entry, or the one of this id. */
  async undo(id?: string): Promise<Result<WriteOutcome>> {
    const entry = id === undefined ? (await this.entries())[0] : await this.journal.find(id);
    if (entry === undefined || entry === null) throw new Error('there is no such entry');
    return this.writes.undo(entry, confirmation);
  }

  /** Newest first. */
  async entries(): Promise<readonly JournalEntry[]> {
    await this.gate.settled();
    return (await this.journal.read(journalQuerySchema.parse({ limit: 1000 }))).entries;
  }

  async close(): Promise<void> {
    this.thread.disconnect();
    await this.journal.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** `done`, `unchanged`, or what an outcome says went wrong: short enough to compare many. */
export function sayOutcome(outcome: WriteOutcome): string {
  switch (outcome.type) {
    case 'done':
      return outcome.changed ? 'done' : 'unchanged';
    case 'denied':
      return `denied: ${outcome.reason}`;
    default:
      return `${outcome.type}: ${outcome.error === null ? '' : sayError(outcome.error)}`;
  }
}

/** Outcomes of an answer by node, or what is wrong with all of it. */
export function sayAnswer(answer: Result<NodeWriteAnswer>): Readonly<Record<string, string>> | string {
  if (!answer.ok) return sayError(answer.error);
  return Object.fromEntries(answer.value.nodes.map(({ node, outcome }) => [node, sayOutcome(outcome)]));
}

function sayError(error: ClusterError): string {
  if (error.kind === 'status') return `${error.code} ${error.reason}`;
  if (error.kind === 'edit') return `${error.cause} ${error.message}`.trim();
  return error.kind === 'protected' ? `protected ${error.reason}` : error.kind;
}
