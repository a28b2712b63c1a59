import type { MessagePort } from 'node:worker_threads';
import { type ClusterError, failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { ParsedCallArguments } from '../../../../shared/contract.ts';
import type { LogCallValues } from '../../../../shared/logs.ts';
import { type Clock, systemClock } from '../../../kube/clock.ts';
import type { ThreadAnswer, ThreadRequest } from '../../../kube/thread-client.ts';
import type { FeedNotice, LogThreadSetup } from '../feed.ts';
import { Scanner } from '../search/scanner.ts';
import { LogView, type ViewArguments } from './log-view.ts';
import { type SaveArguments, SaveLines } from './save-lines.ts';

type Channel = keyof LogCallValues;

/** What answers each call about a view; arguments were parsed by the gate. */
const answers: { readonly [Name in Channel]: (view: LogView, args: ParsedCallArguments<Name>) => Promise<unknown> | unknown } = {
  'logs.read': (view, { from, count }) => view.read(from, count),
  'logs.follow': (view, { rows }) => view.follow(rows),
  'logs.filter': (view, { filter }) => view.filter(filter),
  'logs.search': (view, { search, pattern }) => view.search(search, pattern),
  'logs.hit': (view, { search, from, backwards }) => view.lines.hit(search, from, backwards),
  'logs.locate': (view, { at }) => view.locate(at),
  'logs.line': async (view, { id }) => ({ text: await view.lines.text(id) }),
  'logs.again': (view, { id }) => view.again(id),
};

/** The log thread's side of the protocol: views by id, streams and calls by number. Independent of worker_threads. */
export class LogThreadHost {
  readonly #setup: LogThreadSetup;
  readonly #post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void;
  readonly #clock: Clock;
  readonly #scanner = new Scanner();
  readonly #views = new Map<string, LogView>();
  readonly #streams = new Map<number, { grant(count: number): void; close(): void }>();

  constructor(
    setup: LogThreadSetup,
    post: (message: ThreadAnswer | FeedNotice, transfer: readonly MessagePort[]) => void,
    clock: Clock = systemClock,
  ) {
    this.#setup = setup;
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
    const refuse = (error: ClusterError) => send(JSON.stringify({ type: 'end', error }));
    if (channel === 'logs.view') this.#openView(id, args as ViewArguments, send, refuse);
    else {
      const view = this.#views.get((args as SaveArguments).view);
      if (channel !== 'logs.save' || view === undefined) refuse(noSuchView(channel));
      else this.#streams.set(id, new SaveLines(view, args as SaveArguments, send));
    }
  }

  #openView(id: number, args: ViewArguments, send: (event: string) => void, refuse: (error: ClusterError) => void): void {
    if (this.#views.has(args.view)) {
      refuse({ kind: 'internal', message: 'a log view of this id is open already' });
      return;
    }
    const notify = (notice: FeedNotice) => this.#post(notice, [notice.port]);
    const view = new LogView(args, { clock: this.#clock, scanner: this.#scanner, folder: this.#setup.folder, notify, send });
    this.#views.set(args.view, view);
    const close = () => {
      this.#views.delete(args.view);
      // A file that cannot be removed now goes with its folder, when the process ends.
      view.close().catch(() => undefined);
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
