import type { ClusterError } from '../../shared/cluster-error.ts';
import type { KubeAnswer, KubeRequest, Parked, Transport } from './transport.ts';

/** A transport whose requests say whether somebody looks at what they are for, so that what is on screen syncs first. */
export class WantedTransport implements Transport {
  readonly #transport: Transport;
  readonly #wanted: () => boolean;

  constructor(transport: Transport, wanted: () => boolean) {
    this.#transport = transport;
    this.#wanted = wanted;
  }

  get host(): string {
    return this.#transport.host;
  }

  get lastByteAt(): number | null {
    return this.#transport.lastByteAt;
  }

  get parked(): Parked | null {
    return this.#transport.parked;
  }

  get clockSkewMs(): number | null {
    return this.#transport.clockSkewMs;
  }

  request(request: KubeRequest): Promise<KubeAnswer> {
    return this.#transport.request({ wanted: this.#wanted, ...request });
  }

  released(signal: AbortSignal): Promise<void> {
    return this.#transport.released(signal);
  }

  reset(error: ClusterError): void {
    this.#transport.reset(error);
  }
}
