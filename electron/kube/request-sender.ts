import type { TransportFigures } from '../../shared/diagnostics.ts';
import type { Clock } from './clock.ts';
import { type Connection, dialsAlike } from './connection.ts';
import { Connections } from './connections.ts';
import { patientTimeout } from './patient-timeout.ts';
import { RequestFailure } from './request-failure.ts';
import { AlikeHeaders } from './request-headers.ts';
import type { KubeRequest } from './transport.ts';
import { silenceAllowed, type TransportLimits } from './transport-limits.ts';
import { TransportMeter } from './transport-meter.ts';
import { LostConnection, type WholeAnswer, type WireAnswer, type WireRequest } from './wire.ts';

/** What a sender needs of its transport. */
export interface SenderOptions {
  readonly userAgent: string;
  readonly clock: Clock;
  readonly limits: TransportLimits;
  /** Bytes of the server's came. */
  readonly onBytes: () => void;
  /** A connection that had been silent did not answer and was dropped. */
  readonly onSilent: () => void;
  /** Whether this machine has an address, for tests. */
  readonly hasAddress?: (address: string) => boolean;
}

type SendOver<Answer> = (connections: Connections, request: WireRequest) => Promise<Answer>;

/**
 * Sends requests over the connections of the present credential and address, with its headers, and counts them; those that a new one has replaced live on until what is open on
 * them has ended. When and whether to send is decided above (http-transport.ts).
 */
export class RequestSender {
  readonly #options: SenderOptions;
  readonly #meter = new TransportMeter();
  readonly #headers: AlikeHeaders;
  #connection: Connection | null = null;
  #basePath = '';
  #connections: Connections | null = null;
  /** Those that a new credential or address has replaced, until what is open on them has ended. */
  #replaced: Connections[] = [];
  /** Host and port, for messages; empty before the first connection. */
  host = '';

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#headers = new AlikeHeaders(options.userAgent);
  }

  get figures(): TransportFigures {
    return this.#meter.read();
  }

  get protocol(): TransportMeter['protocol'] {
    return this.#meter.protocol;
  }

  /** A new token goes over the connections there are; what the handshake depends on needs new ones, and what runs on the old ones may finish. */
  use(connection: Connection): void {
    const before = this.#connection;
    const url = new URL(connection.server);
    this.#connection = connection;
    this.#basePath = url.pathname.replace(/\/$/, '');
    this.host = url.host;
    if (before !== null && dialsAlike(before, connection)) return;
    this.#replaced = this.#replaced.filter((connections) => !connections.gone);
    if (this.#connections !== null) {
      this.#connections.close();
      this.#replaced.push(this.#connections);
    }
    this.#dialAnew(connection);
  }

  /** Drops every socket; what was on them fails with `failure`. The next request dials anew. */
  reset(failure: RequestFailure): void {
    this.#drop(failure);
    if (this.#connection !== null) this.#dialAnew(this.#connection);
  }

  /** Drops every socket for good. */
  close(failure: RequestFailure): void {
    this.#drop(failure);
    this.#connections = null;
    this.#connection = null;
  }

  /** Resolves to false when a connection did not prove itself and was dropped. */
  async prove(): Promise<boolean> {
    const all = [...this.#replaced, ...(this.#connections === null ? [] : [this.#connections])];
    return (await Promise.all(all.map((connections) => connections.prove(this.#options.limits.proofMs)))).every((alive) => alive);
  }

  /** For an answer that is read at once. */
  readonly whole = (request: KubeRequest, signal: AbortSignal): Promise<WholeAnswer> =>
    this.#sendTwice(request, signal, async (connections, wire) => {
      this.#meter.openStreams++;
      try {
        return await connections.sendWhole(wire);
      } finally {
        this.#meter.openStreams--;
      }
    });

  readonly streamed = (request: KubeRequest, signal: AbortSignal): Promise<WireAnswer> =>
    this.#sendTwice(request, signal, async (connections, wire) => {
      const received = await connections.send(wire);
      this.#meter.openStreams++;
      received.body.once('close', () => this.#meter.openStreams--);
      return received;
    });

  /** As `streamed`, within a limit for all of it. */
  readonly probe = async (request: KubeRequest, signal: AbortSignal): Promise<WireAnswer> => {
    const { probeMs } = this.#options.limits;
    const late = new AbortController();
    const timer = patientTimeout(probeMs, () => {
      const detail = `no answer to a probe within ${probeMs / 1000} s`;
      late.abort(new RequestFailure({ kind: 'unreachable', cause: 'timeout', host: this.host, code: 'ETIMEDOUT', detail }));
    });
    try {
      const received = await this.streamed(request, AbortSignal.any([signal, late.signal]));
      received.body.once('close', () => timer.cancel());
      return received;
    } catch (thrown) {
      timer.cancel();
      throw thrown;
    }
  };

  /** Once more over a new connection where that harms nobody. */
  async #sendTwice<Answer>(request: KubeRequest, signal: AbortSignal, over: SendOver<Answer>): Promise<Answer> {
    try {
      return await this.#sendOnce(request, signal, over);
    } catch (thrown) {
      // Logs may have waited for hours on what was lost: they come back one after the other, as their followers like.
      const harmless = (request.method ?? 'GET') === 'GET' && request.purpose !== 'log';
      const again = thrown instanceof LostConnection && (thrown.unsent || harmless);
      if (!again || signal.aborted) throw thrown;
      return await this.#sendOnce(request, signal, over);
    }
  }

  #sendOnce<Answer>(request: KubeRequest, signal: AbortSignal, over: SendOver<Answer>): Promise<Answer> {
    const connection = this.#connection;
    const connections = this.#connections;
    if (connection === null || connections === null)
      throw new RequestFailure({ kind: 'internal', message: 'the context is not connected' });
    this.#meter.requests++;
    return over(connections, {
      path: this.#basePath + request.path,
      method: request.method ?? 'GET',
      headers: this.#headers.of(connection, request),
      body: request.body ?? null,
      signal,
      ...silenceAllowed(request.purpose, this.#options.limits),
    });
  }

  #drop(failure: RequestFailure): void {
    for (const connections of this.#replaced.splice(0)) connections.drop(failure);
    this.#connections?.drop(failure);
  }

  #dialAnew(connection: Connection): void {
    const { clock, limits, hasAddress, onBytes, onSilent } = this.#options;
    this.#connections = new Connections(connection, {
      clock,
      connectMs: limits.connectMs,
      pingIdleMs: limits.pingIdleMs,
      pingMs: limits.pingMs,
      ...(hasAddress === undefined ? {} : { hasAddress }),
      onBytes,
      onDialled: (dialled) => this.#meter.dialled(dialled),
      onBroken: () => this.#meter.restarts++,
      onSilent,
    });
  }
}
