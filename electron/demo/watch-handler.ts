import type { Change, ClusterState } from './cluster-state.ts';
import type { Exchange } from './exchange.ts';
import type { ObjectMeta } from './kube-object.ts';
import type { Representation } from './list-handler.ts';
import { representationOf, resourceVersionOf, selectorOf } from './list-handler.ts';
import type { RequestTarget } from './request-target.ts';
import type { Selector } from './selectors.ts';
import { StatusError, tooLargeResourceVersion } from './status-error.ts';
import { StoredObject } from './stored-object.ts';
import { columnDefinitionsText, partialMetadataText, tableRowText, tableText } from './table-document.ts';

/** A client that reads slower than this many bytes behind is cut, as the real watch cache cuts slow watchers. */
const MAX_PENDING_BYTES = 32 * 1024 * 1024;

/** One open watch: what it asked for, and a hand on its stream for the fault server. */
export interface OpenWatch {
  readonly target: RequestTarget;
  readonly exchange: Exchange;
  readonly query: URLSearchParams;
  /** Writes raw bytes into the stream, as they are. */
  write(data: string | Uint8Array): void;
  /** Sends a bookmark now. */
  bookmark(): void;
  /** Ends the watch as the server does at its time-out. */
  end(): void;
}

/** What the server adds to watches. */
export interface WatchOptions {
  /** About once a minute on a real server. */
  readonly bookmarkIntervalMs: number;
  /** Sees each line before it is written; null drops it, a list writes several. */
  readonly rewriteLine?: (line: string, watch: OpenWatch, change: Change | null) => string | readonly (string | Uint8Array)[] | null;
  readonly onOpen?: (watch: OpenWatch) => void;
}

interface Encoder {
  readonly objectText: (stored: StoredObject) => string;
}

function encoderFor(state: ClusterState, target: RequestTarget, representation: Representation): Encoder {
  if (representation.form === 'metadata') return { objectText: (stored) => partialMetadataText(stored.object) };
  if (representation.form === 'object') return { objectText: (stored) => stored.text };
  let columns = columnDefinitionsText(target.resource);
  return {
    objectText: (stored) => {
      const text = tableText({ resourceVersion: stored.object.metadata.resourceVersion }, columns, [
        tableRowText(target.resource, stored, representation.include, state.now()),
      ]);
      columns = 'null';
      return text;
    },
  };
}

/** What a change means to a watch with a selector: an object that stops matching is DELETED for it, one that starts is ADDED. */
function seenAs(change: Change, wanted: Selector): Change['type'] | null {
  const now = change.type !== 'DELETED' && wanted(change.stored.object);
  const before = change.previous !== null && wanted(change.previous.object);
  if (now) return before ? 'MODIFIED' : 'ADDED';
  return before ? 'DELETED' : null;
}

const eventLine = (type: string, objectText: string): string => `{"type":"${type}","object":${objectText}}\n`;

/**
 * Answers a watch and keeps it open until its time-out, the client's end, or the server's. Events come in order of
 * resourceVersion, each exactly once, beginning after the asked one; an Expired start is an ERROR event in the stream.
 */
export function handleWatch(exchange: Exchange, state: ClusterState, target: RequestTarget, options: WatchOptions): void {
  const { resource } = target;
  const representation = representationOf(exchange);
  const wanted = selectorOf(exchange, target);
  const from = resourceVersionOf(exchange);
  const bookmarks = exchange.query.get('allowWatchBookmarks') === 'true' || exchange.query.get('allowWatchBookmarks') === '1';
  const initialAsked = exchange.query.get('sendInitialEvents') === 'true';
  if (initialAsked && exchange.query.get('resourceVersionMatch') !== 'NotOlderThan') {
    const message = 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
    throw new StatusError(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: ${message}`, {
      group: 'meta.k8s.io',
      kind: 'ListOptions',
      causes: [{ reason: 'FieldValueForbidden', message, field: 'resourceVersionMatch' }],
    });
  }
  if (initialAsked && from !== null && from > state.resourceVersion) throw tooLargeResourceVersion(from, state.resourceVersion);

  const encoder = encoderFor(state, target, representation);
  exchange.start(200, { 'content-type': 'application/json' });
  let ended = false;
  const write = (line: string, change: Change | null): void => {
    if (ended) return;
    const rewritten = options.rewriteLine ? options.rewriteLine(line, watch, change) : line;
    if (rewritten === null) return;
    for (const part of typeof rewritten === 'string' ? [rewritten] : rewritten) exchange.write(part);
    if (exchange.pendingBytes > MAX_PENDING_BYTES) exchange.destroy();
  };
  const bookmark = (annotations?: Readonly<Record<string, string>>): void => {
    const metadata = { resourceVersion: String(state.resourceVersion), ...(annotations ? { annotations } : {}) };
    const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
    // A bookmark is the one object without a name, which ObjectMeta's type cannot say.
    const blank = new StoredObject({ apiVersion, kind: resource.kind, metadata: metadata as ObjectMeta });
    write(eventLine('BOOKMARK', encoder.objectText(blank)), null);
  };
  const send = (change: Change): void => {
    const type = seenAs(change, wanted);
    if (type !== null) write(eventLine(type, encoder.objectText(change.stored)), change);
  };
  const stop = state.onChange(resource.key, send);
  const timers: NodeJS.Timeout[] = [];
  const finish = (): void => {
    ended = true;
    stop();
    for (const timer of timers) clearTimeout(timer);
  };
  const watch: OpenWatch = {
    target,
    exchange,
    query: exchange.query,
    write: (data) => exchange.write(data),
    bookmark: () => bookmark(),
    end: () => {
      if (ended) return;
      finish();
      exchange.end();
    },
  };
  exchange.onClose(finish);
  options.onOpen?.(watch);

  const synthetic = initialAsked || from === null || from === 0;
  if (synthetic) {
    for (const stored of state.snapshot(resource.key).items)
      if (wanted(stored.object)) write(eventLine('ADDED', encoder.objectText(stored)), null);
    if (bookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
  } else {
    const missed = state.changesAfter(resource.key, from);
    if (missed === null) {
      const error = new StatusError(410, 'Expired', `too old resource version: ${from} (${state.resourceVersion})`);
      const { details: _details, ...body } = error.body;
      write(eventLine('ERROR', JSON.stringify(body)), null);
      watch.end();
      return;
    }
    for (const change of missed) send(change);
  }

  const seconds = Number(exchange.query.get('timeoutSeconds') ?? 0);
  // Without timeoutSeconds a real server ends a watch after a random 30 to 60 minutes (--min-request-timeout).
  const lifeMs = seconds > 0 ? seconds * 1000 : 45 * 60_000;
  timers.push(
    setTimeout(() => {
      if (bookmarks) bookmark();
      watch.end();
    }, lifeMs),
  );
  if (bookmarks) timers.push(setInterval(() => bookmark(), options.bookmarkIntervalMs));
}
