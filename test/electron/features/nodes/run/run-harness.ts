import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerDrainAccess } from '../../../../../electron/features/nodes/answer-drain-access.ts';
import { answerDrainPlan } from '../../../../../electron/features/nodes/answer-drain-plan.ts';
import { lookChannel, nodePlanChannel, runQuestions } from '../../../../../electron/features/nodes/run/answer-run.ts';
import type { NodeAnswer } from '../../../../../electron/features/nodes/run/apply-answer.ts';
import { DrainRuns, type DrainStart } from '../../../../../electron/features/nodes/run/drain-runs.ts';
import { drainFactsFeed, type PodFacts } from '../../../../../electron/features/nodes/run/facts-feed.ts';
import { followDrain } from '../../../../../electron/features/nodes/run/follow-drain.ts';
import { RunFiles } from '../../../../../electron/features/nodes/run/run-files.ts';
import type { RunWrite, RunWrites, WriteAnswer } from '../../../../../electron/features/nodes/run/run-writes.ts';
import { Journal } from '../../../../../electron/features/writes/journal.ts';
import { WriteGate } from '../../../../../electron/features/writes/write-gate.ts';
import { runWritesOf } from '../../../../../electron/gated-writes.ts';
import { type Clock, systemClock } from '../../../../../electron/kube/clock.ts';
import { writeHandler, writesChannel } from '../../../../../electron/kube/send-write.ts';
import type { Result } from '../../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../../shared/context-id.ts';
import type { DrainOptions } from '../../../../../shared/drain.ts';
import type { DrainAccess } from '../../../../../shared/drain-access.ts';
import { type DrainRun, drainStartSchema, type RunPod } from '../../../../../shared/drain-run.ts';
import { protectionSchema } from '../../../../../shared/protection.ts';
import { TestThread, until } from '../../../kube/test-context.ts';

/** A write as it was sent, and what came of it. */
export interface SentRecord {
  readonly contextId: ContextId;
  readonly write: RunWrite;
  answer: WriteAnswer | null;
}

/**
 * Drain runs over a data thread without a thread: everything between the step machine and the sockets is real, the gate and the journal too, and what passes the
 * gate is kept in a record. No guardrail asks for anything. Files are in a folder of its own; `restart` is what a crash and the next start do.
 */
export class RunHarness {
  readonly thread: TestThread;
  readonly sent: SentRecord[] = [];
  readonly runs = new Map<string, DrainRun>();
  readonly folder = mkdtempSync(join(tmpdir(), 'timonier-runs-'));
  /** Most requests that were on their way at the same time. */
  mostInFlight = 0;
  drains: DrainRuns;
  #inFlight = 0;
  readonly #sending = new Set<Promise<WriteAnswer>>();
  readonly #clock: Clock;
  /** Beside the runs: tests break their folder. */
  readonly #journalFolder = mkdtempSync(join(tmpdir(), 'timonier-journal-'));
  readonly journal = new Journal(this.#journalFolder);
  /** What the journal did not take. */
  readonly logged: string[] = [];
  readonly #gate: WriteGate;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
    this.thread = new TestThread({
      clock,
      projectionFor: () => null,
      calls: {
        ...runQuestions(clock),
        [writesChannel]: writeHandler,
        'nodes.drainAccess': (session, args) =>
          answerDrainAccess(session.transport(), args as { nodes: string[]; options: DrainOptions }, session.signal),
        'nodes.planDrain': (session, args) =>
          answerDrainPlan(session.transport(), args as { nodes: string[]; options: DrainOptions }, session.signal, clock),
      },
      feeds: { [drainFactsFeed]: followDrain },
    });
    this.#gate = new WriteGate({
      journal: this.journal,
      clock,
      protection: () => protectionSchema.parse({ grades: [] }),
      contextOf: (contextId) => ({ name: contextId, names: [contextId], environment: 'dev', server: '', clusterUid: '', credential: '' }),
      call: (channel, args) => this.#counted(this.thread.call(channel, args) as Promise<Result<unknown>>),
      log: (line) => this.logged.push(line),
    });
    this.drains = this.#start();
  }

  /** Starts a run; `nodes` by context. */
  async start(nodes: Readonly<Record<ContextId, readonly string[]>>, asked: object = {}, pace: object = {}): Promise<string> {
    const start: DrainStart = drainStartSchema.parse({
      contexts: Object.entries(nodes).map(([contextId, names]) => ({
        contextId,
        nodes: names,
        confirmation: { confirmed: true, typed: '' },
      })),
      options: asked,
      pace,
    });
    const started = await this.drains.start(start);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    return started.value.run;
  }

  run(id: string): DrainRun {
    const run = this.runs.get(id);
    if (run === undefined) throw new Error(`no run ${id}`);
    return run;
  }

  pods(id: string): readonly RunPod[] {
    return this.run(id).contexts.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods));
  }

  /** Waits until the run is over and returns it. */
  async over(id: string, limitMs = 30_000): Promise<DrainRun> {
    const isOver = () => ['done', 'failed', 'stopped'].includes(this.run(id).state);
    await until(`the end of the drain`, isOver, limitMs).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${JSON.stringify(this.run(id), null, 1)}`);
    });
    return this.run(id);
  }

  /** Evictions and deletions that were sent, by uid of the pod, in order. */
  removals(): readonly string[] {
    return this.sent.flatMap(({ write }) => (write.target.resource === 'pods' ? [write.target.uid] : []));
  }

  /** The app ends without a word, and starts again over the same files. */
  restart(): void {
    this.drains.close();
    this.runs.clear();
    this.drains = this.#start();
  }

  async close(): Promise<void> {
    this.drains.close();
    // What is under way ends with its connection, and has its last line in the journal before that goes.
    for (const contextId of new Set(this.sent.map((record) => record.contextId)))
      this.thread.host.receive({ type: 'disconnect', contextId });
    await Promise.all(this.#sending);
    await this.journal.close();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.#journalFolder, { recursive: true, force: true });
  }

  #start(): DrainRuns {
    const { thread } = this;
    const drains = new DrainRuns({
      clock: this.#clock,
      files: new RunFiles(this.folder),
      writes: this.#writes(),
      openFeed: (contextId, port) => thread.host.receive({ type: 'feed', feed: drainFactsFeed, contextId, request: { contextId }, port }),
      access: (contextId, nodes, options) =>
        this.#counted(thread.call('nodes.drainAccess', { contextId, nodes, options }) as Promise<Result<DrainAccess>>),
      planNode: (contextId, node, options) =>
        this.#counted(thread.call(nodePlanChannel, { contextId, node, options }) as Promise<Result<NodeAnswer>>),
      look: (contextId, namespace, name) =>
        this.#counted(thread.call(lookChannel, { contextId, namespace, name }) as Promise<Result<PodFacts | null>>),
      skewMs: () => 0,
      nameOf: (contextId) => contextId,
    });
    drains.watch((item) => {
      if (item.type === 'runs') for (const run of item.runs) this.runs.set(run.id, run);
      else if (item.type === 'run') this.runs.set(item.run.id, item.run);
      else this.runs.delete(item.run);
    });
    return drains;
  }

  #writes(): RunWrites {
    const gated = runWritesOf(this.#gate);
    return {
      permit: (who, writes) => gated.permit(who, writes),
      clusterUid: (contextId) => gated.clusterUid(contextId),
      send: async (who, write) => {
        const record: SentRecord = { contextId: who.contextId, write, answer: null };
        this.sent.push(record);
        const answer = gated.send(who, write);
        this.#sending.add(answer);
        record.answer = await answer;
        this.#sending.delete(answer);
        return record.answer;
      },
    };
  }

  async #counted<Value>(answer: Promise<Value>): Promise<Value> {
    this.#inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      return await answer;
    } finally {
      this.#inFlight--;
    }
  }
}
