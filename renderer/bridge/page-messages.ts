import type { ClusterError, Result } from '../../shared/cluster-error.ts';
import { failure } from '../../shared/cluster-error.ts';
import type {
  CallArguments,
  CallChannel,
  CallValue,
  StreamArguments,
  StreamChannel,
  StreamEvent,
  StreamItem,
} from '../../shared/contract.ts';
import type { MainMessage, PageMessage } from '../../shared/wire.ts';
import type { Bridge } from './bridge.ts';

interface OpenStream {
  readonly channel: string;
  readonly args: unknown;
  readonly listener: (event: StreamEvent<unknown>) => void;
}

/**
 * The half of the wire protocol that both bridges share: ids, matching answers to calls, and credit.
 *
 * One credit is granted for every event after its listener returned; the `initialCredit` of a new stream is the
 * writer's to spend and is never granted again. Events are delivered in the order they came. After a stream was closed
 * or ended nothing more is delivered, even if messages for it are still under way.
 */
export class PageMessages implements Bridge {
  readonly #send: (message: PageMessage) => void;
  readonly #calls = new Map<number, (result: Result<unknown>) => void>();
  readonly #streams = new Map<number, OpenStream>();
  #lastId = 0;

  /** `send` must not throw; it may drop messages while there is no connection, `reopenStreams` makes up for it. */
  constructor(send: (message: PageMessage) => void) {
    this.#send = send;
  }

  call<Channel extends CallChannel>(channel: Channel, args: CallArguments<Channel>): Promise<Result<CallValue<Channel>>> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      // The answer on this channel has this shape: shared/contract.ts ties both ends to it.
      this.#calls.set(id, (result) => resolve(result as Result<CallValue<Channel>>));
      this.#send({ type: 'call', id, channel, args });
    });
  }

  open<Channel extends StreamChannel>(
    channel: Channel,
    args: StreamArguments<Channel>,
    listener: (event: StreamEvent<StreamItem<Channel>>) => void,
  ): () => void {
    const stream: OpenStream = { channel, args, listener: listener as (event: StreamEvent<unknown>) => void };
    this.#start(stream);
    return () => {
      // The id may have changed since: a reconnect gives every stream a new one.
      for (const [id, open] of this.#streams) {
        if (open !== stream) continue;
        this.#streams.delete(id);
        this.#send({ type: 'close', id });
      }
    };
  }

  /** Takes one message of the main side. Messages for calls and streams that are not open any more are ignored. */
  receive(message: MainMessage): void {
    if (message.type === 'result') {
      const resolve = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      resolve?.(message.result);
      return;
    }
    const stream = this.#streams.get(message.id);
    if (!stream) return;
    let event: StreamEvent<unknown>;
    try {
      event = JSON.parse(message.event) as StreamEvent<unknown>;
    } catch (error) {
      this.#streams.delete(message.id);
      this.#send({ type: 'close', id: message.id });
      stream.listener({ type: 'end', error: { kind: 'internal', message: `${stream.channel}: ${String(error)}` } });
      return;
    }
    if (event.type === 'end') this.#streams.delete(message.id);
    try {
      stream.listener(event);
    } finally {
      if (this.#streams.has(message.id)) this.#send({ type: 'credit', id: message.id, count: 1 });
    }
  }

  /** Answers every waiting call with `error`: whether the main side acted on them is not known. */
  failCalls(error: ClusterError): void {
    const waiting = [...this.#calls.values()];
    this.#calls.clear();
    for (const resolve of waiting) resolve(failure(error));
  }

  /** Opens every stream again under a new id, after a new connection: the other side has forgotten the old ones. */
  reopenStreams(): void {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of streams) this.#start(stream);
  }

  #start(stream: OpenStream): void {
    const id = ++this.#lastId;
    this.#streams.set(id, stream);
    this.#send({ type: 'open', id, channel: stream.channel, args: stream.args });
  }
}
