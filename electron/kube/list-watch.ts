import type { ResourceRef } from '../../shared/resource.ts';
import type { ListEnvelope } from './json-list-scanner.ts';
import { ProtobufError } from './protobuf/protobuf-error.ts';
import { RequestFailure } from './request-failure.ts';
import { listPath } from './resource-path.ts';
import type { DecodedRow, RowDecoder } from './row-decoder.ts';
import type { KubeAnswer, Transport } from './transport.ts';

/** Objects of the first page, as kubectl and client-go's pager ask (F20): what is on screen comes with it. */
const pageSize = 500;
/** Of each further page: a tenth faster in all on a real API server, and twice the memory of a page (docs/performance.md). */
const furtherPageSize = 1_000;

/** Which list: a kind, in one namespace (empty = all), narrowed by selectors (empty = none). */
export interface ListScope {
  readonly ref: ResourceRef;
  readonly namespace: string;
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

/** What is told while a list arrives. Nothing is called after `list` resolved, rejected or was aborted. */
export interface ListProgress {
  /** Before the first item of each page; `about` counts all items, null when the server gives no estimate. */
  readonly onPage: (about: number | null) => void;
  readonly onRow: (row: DecodedRow) => void;
  /** After each piece of a body. */
  readonly onBytes: () => void;
}

/** How to list. */
export interface ListOptions {
  /** Not older than this; empty = the most recent there is. */
  readonly resourceVersion: string;
  /** False asks for everything at once, for servers whose pages keep expiring. */
  readonly paged: boolean;
  readonly signal: AbortSignal;
}

/** client-go's ListerWatcher for one scope, over a transport: rows instead of objects. Holds no state between calls. */
export class ListWatch {
  readonly #transport: Transport;
  readonly #scope: ListScope;
  readonly #decoder: RowDecoder;

  constructor(transport: Transport, scope: ListScope, decoder: RowDecoder) {
    this.#transport = transport;
    this.#scope = scope;
    this.#decoder = decoder;
  }

  /**
   * Lists page after page and resolves with the resourceVersion to watch from. The next page is asked for as soon as the head
   * of the present one names it, so that the server works while rows are made. Rejects with RequestFailure, also for 410
   * in the middle of the pages (the caller starts over), and with ProtobufError when the decoder
   * has just fallen back to JSON (the caller starts over at once).
   */
  async list(options: ListOptions, progress: ListProgress): Promise<string> {
    const { resourceVersion, paged } = options;
    const first = new URLSearchParams();
    if (paged) first.set('limit', String(pageSize));
    if (resourceVersion !== '') {
      first.set('resourceVersion', resourceVersion);
      first.set('resourceVersionMatch', 'NotOlderThan');
    }
    const stop = new AbortController();
    const signal = AbortSignal.any([options.signal, stop.signal]);
    try {
      let page: Promise<KubeAnswer> | null = this.#request(first, 'list', signal);
      let received = 0;
      let asked = pageSize;
      let listVersion = '';
      while (page !== null) {
        const answer: KubeAnswer = await page;
        page = null;
        const envelope = await this.#readPage(answer, {
          onHead: (head) => {
            const next = head.metadata?.continue;
            if (typeof next === 'string' && next !== '') {
              page = this.#request(new URLSearchParams({ limit: String(furtherPageSize), continue: next }), 'list', signal);
              // Looked at when its turn comes; until then a failure is not an unhandled one.
              page.catch(() => undefined);
            }
            progress.onPage(estimate(head, received, asked));
            asked = furtherPageSize;
          },
          onRow: (row) => {
            received++;
            progress.onRow(row);
          },
          onBytes: progress.onBytes,
        });
        listVersion = envelope.metadata?.resourceVersion ?? '';
      }
      return listVersion;
    } finally {
      stop.abort(new Error('the list has ended'));
    }
  }

  /** Opens a watch from `resourceVersion`; resolves when the server has accepted it. Rejects with RequestFailure. */
  watch(resourceVersion: string, timeoutSeconds: number, signal: AbortSignal): Promise<KubeAnswer> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(timeoutSeconds),
    });
    if (resourceVersion !== '') query.set('resourceVersion', resourceVersion);
    return this.#request(query, 'watch', signal);
  }

  #request(query: URLSearchParams, purpose: 'list' | 'watch', signal: AbortSignal): Promise<KubeAnswer> {
    if (this.#scope.fieldSelector !== '') query.set('fieldSelector', this.#scope.fieldSelector);
    if (this.#scope.labelSelector !== '') query.set('labelSelector', this.#scope.labelSelector);
    const extra = this.#decoder.query === '' ? '' : `&${this.#decoder.query}`;
    const path = `${listPath(this.#scope.ref, this.#scope.namespace)}?${query}${extra}`;
    return this.#transport.request({ path, purpose, accept: this.#decoder.accept, signal });
  }

  async #readPage(
    answer: KubeAnswer,
    events: { onHead: (head: ListEnvelope) => void; onRow: (row: DecodedRow) => void; onBytes: () => void },
  ): Promise<ListEnvelope> {
    const decoder = this.#decoder;
    const onItem = (item: unknown) => {
      const row = decoder.item(item);
      if (row !== null) events.onRow(row);
    };
    const scanner = decoder.listScanner(answer.contentType, {
      onHead: (head) => {
        decoder.head(head);
        events.onHead(head);
      },
      onItem,
    });
    try {
      for await (const chunk of answer.body) {
        scanner.push(chunk);
        events.onBytes();
      }
      const envelope = scanner.end();
      if (envelope[decoder.itemsKey] !== undefined) return envelope;
      // Without items it is something else: taking it for an empty list would say that there is nothing.
      const items = decoder.plainItems(envelope);
      if (items === null) throw this.#noList(answer, envelope);
      for (const item of items) onItem(item);
      return envelope;
    } catch (thrown) {
      if (thrown instanceof ProtobufError && !thrown.cutOff) decoder.fallBack('unreadable');
      else if (thrown instanceof SyntaxError || thrown instanceof ProtobufError) throw this.#unreadable(answer, thrown);
      throw thrown;
    }
  }

  #unreadable(answer: KubeAnswer, thrown: Error): RequestFailure {
    const what = thrown instanceof SyntaxError ? 'is not valid JSON or was cut off' : 'was cut off';
    const detail = `the list from ${this.#transport.host} ${what}: ${thrown.message}`;
    return new RequestFailure({ kind: 'invalid-answer', contentType: answer.contentType, detail }, undefined, thrown);
  }

  #noList(answer: KubeAnswer, envelope: ListEnvelope): RequestFailure {
    const what = typeof envelope?.kind === 'string' ? `a ${envelope.kind.slice(0, 60)}` : 'JSON without items';
    const detail = `${this.#transport.host} answered a list of ${this.#scope.ref.resource} with ${what}`;
    return new RequestFailure({ kind: 'invalid-answer', contentType: answer.contentType, detail });
  }
}

/** How many there are in all, when the server says how many come after this page of `asked`. */
function estimate(head: ListEnvelope, received: number, asked: number): number | null {
  const remaining = head.metadata?.remainingItemCount;
  return typeof remaining === 'number' ? received + asked + remaining : null;
}
