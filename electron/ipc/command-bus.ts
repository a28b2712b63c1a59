import { failure, type Result } from '../../shared/cluster-error.ts';
import {
  type CallChannel,
  type CallValue,
  callArguments,
  type ParsedCallArguments,
  type ParsedStreamArguments,
  type StreamChannel,
  type StreamEvent,
  type StreamItem,
  streamArguments,
} from '../../shared/contract.ts';
import { parseArguments } from './parse-arguments.ts';

/** Answers one call. May throw: the bus turns that into an `internal` error, because it is then a defect of ours. */
export type CallHandler<Channel extends CallChannel> = (
  args: ParsedCallArguments<Channel>,
) => Promise<Result<CallValue<Channel>>> | Result<CallValue<Channel>>;

/** One per call channel; a channel of the contract without a handler does not compile. */
export type CallHandlers = { readonly [Channel in CallChannel]: CallHandler<Channel> };

/** A stream that is being written. `credit` allows that many more messages; after `close` nothing is written any more. */
export interface OpenStream {
  credit(count: number): void;
  close(): void;
}

/**
 * Starts a stream. `write` takes the JSON text of a StreamEvent, so that a body made in the data thread passes unparsed.
 * The handler writes at most `initialCredit` messages plus what `credit` granted, and nothing after an `end` event.
 */
export type StreamHandler<Channel extends StreamChannel> = (
  args: ParsedStreamArguments<Channel>,
  write: (event: string) => void,
) => OpenStream;

/** One per stream channel; a channel of the contract without a handler does not compile. */
export type StreamHandlers = { readonly [Channel in StreamChannel]: StreamHandler<Channel> };

/** JSON text of a stream event. `end` events start with `endEventPrefix`, whoever writes them. */
export function streamEventText<Channel extends StreamChannel>(event: StreamEvent<StreamItem<Channel>>): string {
  return JSON.stringify(event);
}

/** How the text of an `end` event starts: the discriminant is written first everywhere, so that no one has to parse a body to know. */
export const endEventPrefix = '{"type":"end"';

const closedStream: OpenStream = { credit: () => undefined, close: () => undefined };

/**
 * Where every request of every page arrives, whichever shell it came through: looks the channel up, parses the arguments,
 * runs the handler. Nothing here throws or rejects; what goes wrong comes back as a Result or an `end` event.
 */
export class CommandBus {
  readonly #calls: CallHandlers;
  readonly #streams: StreamHandlers;
  readonly #onDefect: (channel: string, thrown: unknown) => void;

  /** `onDefect` hears of handlers that threw; the page hears of it too. */
  constructor(calls: CallHandlers, streams: StreamHandlers, onDefect: (channel: string, thrown: unknown) => void) {
    this.#calls = calls;
    this.#streams = streams;
    this.#onDefect = onDefect;
  }

  /** Answers a call; `channel` and `args` come from outside and may be anything. */
  async call(channel: string, args: unknown): Promise<Result<unknown>> {
    const parsed = parseArguments(callArguments, channel, args);
    if (!parsed.ok) return parsed;
    const handler = this.#calls[parsed.value.channel] as (args: unknown) => Promise<Result<unknown>> | Result<unknown>;
    try {
      return await handler(parsed.value.args);
    } catch (thrown) {
      return failure(this.#defect(channel, thrown));
    }
  }

  /**
   * Opens a stream; `channel` and `args` come from outside and may be anything. Bad ones are answered with an `end` event,
   * written before this returns. After an `end` or after `close()`, `write` is not called again.
   */
  open(channel: string, args: unknown, write: (event: string) => void): OpenStream {
    const parsed = parseArguments(streamArguments, channel, args);
    if (!parsed.ok) {
      write(JSON.stringify({ type: 'end', error: parsed.error }));
      return closedStream;
    }
    let over = false;
    const guarded = (event: string) => {
      if (over) return;
      over = event.startsWith(endEventPrefix);
      write(event);
    };
    const handler = this.#streams[parsed.value.channel] as (args: unknown, write: (event: string) => void) => OpenStream;
    try {
      const stream = handler(parsed.value.args, guarded);
      return {
        credit: (count) => {
          if (!over) stream.credit(count);
        },
        close: () => {
          over = true;
          stream.close();
        },
      };
    } catch (thrown) {
      guarded(JSON.stringify({ type: 'end', error: this.#defect(channel, thrown) }));
      return closedStream;
    }
  }

  #defect(channel: string, thrown: unknown) {
    this.#onDefect(channel, thrown);
    return { kind: 'internal' as const, message: `${channel}: ${thrown instanceof Error ? thrown.message : 'failed without a reason'}` };
  }
}
