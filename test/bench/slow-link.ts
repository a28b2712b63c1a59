import net, { type AddressInfo } from 'node:net';

/*
 * A link between this machine and one server: `node slow-link.ts HOST PORT MBIT ROUND_TRIP_MS`. Listens on HOST, prints its port,
 * ends with its standard input. Each direction is a pipe: bytes leave it at the link's rate, one rate for all connections together,
 * and arrive half a round trip after they left, so that any number of them is under way at once. A connection takes a round trip to
 * be made. What it does not have: losses, and TCP's slow start, because loopback on both sides has neither.
 */

const [host = '127.0.0.1', port = '0', megabit = '20', roundTrip = '60'] = process.argv.slice(2);
/** Bytes a millisecond. */
const rate = (Number(megabit) * 1e6) / 8 / 1000;
const oneWayMs = Number(roundTrip) / 2;

/** Bytes that may wait before the link of one direction, as in a router's queue; the sender is held back beyond. */
const queueLimit = 256 * 1024;

/** Bytes that take their place on the wire at once: about what a network card sends as one. */
const sliceBytes = 16 * 1024;

/** One direction: bytes of all connections in the order they came. */
class Direction {
  /** When the last byte taken leaves, in ms of performance.now(). */
  #freeAt = 0;
  /** Bytes that were taken and have not arrived. */
  #waiting = 0;
  readonly #arrivals: { readonly at: number; readonly arrive: () => void }[] = [];

  /** Carries what `from` sends to `to`, its end and its loss too. */
  carry(from: net.Socket, to: net.Socket): void {
    from.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += sliceBytes) this.#send(chunk.subarray(at, at + sliceBytes), from, to);
      if (this.#waiting > queueLimit) from.pause();
    });
    from.on('end', () => this.#send(Buffer.alloc(0), from, to, () => to.end()));
    from.on('close', () => this.#send(Buffer.alloc(0), from, to, () => to.destroy()));
    // A loss is told by the close that follows.
    from.on('error', () => undefined);
  }

  #send(slice: Buffer, from: net.Socket, to: net.Socket, arrived?: () => void): void {
    this.#waiting += slice.length;
    this.#freeAt = Math.max(performance.now(), this.#freeAt) + slice.length / rate;
    this.#arrivals.push({
      at: this.#freeAt + oneWayMs,
      arrive: () => {
        this.#waiting -= slice.length;
        if (slice.length > 0 && to.writable) to.write(slice);
        if (this.#waiting <= queueLimit / 2) from.resume();
        arrived?.();
      },
    });
    if (this.#arrivals.length === 1) this.#wait();
  }

  /** Each time is later than the one before it, so the first is always the next. */
  #wait(): void {
    const [first] = this.#arrivals;
    if (first === undefined) return;
    setTimeout(
      () => {
        // Timers are late by a millisecond or so; what is due by now goes together, so that the rate holds.
        const now = performance.now();
        const later = this.#arrivals.findIndex(({ at }) => at > now);
        const due = later < 0 ? this.#arrivals.length : later;
        // Removed after their turn: an arrival that makes another one must not start a second timer.
        for (const { arrive } of this.#arrivals.slice(0, due)) arrive();
        this.#arrivals.splice(0, due);
        this.#wait();
      },
      Math.max(0, first.at - performance.now()),
    );
  }
}

const up = new Direction();
const down = new Direction();
const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const remote = net.connect({ host, port: Number(port), allowHalfOpen: true, noDelay: true });
  // The kernel has made the connection at once; over a link the client may speak after a round trip.
  setTimeout(() => up.carry(client, remote), 2 * oneWayMs);
  down.carry(remote, client);
});
server.listen(0, host, () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
process.stdin.resume().on('end', () => process.exit(0));
