import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type MessagePort, Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { FeedNotice, FeedRequest, FeedSource, FromFeed, LineBatch, ToFeed } from '../../../../../electron/features/logs/feed.ts';
import { LogThreadClient } from '../../../../../electron/features/logs/log-thread-client.ts';
import type { ThreadStream } from '../../../../../electron/kube/thread-client.ts';
import { contextIdOf } from '../../../../../shared/context-id.ts';
import type { LogCallValues, LogRow, LogSource, LogViewItem } from '../../../../../shared/logs.ts';
import { until } from '../../../kube/test-context.ts';

const root = path.resolve(import.meta.dirname, '../../../../..');

/** The log thread's bundle, as the app has it, in a folder of its own. */
export async function bundleLogThread(): Promise<{ readonly folder: string; readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'timonier-logs-'));
  const file = path.join(folder, 'log-thread.cjs');
  await build({
    entryPoints: {
      'log-thread': path.join(root, 'electron/log-thread.ts'),
      'log-search-thread': path.join(root, 'electron/log-search-thread.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    logLevel: 'error',
  });
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The data thread's end of one feed. */
export class TestFeed {
  readonly request: FeedRequest;
  readonly said: ToFeed[] = [];
  readonly #port: MessagePort;
  closed = false;

  constructor({ request, port }: FeedNotice) {
    this.request = request;
    this.#port = port;
    port.on('message', (message: ToFeed) => this.said.push(message));
    port.on('close', () => {
      this.closed = true;
    });
  }

  send(message: FromFeed): void {
    this.#port.postMessage(message);
  }

  /** A container called `name` of a pod of the same name. */
  source(feed: number, name: string, changes: Partial<FeedSource> = {}): void {
    const source: FeedSource = {
      feed,
      selection: 0,
      contextId: this.request.contextId,
      namespace: 'shop',
      pod: name,
      podUid: `uid-${name}`,
      container: name,
      containerType: 'regular',
      node: 'node-1',
      restarts: 0,
      hasPrevious: false,
      ...changes,
    };
    this.send({ type: 'source', source, state: { state: 'following' } });
  }

  lines(feed: number, batch: LineBatch): void {
    this.send({ type: 'lines', feed, batch });
  }

  /** As a data thread that dies. */
  close(): void {
    this.#port.close();
  }
}

/** The log thread with its feeds, as the main process has it. */
export class TestLogThread {
  readonly feeds: TestFeed[] = [];
  readonly client: LogThreadClient;

  constructor(file: string, folder: string | null) {
    this.client = new LogThreadClient(
      () => new Worker(file, { workerData: { folder } }),
      (notice) => this.feeds.push(new TestFeed(notice)),
    );
  }

  /** The feed of that number, once it was asked for. */
  async feed(index = 0): Promise<TestFeed> {
    await until(`feed ${index}`, () => this.feeds.length > index);
    const feed = this.feeds[index];
    if (feed === undefined) throw new Error(`no feed ${index}`);
    return feed;
  }

  open(
    view: string,
    changes: { readonly budget?: { readonly bytes: number; readonly lines: number }; readonly start?: object } = {},
  ): TestView {
    return new TestView(this.client, view, changes);
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

/** A view as a page has it. */
export class TestView {
  readonly items: LogViewItem[] = [];
  readonly sources = new Map<number, LogSource>();
  ended: unknown;
  #client: LogThreadClient;
  #view: string;
  readonly stream: ThreadStream;

  constructor(client: LogThreadClient, view: string, changes: object) {
    this.#client = client;
    this.#view = view;
    const target = { type: 'pods', pods: [{ namespace: 'shop', name: 'one' }] };
    const args = {
      view,
      selections: [{ contextId: contextIdOf('test', 'one'), target, containers: [] }],
      start: { since: { type: 'all' }, tailLines: null, previous: false },
      budget: { bytes: 268_435_456, lines: 2_000_000 },
      ...changes,
    };
    this.stream = client.open('logs.view', args, (text) => {
      const event = JSON.parse(text);
      if (event.type === 'end') this.ended = event.error ?? null;
      else this.items.push(event.items);
      for (const source of event.items?.sources ?? []) this.sources.set(source.number, source);
      this.stream.credit(1);
    });
  }

  /** Rejects when the call fails. */
  async call<Channel extends keyof LogCallValues>(channel: Channel, args: object): Promise<LogCallValues[Channel]> {
    const result = await this.#client.call(channel, { view: this.#view, ...args });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value as LogCallValues[Channel];
  }

  get counts(): NonNullable<LogViewItem['counts']> | undefined {
    return this.items.findLast(({ counts }) => counts !== undefined)?.counts;
  }

  /** The newest of what was said under a name. */
  last<Name extends keyof LogViewItem>(name: Name): LogViewItem[Name] | undefined {
    return this.items.findLast((item) => item[name] !== undefined)?.[name];
  }

  /** Texts of the visible rows, once there are `count`. */
  async texts(count: number): Promise<string[]> {
    await until(`${count} visible lines`, () => this.counts?.visible === count);
    const texts: string[] = [];
    for (let from = 0; from < count; from += 2_000)
      texts.push(...(await this.call('logs.read', { from, count: 2_000 })).rows.map((row) => textOfRow(row)));
    return texts;
  }

  /** What the page saves. */
  async save(options: object = {}): Promise<string> {
    const pieces: string[] = [];
    let ended: unknown;
    const args = { view: this.#view, what: 'all', format: 'plain', timestamps: false, prefix: false, ...options };
    const stream = this.#client.open('logs.save', args, (text) => {
      const event = JSON.parse(text);
      if (event.type === 'end') ended = event.error ?? true;
      else pieces.push(event.items.text);
      stream.credit(1);
    });
    await until('saved', () => ended !== undefined);
    if (ended !== true) throw new Error(JSON.stringify(ended));
    return pieces.join('');
  }
}

/** The text of a line, or the name of a mark in brackets. */
export function textOfRow(row: LogRow): string {
  return row.type === 'line' ? row.text : `[${row.mark.mark}]`;
}
