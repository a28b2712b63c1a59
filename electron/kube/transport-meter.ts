import type { Dialled, HttpProtocol } from './dial.ts';
import type { TransportFigures } from './wire.ts';

/** Keeps the figures of one transport. */
export class TransportMeter implements TransportFigures {
  readonly #open = new Set<Dialled>();
  #bytesOfClosed = 0;
  requests = 0;
  handshakes = 0;
  protocol: HttpProtocol | null = null;
  openStreams = 0;
  restarts = 0;

  get bytesReceived(): number {
    let bytes = this.#bytesOfClosed;
    for (const dialled of this.#open) bytes += dialled.bytesReceived();
    return bytes;
  }

  /** A connection was made; it is followed until it is closed. */
  dialled(dialled: Dialled): void {
    this.handshakes++;
    this.protocol = dialled.protocol;
    this.#open.add(dialled);
    dialled.socket.once('close', () => {
      this.#open.delete(dialled);
      this.#bytesOfClosed += dialled.bytesReceived();
    });
  }
}
