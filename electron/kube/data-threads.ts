import type { Result } from '../../shared/cluster-error.ts';
import { asContextId, type ContextId } from '../../shared/context-id.ts';
import type { ThreadDiagnostics } from '../../shared/diagnostics.ts';
import { DataThreadClient, type DataThreadMessage, type DataThreadNotice, type DataThreadWorker } from './data-thread-client.ts';
import { diagnosticsChannel } from './data-thread-protocol.ts';
import type { ThreadStream } from './thread-client.ts';

/**
 * Threads that share the contexts. A page of a list costs a thread as much as inflating it costs the pool behind it, so a second
 * thread makes a fleet appear sooner; a third gained nothing on two cores (test/bench/fleet.ts) and costs its memory.
 */
export const dataThreadCount = 2;

/** A connected context counts as more than all that are only known. */
const connectedWeight = 10_000;

/**
 * The data threads as one. Each context belongs to one thread, chosen when it is first named (the one with the fewest
 * connected contexts) and kept for good, so that messages, calls and streams of a context stay in order. The first thread is
 * started at once, another when the first context falls to it. A thread that dies takes only its own contexts with it.
 */
export class DataThreads {
  readonly #start: () => DataThreadWorker;
  readonly #count: number;
  readonly #threads: DataThreadClient[] = [];
  readonly #threadOf = new Map<ContextId, number>();
  readonly #connected = new Set<ContextId>();
  #restartCount = 0;
  readonly #notices = new Set<(notice: DataThreadNotice) => void>();
  readonly #restarts = new Set<(contexts: readonly ContextId[]) => void>();
  #closed = false;

  constructor(start: () => DataThreadWorker, count = dataThreadCount) {
    this.#start = start;
    this.#count = count;
    this.#startNext();
  }

  /** Contexts and supervision: connect, disconnect, retry, wake. Order is kept per context. */
  send(message: DataThreadMessage): void {
    if (message.type === 'wake') {
      for (const thread of this.#threads) thread.send(message);
      return;
    }
    const contextId = message.type === 'connect' ? message.connection.contextId : message.contextId;
    const thread = this.#threadFor(contextId);
    if (message.type === 'disconnect') this.#connected.delete(contextId);
    else if (message.type !== 'retry' && message.type !== 'feed') this.#connected.add(contextId);
    thread.send(message, message.type === 'feed' ? [message.port] : []);
  }

  /** Statuses and requests for credentials, until the returned function is called. */
  onMessage(listener: (notice: DataThreadNotice) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  /** Called after a new thread has replaced one that died, with the contexts that it has to be told of again. */
  onRestart(listener: (contexts: readonly ContextId[]) => void): () => void {
    this.#restarts.add(listener);
    return () => this.#restarts.delete(listener);
  }

  /** As DataThreadClient.call; `args.contextId` says the thread. */
  call(channel: string, args: unknown): Promise<Result<unknown>> {
    return this.#threadFor(contextIdIn(args)).call(channel, args);
  }

  /** As DataThreadClient.open; `args.contextId` says the thread. */
  open(channel: string, args: unknown, onEvent: (event: string) => void): ThreadStream {
    return this.#threadFor(contextIdIn(args)).open(channel, args, onEvent);
  }

  /** Threads that died and were started again. */
  get restarts(): number {
    return this.#restartCount;
  }

  /** What each thread says of itself, in the order they were started; one that died meanwhile says nothing. */
  async diagnose(): Promise<ThreadDiagnostics[]> {
    const answers = await Promise.all(this.#threads.map((thread) => thread.call(diagnosticsChannel, {})));
    return answers.flatMap((answer) => (answer.ok ? [answer.value as ThreadDiagnostics] : []));
  }

  /** Ends all threads for good. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  /** What names no context is answered, with an error, by the first thread. */
  #threadFor(contextId: ContextId | null): DataThreadClient {
    let index = contextId === null || this.#closed ? 0 : this.#threadOf.get(contextId);
    if (index === undefined) {
      index = this.#leastBusy();
      if (contextId !== null) this.#threadOf.set(contextId, index);
    }
    return this.#threads[index] ?? this.#startNext();
  }

  /** Which thread has the fewest connected contexts, or among equals the fewest contexts; one that is not started has none. */
  #leastBusy(): number {
    const load = new Array<number>(this.#count).fill(0);
    for (const [contextId, index] of this.#threadOf)
      load[index] = (load[index] ?? 0) + (this.#connected.has(contextId) ? connectedWeight : 1);
    return load.indexOf(Math.min(...load));
  }

  #startNext(): DataThreadClient {
    const index = this.#threads.length;
    const thread = new DataThreadClient(this.#start);
    this.#threads.push(thread);
    thread.onMessage((notice) => {
      for (const listener of this.#notices) listener(notice);
    });
    thread.onRestart(() => {
      this.#restartCount++;
      const contexts = [...this.#connected].filter((contextId) => this.#threadOf.get(contextId) === index);
      for (const listener of this.#restarts) listener(contexts);
    });
    return thread;
  }
}

function contextIdIn(args: unknown): ContextId | null {
  if (typeof args !== 'object' || args === null || !('contextId' in args)) return null;
  return typeof args.contextId === 'string' ? asContextId(args.contextId) : null;
}
