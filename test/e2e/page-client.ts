import WebSocket from 'ws';
import type { Result } from '../../shared/cluster-error.ts';
import type {
  CallArguments,
  CallChannel,
  CallValue,
  StreamArguments,
  StreamChannel,
  StreamEvent,
  StreamItem,
} from '../../shared/contract.ts';
import { decodeMainMessage, type PageMessage } from '../../shared/wire.ts';

/** What a page is to the loopback server, without a page: the session cookie and the WebSocket. */
export class PageClient {
  readonly #socket: WebSocket;
  readonly #calls = new Map<number, (result: Result<unknown>) => void>();
  readonly #streams = new Map<number, (event: StreamEvent<unknown>) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const message = decodeMainMessage(String(data));
      if (message.type === 'result') {
        this.#calls.get(message.id)?.(message.result);
        this.#calls.delete(message.id);
        return;
      }
      // A reader that takes everything at once.
      this.#send({ type: 'credit', id: message.id, count: 1 });
      this.#streams.get(message.id)?.(JSON.parse(message.event) as StreamEvent<unknown>);
    });
  }

  /** Trades the launch address for a session and opens its socket. */
  static async open(launchUrl: string): Promise<PageClient> {
    const url = new URL(launchUrl);
    const token = new URLSearchParams(url.hash.slice(1)).get('t');
    const answer = await fetch(`${url.origin}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-timonier': '1', origin: url.origin },
      body: JSON.stringify({ token }),
    });
    if (!answer.ok) throw new Error(`/session answered ${answer.status}: ${await answer.text()}`);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const socket = new WebSocket(`ws://${url.host}/socket`, { headers: { cookie, origin: url.origin } });
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return new PageClient(socket);
  }

  #send(message: PageMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** As Bridge.call. */
  call<Channel extends CallChannel>(channel: Channel, args: CallArguments<Channel>): Promise<Result<CallValue<Channel>>> {
    const id = ++this.#lastId;
    const answer = new Promise<Result<unknown>>((resolve) => this.#calls.set(id, resolve));
    this.#send({ type: 'call', id, channel, args });
    return answer as Promise<Result<CallValue<Channel>>>;
  }

  /** As Bridge.open. */
  open<Channel extends StreamChannel>(
    channel: Channel,
    args: StreamArguments<Channel>,
    listener: (event: StreamEvent<StreamItem<Channel>>) => void,
  ): () => void {
    const id = ++this.#lastId;
    this.#streams.set(id, listener as (event: StreamEvent<unknown>) => void);
    this.#send({ type: 'open', id, channel, args });
    return () => {
      this.#streams.delete(id);
      this.#send({ type: 'close', id });
    };
  }

  close(): void {
    this.#socket.terminate();
  }
}
