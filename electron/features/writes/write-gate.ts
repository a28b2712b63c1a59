import { randomUUID } from 'node:crypto';
import { type ClusterError, failure, type Result, success } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { WriteAction, WriteOutcome, WriteTarget } from '../../../shared/journal.ts';
import type { GuardedContext } from '../../../shared/plan-grade.ts';
import type { Confirmation, Guard, Protection, WriteVerb } from '../../../shared/protection.ts';
import type { Clock } from '../../kube/clock.ts';
import { type SentWrite, writesChannel } from '../../kube/send-write.ts';
import type { Journal } from './journal.ts';
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
  /** The fields it changes as they are and as they become; null where nothing is edited. */
  readonly before: unknown;
  readonly after: unknown;
  readonly undoable: boolean;
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
}

/**
 * The one way from this machine to a change in a cluster, in the main process: guardrails are checked again for each write, whatever the page said;
 * a line in the journal is on disk before it is sent, another after its answer. What cannot be written down is not sent. Nothing is sent twice.
 */
export class WriteGate {
  readonly #options: GateOptions;
  /** Tells this start of the app from any other. */
  readonly #start = randomUUID().slice(0, 8);
  #lastAt = 0;
  #sequence = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** What would be asked of the user before these writes, as one action. */
  guard(contextId: ContextId, actions: readonly GuardedAction[]): Guard {
    const context = this.#options.contextOf(contextId);
    if (context === null) return { demand: 'deny', grade: 'read-only', reason: 'context.gone', rule: null };
    return planGuard(this.#options.protection(), context, actions);
  }

  /** Whether what the user said is enough for these writes, as one action; else `protected`, and nothing is sent. */
  permit(contextId: ContextId, actions: readonly GuardedAction[], confirmation: Confirmation): Result<Permit> {
    const guard = this.guard(contextId, actions);
    const demand = confirmedDemand(confirmation, this.#options.contextOf(contextId)?.name ?? '');
    return isStricter(guard.demand, demand) ? failure(refusalOf(guard)) : success({ contextId, demand });
  }

  /** Guards, records and sends one write. Never rejects. */
  async send({ contextId, demand }: Permit, write: GatedWrite): Promise<WriteOutcome> {
    const { journal, clock, contextOf, call } = this.#options;
    const guard = this.guard(contextId, [write]);
    if (isStricter(guard.demand, demand)) return { type: 'denied', reason: guard.reason };
    const { action, verb, target, method, path, contentType, body, run, before, after, undoable } = write;
    const context = contextOf(contextId);
    const at = clock.now();
    const id = this.#nextId(at);
    const { name = '', server = '', clusterUid = '', credential = '' } = context ?? {};
    const entry = {
      id,
      at,
      contextId,
      context: name,
      server,
      clusterUid,
      credential,
      action,
      verb,
      target,
      options: body,
      run,
    };
    try {
      await journal.append({ line: 'asked', ...entry, before, after, undoable });
    } catch (thrown) {
      return { type: 'failed', error: notRecorded(thrown) };
    }
    const outcome = outcomeOf(await call(writesChannel, { contextId, method, path, contentType, body }));
    // The write is what it is: a journal that fails now has its first line, which says that nobody saw the answer.
    await journal.append({ line: 'answered', id, answeredAt: clock.now(), outcome }).catch(() => undefined);
    return outcome;
  }

  /** Sorts by time and is unique on this machine. */
  #nextId(at: number): string {
    this.#sequence = at > this.#lastAt ? 0 : this.#sequence + 1;
    this.#lastAt = Math.max(at, this.#lastAt);
    return `${this.#lastAt.toString(36).padStart(9, '0')}-${String(this.#sequence).padStart(5, '0')}-${this.#start}`;
  }
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
