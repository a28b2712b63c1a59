import type { ClusterError } from '../../shared/cluster-error.ts';
import { Backoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import { readJson } from './read-json.ts';
import { clusterErrorOf, RequestFailure } from './request-failure.ts';
import type { OwnedTransport } from './transport.ts';

/** A connected context that sent nothing for this long is asked whether it is there (F4). */
const silenceMs = 15_000;
/** Over HTTP/2 every connection asks for itself by PING after 15 s and is dropped 10 s later (http2-connection.ts): this is the net below. */
const silenceOverHttp2Ms = 30_000;
/** How often silence is looked at. */
const tickMs = 1_000;

/** A name that does not resolve is asked for again after at most this long: it costs the cluster nothing, and a VPN may come up any moment (P10). */
const longestDnsDelayMs = 5_000;

/** What a heartbeat tells. */
export interface HeartbeatEvents {
  /** `version` is the gitVersion of /version; null when the answer held none. */
  readonly onAnswer: (version: string | null) => void;
  readonly onFailed: (error: ClusterError) => void;
}

/**
 * Proves that a context is there: `GET /version` when nothing came for 15 s, or when asked to. An unanswered probe drops
 * all sockets of the context, so that every stream on them reconnects, and is repeated with back-off until one is answered.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #events: HeartbeatEvents;
  readonly #backoff: Backoff;
  #transport: OwnedTransport | null = null;
  #probing = false;
  #again = false;
  #cancelTick: () => void = () => undefined;
  #stopped = new AbortController();
  #nextAt = 0;
  /** The last byte that was seen, and when by the monotonic clock: the wall clock may be set back. */
  #heard: { readonly lastByteAt: number | null; readonly at: number } = { lastByteAt: null, at: 0 };
  /** Bytes came after the failure. */
  #heardSince = false;
  failure: { readonly error: ClusterError; readonly retryAt: number | null } | null = null;

  constructor(clock: Clock, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#backoff = new Backoff(clock);
  }

  /** Probes that failed in a row. */
  get attempt(): number {
    return this.failure === null ? 0 : Math.max(1, this.#backoff.attempt);
  }

  start(transport: OwnedTransport): void {
    this.#stopped = new AbortController();
    this.#transport = transport;
    this.#heard = { lastByteAt: transport.lastByteAt, at: this.#clock.monotonic() };
    this.probeNow();
    this.#tick();
  }

  stop(): void {
    this.#stopped.abort(new Error('stopped'));
    this.#cancelTick();
    this.#transport = null;
    this.failure = null;
  }

  /** Probes without waiting for silence. One probe runs at a time; one that was sent before this call proves nothing, so another follows it. */
  probeNow(): void {
    this.#nextAt = 0;
    this.#backoff.reset();
    this.#again = this.#probing;
    void this.#probe();
  }

  #tick(): void {
    this.#cancelTick = this.#clock.after(tickMs, () => {
      const now = this.#clock.monotonic();
      const lastByteAt = this.#transport?.lastByteAt ?? null;
      if (lastByteAt !== this.#heard.lastByteAt) {
        this.#heard = { lastByteAt, at: now };
        this.#heardSince = true;
      }
      const limit = this.#transport?.figures.protocol === 'h2' ? silenceOverHttp2Ms : silenceMs;
      const silent = now - this.#heard.at > limit;
      if (now >= this.#nextAt && (silent || this.failure !== null)) void this.#probe();
      else this.#events.onAnswer(null);
      this.#tick();
    });
  }

  async #probe(): Promise<void> {
    const transport = this.#transport;
    if (transport === null || this.#probing || transport.parked !== null) return;
    this.#probing = true;
    const { signal } = this.#stopped;
    const before = transport.lastByteAt;
    try {
      const answer = await readJson(transport, { path: '/version', purpose: 'probe', signal });
      this.#alive(gitVersionOf(answer));
    } catch (thrown) {
      if (!signal.aborted) this.#judge(thrown, transport, transport.lastByteAt !== before);
    } finally {
      this.#probing = false;
      const again = this.#again && !signal.aborted;
      this.#again = false;
      if (again) void this.#probe();
    }
  }

  #judge(thrown: unknown, transport: OwnedTransport, heardMeanwhile: boolean): void {
    const error = clusterErrorOf(thrown);
    // A slow link where the answer waits behind a list: bytes that came prove more than the missing answer disproves.
    if (heardMeanwhile && error.kind === 'unreachable' && error.cause === 'timeout') {
      this.#alive(null);
      return;
    }
    // Any answer of the API proves that it is there; only its version is not for this user.
    if (error.kind === 'status' && error.code < 500) {
      this.#alive(null);
      return;
    }
    if (error.kind === 'credentials' || !(thrown instanceof RequestFailure)) return;
    const unresolved = error.kind === 'unreachable' && error.cause === 'dns';
    const delay = Math.min(this.#backoff.next(), unresolved ? longestDnsDelayMs : Number.POSITIVE_INFINITY);
    this.#nextAt = this.#clock.monotonic() + delay;
    // Whoever spoke since the last failure has new sockets, which the next silence must cost again.
    if ((this.failure === null || this.#heardSince) && error.kind === 'unreachable') transport.reset(error);
    this.#heardSince = false;
    this.failure = { error, retryAt: this.#clock.now() + delay };
    // What came before the failure does not speak against it.
    this.#heard = { lastByteAt: transport.lastByteAt, at: this.#clock.monotonic() };
    this.#events.onFailed(error);
  }

  #alive(version: string | null): void {
    const before = this.failure;
    this.failure = null;
    if (before !== null) this.#transport?.healed(before.error);
    this.#backoff.reset();
    this.#nextAt = 0;
    this.#events.onAnswer(version);
  }
}

function gitVersionOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('gitVersion' in answer)) return null;
  return typeof answer.gitVersion === 'string' ? answer.gitVersion : null;
}
