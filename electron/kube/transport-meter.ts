import type { TransportFigures } from '../../shared/diagnostics.ts';
import type { Dialled, HttpProtocol } from './dial.ts';

/** Counts what one transport does. */
export class TransportMeter {
  readonly #open = new Set<Dialled>();
  #bytesOfClosed = 0;
  requests = 0;
  handshakes = 0;
  protocol: HttpProtocol | null = null;
  openStreams = 0;
  restarts = 0;

  /** The figures now, as a plain value. */
  read(): TransportFigures {
    const { requests, handshakes, protocol, openStreams, restarts } = this;
    let bytesReceived = this.#bytesOfClosed;
    for (const dialled of this.#open) bytesReceived += dialled.bytesReceived();
    return { requests, bytesReceived, handshakes, protocol, openStreams, restarts };
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
