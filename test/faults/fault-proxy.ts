import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Which way bytes stop. `toClient` is P04: the server hears us, we do not hear it. */
export type BlackHole = 'none' | 'both' | 'toClient' | 'toServer';

/**
 * A TCP proxy on 127.0.0.1 whose network can be broken and healed while it runs. It does not look into TLS: what it
 * splits or delays are TCP bytes.
 *
 * A black hole holds bytes back (a real one makes TCP retransmit them later), keeps connections open, and accepts new
 * ones that then stay silent: a TLS handshake that hangs (P14). A dropped SYN (P13) needs a firewall and is not here.
 */
export class FaultProxy {
  readonly #targetPort: number;
  readonly #targetHost: string;
  readonly #pairs = new Set<{ readonly client: Socket; readonly server: Socket }>();
  readonly #stranded = new WeakSet<object>();
  readonly #waiting = new Set<() => void>();
  #listener: Server | null = null;
  #port = 0;
  #accepted = 0;
  #blackHole: BlackHole = 'none';
  #delayMs = 0;
  #bytesPerSecond = Number.POSITIVE_INFINITY;
  #chunkBytes = Number.POSITIVE_INFINITY;

  private constructor(targetPort: number, targetHost: string) {
    this.#targetPort = targetPort;
    this.#targetHost = targetHost;
  }

  /** Listens on a free port of 127.0.0.1 in front of a port on a loopback address. */
  static async start(targetPort: number, targetHost = '127.0.0.1'): Promise<FaultProxy> {
    const proxy = new FaultProxy(targetPort, targetHost);
    await proxy.start();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections open now. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Connections accepted since the start. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Listens again, on the port of the first start (P12 heals, a server returns). Does nothing while listening. */
  async start(): Promise<void> {
    if (this.#listener) return;
    // Half-open sockets must stay so: a FIN is passed on when it comes, not answered by ourselves.
    const listener = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (listener.address() as AddressInfo).port;
    this.#listener = listener;
  }

  /** Stops listening and resets every connection: from now on, connection refused (P12). */
  async stop(): Promise<void> {
    const listener = this.#listener;
    this.#listener = null;
    // Not listening first: whoever is reset and comes back at once must be refused.
    const closed = listener && new Promise<void>((resolve) => listener.close(() => resolve()));
    this.reset();
    await closed;
  }

  /** RST on every connection, both sides (P01). */
  reset(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** FIN to every client (P02); what it still sends is dropped. */
  fin(): void {
    for (const { client, server } of this.#pairs) {
      client.end();
      server.destroy();
    }
  }

  /** Holds all bytes of a direction back until `heal` (P03, P04). */
  blackHole(direction: Exclude<BlackHole, 'none'> = 'both'): void {
    this.#blackHole = direction;
  }

  /**
   * Every connection that is open now carries nothing any more, for good and without a word, as after a NAT forgot it while a
   * laptop slept; new ones are not touched.
   */
  strand(): void {
    for (const pair of this.#pairs) this.#stranded.add(pair);
  }

  /** Each chunk arrives this much later (P08's latency). */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Server to client at most this fast (P09). */
  throttle(bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Writes TCP chunks of at most this many bytes (P28, P36); 1 is the worst case. */
  split(chunkBytes = 1): void {
    this.#chunkBytes = chunkBytes;
  }

  /** Ends black hole, delay, throttle and split. Held bytes flow. */
  heal(): void {
    this.#blackHole = 'none';
    this.#delayMs = 0;
    this.#bytesPerSecond = Number.POSITIVE_INFINITY;
    this.#chunkBytes = Number.POSITIVE_INFINITY;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const server = connect({ port: this.#targetPort, host: this.#targetHost, allowHalfOpen: true });
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // Resets are what this proxy is for.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#pairs.delete(pair);
        client.destroy();
        server.destroy();
      });
    }
    void this.#pump(client, server, 'toServer', pair);
    void this.#pump(server, client, 'toClient', pair);
  }

  async #pump(from: Socket, to: Socket, direction: 'toClient' | 'toServer', pair: object): Promise<void> {
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        if (this.#stranded.has(pair)) continue;
        for (let offset = 0; offset < chunk.length; ) {
          await this.#passable(direction);
          const perStep = direction === 'toClient' ? Math.max(1, Math.floor(this.#bytesPerSecond / 20)) : Number.POSITIVE_INFINITY;
          const size = Math.min(chunk.length - offset, this.#chunkBytes, perStep);
          const pause = Math.max(this.#delayMs, Number.isFinite(perStep) ? 50 : 0);
          if (pause > 0) await this.#pause(pause);
          await this.#passable(direction);
          if (to.destroyed) return;
          await new Promise<void>((resolve) => to.write(chunk.subarray(offset, offset + size), () => resolve()));
          offset += size;
        }
      }
      await this.#passable(direction);
      // Not even the end of one side reaches the other.
      if (!this.#stranded.has(pair)) to.end();
    } catch {
      // The reading side was reset; its 'close' has already torn down the pair.
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const waiting = this.#waiting;
      waiting.add(done);
      function done(): void {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
    });
  }

  async #passable(direction: 'toClient' | 'toServer'): Promise<void> {
    while (this.#blackHole === 'both' || this.#blackHole === direction) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }
}
