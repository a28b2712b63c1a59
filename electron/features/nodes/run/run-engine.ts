import { type ClusterError, failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { ContextId } from '../../../../shared/context-id.ts';
import type { DrainOptions } from '../../../../shared/drain.ts';
import type { DrainAccess } from '../../../../shared/drain-access.ts';
import { type DrainCommand, followAfterEndMs } from '../../../../shared/drain-run.ts';
import type { Clock } from '../../../kube/clock.ts';
import {
  accessAnswered,
  cordonAnswered,
  lookAnswered,
  type NodeAnswer,
  planAnswered,
  removalAnswered,
  uncordonAnswered,
} from './apply-answer.ts';
import { commandRun, concludeRun } from './command-run.ts';
import { ContextDrive, type OpenFeed } from './context-drive.ts';
import type { PodFacts } from './facts-feed.ts';
import { type RunAction, stepContext } from './plan-run.ts';
import type { RunFiles } from './run-files.ts';
import type { RunMoment } from './run-moment.ts';
import { type ContextState, isContextOver, isRunOver, type RunState } from './run-state.ts';
import { cordonWrite, type RunWrites, removalWrite, type WriteAnswer, type WriteFor } from './run-writes.ts';

/** What only the cluster's facts have changed is written at the latest after this, in ms. */
const saveMs = 1_000;
/** A state that could not be written is tried again after this, in ms: a full disk may have room then. */
const saveAgainMs = 5_000;

/** What a run needs of the rest of the main side. */
export interface RunServices {
  readonly files: Pick<RunFiles, 'save' | 'remove'>;
  readonly writes: RunWrites;
  readonly clock: Clock;
  readonly openFeed: OpenFeed;
  /** Whether we may do all that draining these nodes takes. Never rejects. */
  access(contextId: ContextId, nodes: readonly string[], options: DrainOptions): Promise<Result<DrainAccess>>;
  /** Pods and verdicts of one node, asked anew. Never rejects. */
  planNode(contextId: ContextId, node: string, options: DrainOptions): Promise<Result<NodeAnswer>>;
  /** The pod of this name; null = there is none. Never rejects. */
  look(contextId: ContextId, namespace: string, name: string): Promise<Result<PodFacts | null>>;
  /** The cluster's clock minus this machine's, in ms; 0 until it is known. */
  skewMs(contextId: ContextId): number;
}

/** Requests of all runs together. */
export interface InFlight {
  /** How many more may be sent now by one of the contexts that have something to send, of which `own` are on their way already. */
  free(own: number): number;
  take(): void;
  /** Also lets others look whether it is their turn now. */
  giveBack(): void;
}

/** A change that waits for the next step. */
type Change = (run: RunState) => RunState;

interface WaitingChange {
  readonly change: Change;
  /** A command that lets more happen: where it cannot be written it has failed, and must not come true later. */
  readonly loosens: boolean;
}

/**
 * Drives one run: facts and answers come in, steps are planned (plan-run.ts), the state is written, and only then is anything sent. Steps never
 * overlap, so what is on disk is never older than what was sent. After `close` nothing is sent or told; answers still on their way are found
 * as unknown by the next start.
 */
export class RunEngine {
  readonly #services: RunServices;
  readonly #inFlight: InFlight;
  readonly #onChange: (run: RunState) => void;
  readonly #drives = new Map<ContextId, ContextDrive>();
  #run: RunState;
  #changes: WaitingChange[] = [];
  /** Commands that are answered when their change is on disk. */
  #unanswered: ((result: Result<null>) => void)[] = [];
  #stepping = false;
  #again = false;
  #saved: RunState;
  #savedAt = Number.NEGATIVE_INFINITY;
  #cancelWake: () => void = () => undefined;
  #closed = false;

  /** `run` is on disk already. Nothing happens before `wake`. */
  constructor(run: RunState, services: RunServices, inFlight: InFlight, onChange: (run: RunState) => void) {
    this.#run = run;
    this.#saved = run;
    this.#services = services;
    this.#inFlight = inFlight;
    this.#onChange = onChange;
  }

  get run(): RunState {
    return this.#run;
  }

  /** Contexts that may have something to send. */
  get busy(): number {
    return this.#isAsleep() ? 0 : this.#run.contexts.filter((context) => !isContextOver(context)).length;
  }

  /** Something may have changed: looks, now or after the step that is under way. */
  wake(): void {
    if (this.#closed) return;
    this.#again = true;
    if (!this.#stepping) void this.#steps();
  }

  /** Resolves once the command is on disk. */
  command(command: DrainCommand): Promise<Result<null>> {
    return new Promise((resolve) => {
      this.#change(
        (run) => {
          const changed = commandRun(run, command, this.#services.clock.now());
          if (!changed.ok) {
            resolve(changed);
            return run;
          }
          this.#unanswered.push(resolve);
          return changed.value;
        },
        command.type !== 'pause' && command.type !== 'stop',
      );
    });
  }

  /** As a command, for what is not the user's. */
  change(change: Change): void {
    this.#change(change);
  }

  close(): void {
    this.#closed = true;
    this.#cancelWake();
    for (const drive of this.#drives.values()) drive.close();
    this.#drives.clear();
    for (const answer of this.#unanswered.splice(0)) answer(failure(closedError));
  }

  #change(change: Change, loosens = false): void {
    this.#changes.push({ change, loosens });
    this.wake();
  }

  async #steps(): Promise<void> {
    this.#stepping = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#step();
      }
    } finally {
      this.#stepping = false;
    }
  }

  async #step(): Promise<void> {
    const { clock } = this.#services;
    const before = this.#run;
    const changes = this.#changes.splice(0);
    const told = changes.reduce((run, { change }) => change(run), before);
    this.#tendDrives(told);
    const { run, actions, wakeAt } = this.#plan(told);
    const commands = this.#unanswered.splice(0);
    const urgent = actions.length > 0 || commands.length > 0 || run.state !== before.state;
    const due = clock.monotonic() - this.#savedAt >= saveMs;
    if (run !== this.#saved && (urgent || due)) {
      try {
        await this.#services.files.save(run);
        this.#saved = run;
        this.#savedAt = clock.monotonic();
      } catch (thrown) {
        const kept = changes.filter(({ loosens }) => !loosens).reduce((run, { change }) => change(run), before);
        // Said a second time by those that hold the run back; they are among `commands`.
        this.#unanswered = [];
        this.#notKept(kept, thrown, commands, actions);
        return;
      }
    }
    this.#run = run;
    if (this.#closed) return;
    for (const answer of commands) answer(success(null));
    if (run !== before) this.#onChange(run);
    for (const { contextId, action } of actions) void this.#send(contextId, action);
    for (const context of run.contexts) this.#drives.get(context.contextId)?.follow(context);
    this.#wakeLater(run === this.#saved ? wakeAt : Math.min(wakeAt ?? Number.POSITIVE_INFINITY, clock.now() + saveMs));
  }

  /** Every context takes its step; requests are counted as they are planned. */
  #plan(told: RunState): {
    readonly run: RunState;
    readonly actions: readonly { readonly contextId: ContextId; readonly action: RunAction }[];
    readonly wakeAt: number | null;
  } {
    let wakeAt: number | null = null;
    const actions: { readonly contextId: ContextId; readonly action: RunAction }[] = [];
    const contexts = told.contexts.map((context): ContextState => {
      const drive = this.#drives.get(context.contextId);
      if (drive === undefined) return context;
      const step = stepContext(context, drive.facts, this.#moment(told, context.contextId), this.#inFlight.free(drive.inFlight));
      for (const action of step.actions) {
        actions.push({ contextId: context.contextId, action });
        drive.inFlight++;
        this.#inFlight.take();
      }
      if (step.wakeAt !== null) wakeAt = Math.min(wakeAt ?? step.wakeAt, step.wakeAt);
      return step.context;
    });
    const same = contexts.every((context, index) => sameContext(context, told.contexts[index]));
    const run = concludeRun(same ? told : { ...told, contexts }, this.#services.clock.now());
    // "Stop and uncordon": what that asks for is planned by the next step.
    if (run.state !== told.state) this.#again = true;
    return { run, actions, wakeAt };
  }

  #moment(run: RunState, contextId: ContextId): RunMoment {
    const { clock, skewMs } = this.#services;
    const { state, options, pace, givesUpAt } = run;
    const mode = state === 'running' ? 'go' : state === 'stopping' ? 'stop' : 'hold';
    return { now: clock.now(), skewMs: skewMs(contextId), mode, options, pace, givesUpAt: mode === 'hold' ? null : givesUpAt };
  }

  /** A run that goes on has the facts of its contexts; one that is interrupted asks nobody, one that is over only what became of it. */
  #tendDrives(run: RunState): void {
    const { clock, openFeed } = this.#services;
    const needed = !this.#isAsleep(run);
    for (const { contextId } of run.contexts) {
      const drive = this.#drives.get(contextId);
      if (needed && drive === undefined) this.#drives.set(contextId, new ContextDrive(contextId, openFeed, clock, () => this.wake()));
      else if (!needed && drive !== undefined && drive.inFlight === 0) {
        drive.close();
        this.#drives.delete(contextId);
      }
    }
  }

  /** Whether nothing is asked, sent or followed. */
  #isAsleep(run: RunState = this.#run): boolean {
    if (run.state === 'interrupted') return true;
    if (!isRunOver(run)) return false;
    const nodes = run.contexts.flatMap((context) => context.nodes);
    if (nodes.some(({ uncordon }) => uncordon !== 'no')) return false;
    const awaited = nodes.some(({ pods }) =>
      pods.some(({ step }) => {
        if (step.step !== 'gone') return false;
        return step.replacement.type === 'awaited' || (step.replacement.type === 'found' && !step.replacement.ready);
      }),
    );
    return !awaited || this.#services.clock.now() - (run.endedAt ?? 0) >= followAfterEndMs;
  }

  async #send(contextId: ContextId, action: RunAction): Promise<void> {
    const answered = await this.#ask(contextId, action);
    const drive = this.#drives.get(contextId);
    if (drive !== undefined) drive.inFlight--;
    if (!this.#closed) {
      this.#change((run) => ({
        ...run,
        contexts: run.contexts.map((context) => (context.contextId === contextId ? answered(context) : context)),
      }));
    }
    this.#inFlight.giveBack();
  }

  /** Asks, and says what the answer does to the context. */
  async #ask(contextId: ContextId, action: RunAction): Promise<(context: ContextState) => ContextState> {
    const { clock } = this.#services;
    const { options } = this.#run;
    const facts = this.#drives.get(contextId)?.facts;
    switch (action.type) {
      case 'access': {
        const answer = await this.#services.access(contextId, action.nodes, options);
        return (context) => accessAnswered(context, answer, clock.now());
      }
      case 'cordon': {
        const schedulable = facts?.nodes === 'live';
        const answer = await this.#write(contextId, (who, writes) => writes.send(who, cordonWrite(action.node, true)));
        return (context) => cordonAnswered(context, action.node, answer, schedulable, clock.now());
      }
      case 'uncordon': {
        const answer = await this.#write(contextId, (who, writes) => writes.send(who, cordonWrite(action.node, false)));
        return (context) => uncordonAnswered(context, action.node, answer, clock.now());
      }
      case 'plan': {
        const read = await this.#services.planNode(contextId, action.node, options);
        const answer = read.ok ? this.#permitted(contextId, read.value) : read;
        return (context) => planAnswered(context, action.node, answer, clock.now());
      }
      case 'look': {
        const { namespace, name, uid } = action.pod;
        const answer = await this.#services.look(contextId, namespace, name);
        return (context) => lookAnswered(context, uid, answer, clock.now());
      }
      case 'remove': {
        const answer = await this.#write(contextId, (who, writes) => writes.send(who, removalWrite(action.pod, options)));
        return (context) => (facts === undefined ? context : removalAnswered(context, action.pod.uid, answer, facts, clock.now()));
      }
    }
  }

  async #write(contextId: ContextId, send: (who: WriteFor, writes: RunWrites) => Promise<WriteAnswer>): Promise<WriteAnswer> {
    try {
      return await send(this.#whoFor(contextId), this.#services.writes);
    } catch (thrown) {
      // A defect on the way: whether it was sent nobody knows.
      return { type: 'unknown', error: { kind: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) } };
    }
  }

  /** The pods of a node are one action, which a guardrail may find too large. */
  #permitted(contextId: ContextId, answer: NodeAnswer): Result<NodeAnswer> {
    const removed = answer.plan.pods.filter(({ verdict }) => verdict.removes);
    if (removed.length === 0 || answer.plan.refused) return success(answer);
    const { options } = this.#run;
    const allowed = this.#services.writes.permit(
      this.#whoFor(contextId),
      removed.map((pod) => removalWrite(pod, options)),
    );
    return allowed.ok ? success(answer) : allowed;
  }

  #whoFor(contextId: ContextId): WriteFor {
    const { confirmation = { confirmed: false, typed: '' }, clusterUid = '' } =
      this.#run.contexts.find((context) => context.contextId === contextId) ?? {};
    return { contextId, run: this.#run.id, confirmation, clusterUid };
  }

  /** What cannot be written is not sent: everything stays as it was, but for what the cluster said or holds the run back, and is tried again. */
  #notKept(
    told: RunState,
    thrown: unknown,
    commands: readonly ((result: Result<null>) => void)[],
    actions: readonly { readonly contextId: ContextId }[],
  ): void {
    const { clock } = this.#services;
    const error: ClusterError = { kind: 'drain', cause: 'not-kept', detail: thrown instanceof Error ? thrown.message : String(thrown) };
    for (const { contextId } of actions) {
      const drive = this.#drives.get(contextId);
      if (drive !== undefined) drive.inFlight--;
      this.#inFlight.giveBack();
    }
    this.#run = { ...told, contexts: told.contexts.map((context) => ({ ...context, trouble: error })) };
    for (const answer of commands) answer(failure(error));
    this.#onChange(this.#run);
    this.#again = false;
    this.#wakeLater(clock.now() + saveAgainMs);
  }

  #wakeLater(at: number | null): void {
    this.#cancelWake();
    if (at === null || this.#closed) return;
    this.#cancelWake = this.#services.clock.after(Math.max(1, at - this.#services.clock.now()), () => this.wake());
  }
}

const closedError: ClusterError = { kind: 'drain', cause: 'not-now', detail: 'Timonier is being closed' };

function sameContext(a: ContextState, b: ContextState | undefined): boolean {
  return b !== undefined && a.nodes === b.nodes && a.access === b.access && a.halted === b.halted && a.trouble === b.trouble;
}
