import type { MessagePort } from 'node:worker_threads';
import { type ClusterError, failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { ParsedCallArguments } from '../../../../shared/contract.ts';
import type { LogCallValues } from '../../../../shared/logs.ts';
import { type Clock, systemClock } from '../../../kube/clock.ts';
import type { ThreadAnswer, ThreadRequest } from '../../../kube/thread-client.ts';
import type { FeedNotice, LogThreadSetup } from '../feed.ts';
import { LogView, type ViewArguments } from './log-view.ts';

type Channel = keyof LogCallValues;

/** What answers each call about a view; arguments were parsed by the gate. */
const answers: { readonly [Name in Channel]: (view: LogView, args: ParsedCallArguments<Name>) => Promise<unknown> | unknown } = {
  'logs.read': (view, { from, count }) => view.read(from, count),
  'logs.follow': (view, { rows }) => view.follow(rows),
  'logs.filter': () => null,
  'logs.search': () => null,
  'logs.hit': () => null,
  'logs.locate': (view, { at }) => view.locate(at),
  'logs.line': async (view, { id }) => ({ text: (await view.line(id)) ?? '' }),
  'logs.again': () => null,
};

/** The log thread's side of the protocol: views by id, streams and calls by number. Independent of worker_threads. */
export class LogThreadHost {
  readonly #post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void;
  readonly #clock: Clock;
  readonly #views = new Map<string, LogView>();
  readonly #streams = new Map<number, { grant(count: number): void; close(): void }>();

  constructor(
    _setup: LogThreadSetup,
    post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void,
    clock: Clock = systemClock,
  ) {
    this.#post = post;
    this.#clock = clock;
  }

  /** Takes one message of the main process. Never throws for what a page could have sent. */
  receive(message: ThreadRequest): void {
    switch (message.type) {
      case 'call':
        void this.#call(message.id, message.channel, message.args);
        break;
      case 'open':
        this.#open(message.id, message.channel, message.args);
        break;
      case 'credit':
        this.#streams.get(message.id)?.grant(message.count);
        break;
      case 'close':
        this.#streams.get(message.id)?.close();
        this.#streams.delete(message.id);
        break;
    }
  }

  async #call(id: number, channel: string, args: unknown): Promise<void> {
    let result: Result<unknown>;
    const view = this.#views.get((args as { readonly view: string }).view);
    const answer = isChannel(channel) ? (answers[channel] as (view: LogView, args: unknown) => unknown) : undefined;
    if (view === undefined || answer === undefined) result = failure(noSuchView(channel));
    else
      try {
        result = success(await answer(view, args));
      } catch (thrown) {
        result = failure({ kind: 'internal', message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
      }
    this.#post({ type: 'result', id, result }, []);
  }

  #open(id: number, channel: string, args: unknown): void {
    const send = (event: string) => this.#post({ type: 'event', id, event }, []);
    if (channel !== 'logs.view') {
      send(JSON.stringify({ type: 'end', error: noSuchView(channel) }));
      return;
    }
    const viewArgs = args as ViewArguments;
    if (this.#views.has(viewArgs.view)) {
      send(JSON.stringify({ type: 'end', error: { kind: 'internal', message: 'a log view of this id is open already' } }));
      return;
    }
    const view = new LogView(viewArgs, {
      clock: this.#clock,
      notify: (notice) => this.#post(notice, [notice.port]),
      send,
    });
    this.#views.set(viewArgs.view, view);
    const close = () => {
      view.close();
      this.#views.delete(viewArgs.view);
    };
    this.#streams.set(id, { grant: (count) => view.grant(count), close });
  }
}

function isChannel(channel: string): channel is Channel {
  return Object.hasOwn(answers, channel);
}

function noSuchView(channel: string): ClusterError {
  return { kind: 'internal', message: `${channel} asks about a log view that is not open` };
}
