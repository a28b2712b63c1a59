import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type ClusterError, failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { DrainCommand, DrainsItem, drainStartSchema } from '../../../../shared/drain-run.ts';
import { afterInterruption, interruptRun } from './command-run.ts';
import { type InFlight, RunEngine, type RunServices } from './run-engine.ts';
import type { RunFiles } from './run-files.ts';
import { mostInFlight } from './run-moment.ts';
import { type ContextState, isRunOver, projectRun, type RunState, waitingNode } from './run-state.ts';
import { cordonWrite } from './run-writes.ts';

/** How often the clock is looked at, in ms. */
const tickMs = 30_000;
/** A tick that comes this much late, in ms, has slept too long for a drain to go on unasked: nodes may be somebody else's by now. */
const sleptMs = 600_000;

/** What `nodes.drain` is asked. */
export type DrainStart = z.output<typeof drainStartSchema>;

/** What the runs need of the rest of the main side. */
export interface DrainRunsOptions extends Omit<RunServices, 'files'> {
  readonly files: RunFiles;
  /** Name of a context in its kubeconfig; null when there is no such context. */
  nameOf(contextId: ContextId): string | null;
}

/**
 * All drains that this machine started and has not forgotten. Those that were under way when the app ended are `interrupted` until the user says so.
 * All of them together have at most `mostInFlight` requests on their way. After `close` nothing is sent.
 */
export class DrainRuns {
  readonly #options: DrainRunsOptions;
  readonly #engines = new Map<string, RunEngine>();
  /** Runs that are being written for the first time: two windows may ask for the same nodes at once. */
  readonly #starting = new Set<RunState>();
  readonly #listeners = new Set<(item: DrainsItem) => void>();
  readonly #inFlight: InFlight;
  #cancelTick: () => void = () => undefined;

  constructor(options: DrainRunsOptions) {
    this.#options = options;
    let free = mostInFlight;
    this.#inFlight = {
      // Each gets its share, so that no cluster waits for the pods of another.
      free: (own) => Math.min(free, Math.max(1, Math.ceil(mostInFlight / Math.max(1, this.#busy))) - own),
      take: () => {
        free--;
      },
      giveBack: () => {
        free++;
        for (const engine of this.#engines.values()) engine.wake();
      },
    };
    const now = options.clock.now();
    for (const { run, savedAt } of options.files.load()) this.#add(withoutHope(afterInterruption(interruptRun(run, savedAt), now)));
    // What was to be uncordoned when the app ended.
    for (const engine of this.#engines.values()) engine.wake();
    this.#tick(now);
  }

  /** Checks what can be checked without the cluster, writes the run and starts it. */
  async start({ contexts, options, pace }: DrainStart): Promise<Result<{ readonly run: string }>> {
    const { clock, files, nameOf, writes } = this.#options;
    const now = clock.now();
    const id = `${new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomUUID().slice(0, 8)}`;
    const states: ContextState[] = [];
    for (const { contextId, nodes, confirmation } of contexts) {
      const context = nameOf(contextId);
      if (context === null) return failure(noContext(contextId));
      const busy = this.#drains(contextId, nodes) ?? (states.some((state) => state.contextId === contextId) ? contextId : null);
      if (busy !== null) return failure({ kind: 'drain', cause: 'not-now', detail: `${busy} is being drained already` });
      const names = [...new Set(nodes)];
      const clusterUid = writes.clusterUid(contextId);
      const allowed = writes.permit(
        { contextId, confirmation, run: id, clusterUid },
        names.map((name) => cordonWrite(name, true)),
      );
      if (!allowed.ok) return allowed;
      states.push({
        contextId,
        context,
        confirmation,
        clusterUid,
        trouble: null,
        access: 'none',
        quietUntil: 0,
        halted: false,
        nodes: names.map(waitingNode),
      });
    }
    const run: RunState = {
      id,
      state: 'running',
      startedAt: now,
      endedAt: null,
      givesUpAt: options.timeoutSeconds === 0 ? null : now + options.timeoutSeconds * 1000,
      options,
      pace,
      contexts: states,
      heldAt: null,
      uncordonAtEnd: false,
    };
    this.#starting.add(run);
    try {
      await files.save(run);
    } catch (thrown) {
      return failure({ kind: 'drain', cause: 'not-kept', detail: thrown instanceof Error ? thrown.message : String(thrown) });
    } finally {
      this.#starting.delete(run);
    }
    const engine = this.#add(run);
    this.#tell({ type: 'run', run: projectRun(run) });
    engine.wake();
    return success({ run: id });
  }

  /** Resolves once the command is on disk. */
  async command(id: string, command: DrainCommand): Promise<Result<null>> {
    const engine = this.#engines.get(id);
    if (engine === undefined) return failure({ kind: 'drain', cause: 'gone', detail: id });
    const result = await engine.command(command);
    if (!result.ok || command.type !== 'forget') return result;
    engine.close();
    this.#engines.delete(id);
    await this.#options.files.remove(id);
    this.#tell({ type: 'forgotten', run: id });
    return result;
  }

  /** Tells all runs at once, oldest first, then what changes; until the returned function is called. */
  watch(listener: (item: DrainsItem) => void): () => void {
    this.#listeners.add(listener);
    listener({ type: 'runs', runs: [...this.#engines.values()].map(({ run }) => projectRun(run)) });
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#cancelTick();
    for (const engine of this.#engines.values()) engine.close();
    this.#listeners.clear();
  }

  get #busy(): number {
    let busy = 0;
    for (const engine of this.#engines.values()) busy += engine.busy;
    return busy;
  }

  #add(run: RunState): RunEngine {
    const engine = new RunEngine(run, this.#options, this.#inFlight, (changed) => this.#tell({ type: 'run', run: projectRun(changed) }));
    this.#engines.set(run.id, engine);
    return engine;
  }

  /** The first of these nodes that another run is about; null when there is none. */
  #drains(contextId: ContextId, nodes: readonly string[]): string | null {
    for (const run of [...this.#starting, ...[...this.#engines.values()].map((engine) => engine.run)]) {
      if (isRunOver(run)) continue;
      const own = run.contexts.filter((context) => context.contextId === contextId).flatMap((context) => context.nodes);
      const both = own.find(({ name }) => nodes.includes(name));
      if (both !== undefined) return both.name;
    }
    return null;
  }

  #tell(item: DrainsItem): void {
    for (const listener of [...this.#listeners]) listener(item);
  }

  #tick(before: number): void {
    const { clock } = this.#options;
    this.#cancelTick = clock.after(tickMs, () => {
      const now = clock.now();
      if (now - before - tickMs > sleptMs) for (const engine of this.#engines.values()) engine.change((run) => interruptRun(run, before));
      this.#tick(now);
    });
  }
}

/** Of a run that was over before this start nobody watches any more what takes the place of its pods. */
function withoutHope(run: RunState): RunState {
  if (!isRunOver(run)) return run;
  const contexts = run.contexts.map((context) => ({
    ...context,
    nodes: context.nodes.map((node) => ({
      ...node,
      pods: node.pods.map((pod) =>
        pod.step.step === 'gone' && pod.step.replacement.type === 'awaited'
          ? { ...pod, step: { step: 'gone' as const, replacement: { type: 'unknown' as const } } }
          : pod,
      ),
    })),
  }));
  return { ...run, contexts };
}

function noContext(contextId: ContextId): ClusterError {
  return { kind: 'drain', cause: 'not-now', detail: `there is no context ${contextId}` };
}
