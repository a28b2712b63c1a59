import { failure } from '../../shared/cluster-error.ts';
import type { MainMessage } from '../../shared/wire.ts';
import { type CommandBus, endEventPrefix, type OpenStream } from './command-bus.ts';
import { addressOf, parsePageMessage } from './page-message.ts';

/** Streams one page may hold open: some per cluster and table, so a page that passes this leaks them. */
const maxStreams = 2_000;

/**
 * What one page (a window, or one WebSocket) has asked for. Answers in no particular order, events in order per stream.
 * After `close()` every stream is closed and nothing is sent any more, late answers included.
 */
export class PageSession {
  readonly #bus: CommandBus;
  readonly #send: (message: MainMessage) => void;
  readonly #streams = new Map<number, OpenStream>();
  #closed = false;

  constructor(bus: CommandBus, send: (message: MainMessage) => void) {
    this.#bus = bus;
    this.#send = send;
  }

  /** Streams that are open now. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** Takes one message of the page, which may be anything. Never throws; what is no message is answered as such when it has an id. */
  receive(received: unknown): void {
    if (this.#closed) return;
    const message = parsePageMessage(received);
    if (message === null) {
      const id = addressOf(received);
      if (id !== null)
        this.#send({
          type: 'result',
          id,
          result: failure({ kind: 'internal', message: 'The page sent something that is no message. Reload it.' }),
        });
    } else if (message.type === 'call') void this.#call(message.id, message.channel, message.args);
    else if (message.type === 'open') this.#open(message.id, message.channel, message.args);
    else if (message.type === 'credit') this.#streams.get(message.id)?.credit(message.count);
    else this.#end(message.id);
  }

  /** The page is gone: closes what it had open. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const id of [...this.#streams.keys()]) this.#end(id);
  }

  async #call(id: number, channel: string, args: unknown): Promise<void> {
    const result = await this.#bus.call(channel, args);
    if (!this.#closed) this.#send({ type: 'result', id, result });
  }

  #open(id: number, channel: string, args: unknown): void {
    const refusal = this.#streams.has(id) ? `Stream ${id} is open already.` : this.#streams.size >= maxStreams ? 'Too many streams.' : null;
    if (refusal !== null) {
      // The page cannot tell two streams of one id apart, so both end.
      this.#end(id);
      this.#send({ type: 'event', id, event: JSON.stringify({ type: 'end', error: { kind: 'internal', message: refusal } }) });
      return;
    }
    let ended = false;
    const stream = this.#bus.open(channel, args, (event) => {
      if (this.#closed) return;
      this.#send({ type: 'event', id, event });
      if (!event.startsWith(endEventPrefix)) return;
      ended = true;
      if (this.#streams.get(id) === stream) this.#end(id);
    });
    // A handler may end its stream before it returns.
    if (ended) stream.close();
    else this.#streams.set(id, stream);
  }

  #end(id: number): void {
    const stream = this.#streams.get(id);
    this.#streams.delete(id);
    stream?.close();
  }
}
