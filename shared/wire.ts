import type { ClusterError, Result } from './cluster-error.ts';

/*
 * How the page and the main side talk, over Electron IPC and over the loopback WebSocket alike.
 * The body of a stream message (a StreamEvent) travels as JSON text that the data thread wrote:
 * the main side passes it on without parsing it, so 50,000 rows never cost it more than a copy.
 */

/** From the page. `id` is chosen by the page and unique among its calls and streams. */
export type PageMessage =
  | { readonly type: 'call'; readonly id: number; readonly channel: string; readonly args: unknown }
  | { readonly type: 'open'; readonly id: number; readonly channel: string; readonly args: unknown }
  /** The page has taken `count` more messages of stream `id` and can take as many again. */
  | { readonly type: 'credit'; readonly id: number; readonly count: number }
  | { readonly type: 'close'; readonly id: number };

/** To the page. */
export type MainMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: Result<unknown, ClusterError> }
  /** `event` is the JSON text of a StreamEvent. */
  | { readonly type: 'event'; readonly id: number; readonly event: string };

/** Messages a writer may send on a new stream before the reader grants more: enough to hide a round trip, few enough to bound memory. */
export const initialCredit = 8;

/** Text frame of a MainMessage on the WebSocket: events are prefixed instead of nested, so that their JSON is not escaped twice. */
export function encodeMainMessage(message: MainMessage): string {
  return message.type === 'event' ? `#${message.id} ${message.event}` : JSON.stringify(message);
}

/** The inverse of encodeMainMessage. Throws SyntaxError on text that it did not write. */
export function decodeMainMessage(text: string): MainMessage {
  if (!text.startsWith('#')) return JSON.parse(text) as MainMessage;
  const space = text.indexOf(' ');
  const id = Number(text.slice(1, space));
  if (space < 0 || !Number.isInteger(id)) throw new SyntaxError('a stream frame must start with #<id>');
  return { type: 'event', id, event: text.slice(space + 1) };
}
