import { randomUUID } from 'node:crypto';
import { type ClusterError, failure, type Result, success } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { WriteAction, WriteOutcome, WriteTarget } from '../../../shared/journal.ts';
import type { GuardedContext } from '../../../shared/plan-grade.ts';
import type { Confirmation, Guard, Protection, WriteVerb } from '../../../shared/protection.ts';
import type { Clock } from '../../kube/clock.ts';
import { type SentWrite, writesChannel } from '../../kube/send-write.ts';
import type { Journal } from './journal.ts';
import type { AskedLine } from './journal-lines.ts';
import { confirmedDemand, type GuardedAction, isStricter, planGuard } from './plan-guard.ts';

/** One write, before it passes the gate. */
export interface GatedWrite {
  readonly action: WriteAction;
  readonly verb: WriteVerb;
  readonly target: WriteTarget;
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
  /** The drain that it belongs to; empty for none. */
  readonly run: string;
  /** The entry of the journal that it takes back; empty for none. */
  readonly undoes: string;
  /** The fields it changes as they are and as they become; null where nothing is edited. */
  readonly before: unknown;
  readonly after: unknown;
  readonly undoable: boolean;
}

/** A write that is not sent yet, as far as it must be known to be permitted, and recorded when it is refused. */
export type AskedWrite = Pick<GatedWrite, 'action' | 'verb' | 'target'>;

/** What came of a write, and its entry in the journal; empty where it has none. */
export interface GatedAnswer {
  readonly outcome: WriteOutcome;
  readonly entry: string;
}

/** What the gate knows of a context. */
export interface GateContext extends GuardedContext {
  /** Name in its kubeconfig: what has to be typed. */
  readonly name: string;
  readonly server: string;
  readonly clusterUid: string;
  readonly credential: string;
}

/** That the user confirmed an action in one context; made by `permit` alone. */
export interface Permit {
  readonly contextId: ContextId;
  readonly demand: Guard['demand'];
}

/** What the gate is made of. */
export interface GateOptions {
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly protection: () => Protection;
  /** Null = there is no such context. */
  readonly contextOf: (contextId: ContextId) => GateContext | null;
  /** Asks the data thread of the context. */
  readonly call: (channel: string, args: unknown) => Promise<Result<unknown>>;
  /** Hears of lines that the journal did not take where nothing can be held back any more. */
  readonly log: (line: string) => void;
}

/**
 * The one way from this machine to a change in a cluster, in the main process: guardrails are checked again for each write, whatever the page said;
 * a line in the journal is on disk before it is sent, another after its answer. What cannot be written down is not sent. Nothing is sent twice.
 * What a guardrail refused is recorded too.
 */
export class WriteGate {
  readonly #options: GateOptions;
  /** Tells this start of the app from any other. */
  readonly #start = randomUUID().slice(0, 8);
  readonly #recording = new Set<Promise<void>>();
  #lastAt = 0;
  #sequence = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** The cluster that a context leads to now, as the uid of its kube-system namespace; empty where nobody knows. */
  clusterUid(contextId: ContextId): string {
    return this.#options.contextOf(contextId)?.clusterUid ?? '';
  }

  /** What would be asked of the user before these writes, as one action. */
  guard(contextId: ContextId, actions: readonly GuardedAction[]): Guard {
    const context = this.#options.contextOf(contextId);
    if (context === null) return { demand: 'deny', grade: 'read-only', reason: 'context.gone', rule: null };
    return planGuard(this.#options.protection(), context, actions);
  }

  /**
   * Whether what the user said is enough for these writes, as one action; else `protected`: nothing is sent, and each of them is recorded as denied.
   * `run` is the drain that they belong to.
   */
  permit(contextId: ContextId, writes: readonly AskedWrite[], confirmation: Confirmation, run = ''): Result<Permit> {
    const guard = this.guard(contextId, writes);
    const demand = confirmedDemand(confirmation, this.#options.contextOf(contextId)?.name ?? '');
    if (!isStricter(guard.demand, demand)) return success({ contextId, demand });
    for (const { action, verb, target } of writes) {
      this.#recordDenied({ contextId, action, verb, target, run, undoes: '', options: null, before: null, after: null }, guard.reason);
    }
    return failure(refusalOf(guard));
  }

  /** Guards, records and sends one write. Never rejects. */
  async send({ contextId, demand }: Permit, write: GatedWrite): Promise<GatedAnswer> {
    const { journal, clock, log } = this.#options;
    const { action, verb, target, body, run, undoes, before, after, undoable } = write;
    const asked = { contextId, action, verb, target, run, undoes, options: body, before, after };
    const guard = this.guard(contextId, [write]);
    if (isStricter(guard.demand, demand)) {
      return { outcome: { type: 'denied', reason: guard.reason }, entry: this.#recordDenied(asked, guard.reason) };
    }
    const line = this.#lineOf(asked, undoable);
    try {
      await journal.append(line);
    } catch (thrown) {
      return { outcome: { type: 'failed', error: notRecorded(thrown) }, entry: '' };
    }
    const outcome = await this.#sendOff(contextId, write);
    // The write is what it is: a journal that fails now has its first line, which says that nobody saw the answer.
    await journal
      .append({ line: 'answered', id: line.id, answeredAt: clock.now(), outcome })
      .catch((thrown: unknown) => log(`the journal did not take the answer of ${line.id}: ${String(thrown)}`));
    return { outcome, entry: line.id };
  }

  /**
   * Asks the server what would come of a write, which it then does not do (`dryRun=All`): `done` = it would be accepted. It goes the same way, but needs no
   * confirmation, because it changes nothing; where a guardrail refuses the write whatever is said, it is not asked either: then nothing goes to
   * that cluster. It is not recorded: the journal is the record of what may have changed a cluster, and a plan of five hundred pods would bury
   * that under what never happened. Never rejects.
   */
  async dryRun(contextId: ContextId, write: GatedWrite): Promise<WriteOutcome> {
    const guard = this.guard(contextId, [write]);
    return guard.demand === 'deny' ? { type: 'denied', reason: guard.reason } : this.#sendOff(contextId, dryRunOf(write));
  }

  /** Resolves when all that is under way is written down; for the end of the app. */
  async settled(): Promise<void> {
    await Promise.all(this.#recording);
  }

  async #sendOff(contextId: ContextId, { method, path, contentType, body }: GatedWrite): Promise<WriteOutcome> {
    return outcomeOf(await this.#options.call(writesChannel, { contextId, method, path, contentType, body }));
  }

  /** Both lines of a write that a guardrail refused. Nothing waits for them, because nothing is sent. Answers the id of the entry. */
  #recordDenied(asked: AskedEntry, reason: string): string {
    const { journal, clock, log } = this.#options;
    const line = this.#lineOf(asked, false);
    const outcome: WriteOutcome = { type: 'denied', reason };
    const written = Promise.all([journal.append(line), journal.append({ line: 'answered', id: line.id, answeredAt: clock.now(), outcome })])
      .catch((thrown: unknown) => log(`the journal did not take a refusal: ${String(thrown)}`))
      .then(() => {
        this.#recording.delete(written);
      });
    this.#recording.add(written);
    return line.id;
  }

  #lineOf(asked: AskedEntry, undoable: boolean): AskedLine {
    const at = this.#options.clock.now();
    const { name = '', server = '', clusterUid = '', credential = '' } = this.#options.contextOf(asked.contextId) ?? {};
    return { line: 'asked', id: this.#nextId(at), at, context: name, server, clusterUid, credential, ...asked, undoable };
  }

  /** Sorts by time and is unique on this machine. */
  #nextId(at: number): string {
    this.#sequence = at > this.#lastAt ? 0 : this.#sequence + 1;
    this.#lastAt = Math.max(at, this.#lastAt);
    return `${this.#lastAt.toString(36).padStart(9, '0')}-${String(this.#sequence).padStart(5, '0')}-${this.#start}`;
  }
}

/** What an entry says beside who, when and how it ended. */
type AskedEntry = Pick<AskedLine, 'contextId' | 'action' | 'verb' | 'target' | 'run' | 'undoes' | 'options' | 'before' | 'after'>;

/** The same request as a server-side dry run. A DELETE with a body takes its options from there alone (apiserver, DeleteResource); others from the query. */
function dryRunOf(write: GatedWrite): GatedWrite {
  const path = `${write.path}${write.path.includes('?') ? '&' : '?'}dryRun=All`;
  if (write.method !== 'DELETE') return { ...write, path };
  const options = typeof write.body === 'object' ? write.body : {};
  return { ...write, path, body: { apiVersion: 'v1', kind: 'DeleteOptions', ...options, dryRun: ['All'] } };
}

/** A thread that died under a write answers `internal`: whether it was sent nobody knows. */
function outcomeOf(result: Result<unknown>): WriteOutcome {
  if (!result.ok)
    return result.error.kind === 'internal' ? { type: 'unknown', error: result.error } : { type: 'failed', error: result.error };
  const sent = result.value as SentWrite;
  if (sent.sent === 'done') return { type: 'done', changed: true, code: sent.code };
  return sent.sent === 'unknown' ? { type: 'unknown', error: sent.error } : { type: 'failed', error: sent.error };
}

/** What a refusal of a guardrail is as an error. */
export function refusalOf({ reason, demand }: Pick<Guard, 'reason' | 'demand'>): ClusterError {
  return { kind: 'protected', reason, demand };
}

function notRecorded(thrown: unknown): ClusterError {
  return { kind: 'protected', reason: `journal: ${thrown instanceof Error ? thrown.message : String(thrown)}`, demand: 'deny' };
}
