import type { ClusterError } from '../../shared/cluster-error.ts';
import type { TakePiece } from './each-piece.ts';
import { RequestFailure } from './request-failure.ts';
import type { KubeAnswer, KubeRequest, Parked, Transport } from './transport.ts';

/** What requests fail with while the user has not connected the context. */
export const notConnected = {
  kind: 'unsupported',
  what: 'connection',
  message: 'this context is not connected',
} as const satisfies ClusterError;

/**
 * The transport of a context for readers that live longer than its connection: always the one there is. While the context is disconnected
 * requests fail as if it were parked, those included that were under way, and `released` resolves with the next connection.
 */
export class LastingTransport implements Transport {
  readonly #waiting = new Set<() => void>();
  #current: Transport | null = null;

  /** The context is connected by `transport`; null = it was disconnected. */
  use(transport: Transport | null): void {
    this.#current = transport;
    if (transport !== null) for (const wake of [...this.#waiting]) wake();
  }

  get host(): string {
    return this.#current?.host ?? '';
  }

  get lastByteAt(): number | null {
    return this.#current?.lastByteAt ?? null;
  }

  get parked(): Parked | null {
    return this.#current === null ? { error: notConnected, retryAt: null } : this.#current.parked;
  }

  get clockSkewMs(): number | null {
    return this.#current?.clockSkewMs ?? null;
  }

  async request(request: KubeRequest): Promise<KubeAnswer> {
    const transport = this.#current;
    if (transport === null) throw new RequestFailure(notConnected, null);
    try {
      const answer = await transport.request(request);
      const { each } = answer;
      const body = this.#read(transport, answer.body);
      return { ...answer, body, ...(each === undefined ? {} : { each: (take: TakePiece) => this.#each(transport, each, take) }) };
    } catch (thrown) {
      throw this.#failureOf(transport, thrown);
    }
  }

  async released(signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const either = AbortSignal.any([signal, done.signal]);
    const connected = this.#connected(either);
    await (this.#current === null ? connected : Promise.race([this.#current.released(either), connected]));
    done.abort();
  }

  reset(error: ClusterError): void {
    this.#current?.reset(error);
  }

  async *#read(transport: Transport, body: KubeAnswer['body']): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (thrown) {
      throw this.#failureOf(transport, thrown);
    }
  }

  async #each(transport: Transport, each: (take: TakePiece) => Promise<void>, take: TakePiece): Promise<void> {
    try {
      await each(take);
    } catch (thrown) {
      throw this.#failureOf(transport, thrown);
    }
  }

  /** What was under way when the context was disconnected fails for that reason. */
  #failureOf(transport: Transport, thrown: unknown): unknown {
    return this.#current === transport ? thrown : new RequestFailure(notConnected, null, thrown);
  }

  #connected(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
