import { Slots } from './slots.ts';
import type { KubeRequest } from './transport.ts';

/** Lists in flight at once, so that a new connection with thirty kinds does not look like an attack to priority and fairness. */
const listsInFlight = 4;
/** Calls in flight at once: a page that asks about fifty objects is no reason to ask them all at the same moment. */
const callsInFlight = 8;
/**
 * Questions about access in flight at once, whatever matrix or button they are for: fewer than the hundred streams that an API server gives a connection, so that
 * lists and watches go on over the same one. A server that has enough of them says so (429), and the transport keeps quiet until it may ask again.
 */
const reviewsInFlight = 90;
/** Writes in flight at once: as many as all drains together send. */
const writesInFlight = 20;
/** Logs that wait for the head of their answer: what breaks together comes back together, and each asks a kubelet (pkg/registry/core/pod/rest/log.go). */
const logsOpening = 32;

/** How many requests of each purpose one context has in flight. Watches and probes wait for nobody. */
export class RequestSlots {
  readonly #slots = {
    list: new Slots(listsInFlight),
    call: new Slots(callsInFlight),
    review: new Slots(reviewsInFlight),
    log: new Slots(logsOpening),
    write: new Slots(writesInFlight),
  };

  /**
   * Resolves with what gives the slot back (more than once counts once), when it is the turn of this request. Rejects when `signal` aborts. `shared`: requests share a
   * connection (HTTP/2). Otherwise each has a socket of its own, and reviews are as few as other calls.
   */
  async take({ purpose, wanted }: KubeRequest, signal: AbortSignal, shared: boolean): Promise<() => void> {
    if (purpose === 'watch' || purpose === 'probe') return () => undefined;
    return this.#slots[purpose === 'review' && !shared ? 'call' : purpose].take(signal, wanted);
  }
}
