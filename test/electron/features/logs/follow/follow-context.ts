import type { LineBatch, Stamp } from '../../../../../electron/features/logs/feed.ts';
import type { FollowerOptions } from '../../../../../electron/features/logs/follow/follower-options.ts';
import { LogFollower } from '../../../../../electron/features/logs/follow/log-follower.ts';
import type { Clock } from '../../../../../electron/kube/clock.ts';
import type { Connection } from '../../../../../electron/kube/connection.ts';
import { HttpTransport, type TransportOptions } from '../../../../../electron/kube/http-transport.ts';
import { Slots } from '../../../../../electron/kube/slots.ts';
import type { LogMark, LogSourceState } from '../../../../../shared/logs.ts';
import { type LogServer, stampText } from './log-server.ts';

/** A clock that runs `speed` times as fast as the machine's: back-off and patience take their share of real time only. */
export class FastClock implements Clock {
  readonly #speed: number;
  readonly #startedAt = performance.now();
  readonly #wall = Date.now();

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return this.#wall + this.monotonic();
  }

  monotonic(): number {
    return (performance.now() - this.#startedAt) * this.#speed;
  }

  after(ms: number, action: () => void): () => void {
    const timer = setTimeout(action, ms / this.#speed);
    return () => clearTimeout(timer);
  }
}

/** Takes what a follower sends. */
export class TestSink {
  /** `stamp text` of every line, and marks by their name in brackets, in the order they came. */
  readonly rows: string[] = [];
  readonly marks: { readonly at: Stamp; readonly mark: LogMark }[] = [];
  readonly states: LogSourceState[] = [];
  batches = 0;
  /** What `lines` answers. */
  credit: () => Promise<void> | undefined = () => undefined;

  /** Lines without the marks. */
  get lines(): string[] {
    return this.rows.filter((row) => !row.startsWith('['));
  }

  /** Told at least once; a stream that had worked is asked for again at once. */
  get wasBroken(): boolean {
    return this.states.some(({ state }) => state === 'broken');
  }

  get state(): LogSourceState | undefined {
    return this.states.at(-1);
  }

  readonly sink: FollowerOptions['sink'] = {
    lines: (batch) => {
      this.batches++;
      this.rows.push(...linesOf(batch));
      return this.credit();
    },
    mark: (at, mark) => {
      this.marks.push({ at, mark });
      this.rows.push(`[${mark.mark}]`);
    },
    state: (state) => {
      this.states.push(state);
    },
  };
}

/** `stamp text` of every line of a batch. */
export function linesOf(batch: LineBatch): string[] {
  const bytes = Buffer.from(batch.bytes);
  return Array.from(batch.ends, (end, index) => {
    const begin = index === 0 ? 0 : (batch.ends[index - 1] ?? 0);
    const stamp = BigInt(batch.micros[index] ?? 0) * 1000n + BigInt(batch.nanos[index] ?? 0);
    return `${stampText(stamp)} ${bytes.toString('utf8', begin, end - 1)}`;
  });
}

/** A transport to a log server; close it. */
export function transportTo(connection: Connection, options: Partial<TransportOptions> = {}): HttpTransport {
  return new HttpTransport(connection, { userAgent: 'timonier/test', onUnauthorized: () => undefined, ...options });
}

/** A follower of a server's container, with everything it said. */
export function follow(server: LogServer, changes: Partial<FollowerOptions> = {}) {
  const clock = changes.clock ?? new FastClock(40);
  const ownTransport = changes.transport === undefined ? transportTo(server.connection, { clock }) : null;
  const stopped = new AbortController();
  const sink = new TestSink();
  const follower = new LogFollower({
    transport: changes.transport ?? (ownTransport as HttpTransport),
    places: new Slots(1),
    clock,
    signal: stopped.signal,
    namespace: 'shop',
    pod: 'checkout',
    container: 'app',
    start: { since: { type: 'all' }, tailLines: null, previous: false },
    resume: null,
    facts: server.facts,
    sink: sink.sink,
    ...changes,
  });
  const stop = async () => {
    stopped.abort();
    ownTransport?.close();
    await server.stop();
  };
  return { follower, sink, clock, stop, transport: ownTransport };
}
