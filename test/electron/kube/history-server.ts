import { statusErrorOf } from '../../../electron/kube/classify-failure.ts';
import { RequestFailure } from '../../../electron/kube/request-failure.ts';
import type { KubeAnswer, KubeRequest, Transport } from '../../../electron/kube/transport.ts';
import type { SeededRandom } from './seeded-random.ts';

/** An object of the history. */
export interface HistoryObject {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly resourceVersion: string };
  readonly value: number;
}

/** One change, as a watch tells it. */
export interface HistoryEvent {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: HistoryObject;
}

interface Snapshot {
  readonly version: number;
  readonly objects: readonly HistoryObject[];
}

/** Items of one page: what is asked for (500) is cut, so that small clusters have pages too. */
const itemsOfPage = 6;

/** Events that may be said again: those of a few breaks. */
const saidAgain = 200;

/** An open watch: what is pushed comes out of its body, in order. */
class WatchBody {
  readonly namespace: string;
  readonly #signal: AbortSignal;
  readonly #chunks: Uint8Array[] = [];
  #end: 'open' | 'ended' | RequestFailure = 'open';
  #wake: () => void = () => undefined;

  constructor(namespace: string, signal: AbortSignal) {
    this.namespace = namespace;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  push(text: string): void {
    this.#chunks.push(Buffer.from(text));
    this.#wake();
  }

  end(failure?: RequestFailure): void {
    this.#end = failure ?? 'ended';
    this.#wake();
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      this.#signal.throwIfAborted();
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#end === 'ended') return;
      else if (this.#end !== 'open') throw this.#end;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/**
 * An API server for pods without sockets and without time of its own: a history of changes, lists in pages that are
 * consistent snapshots, watches from a version, compaction, replicas that lag, restores; and a Transport to it that breaks
 * when told. With a seed and a clock that is turned by hand, a run is the same every time.
 */
export class HistoryServer implements Transport {
  readonly host = 'history:6443';
  readonly lastByteAt = null;
  readonly parked = null;
  readonly clockSkewMs = null;
  readonly objects = new Map<string, HistoryObject>();
  /** All objects that were ever deleted since the last restore, by uid. */
  readonly deleted = new Map<string, HistoryObject>();
  readonly #random: SeededRandom;
  readonly #watches = new Set<WatchBody>();
  readonly #snapshots = new Map<number, Snapshot>();
  #history: HistoryEvent[] = [];
  /** The last events since the last restore, also those that were compacted: somebody on the way may say them again. */
  #said: HistoryEvent[] = [];
  #version = 1_000;
  #oldest = 0;
  #lives = 0;
  lists = 0;
  /** Lists and watches that were asked for, further pages left out. */
  asked = 0;
  /** Asked before each request; an error is the answer. */
  refuse: ((kind: 'list' | 'page' | 'watch') => RequestFailure | null) | null = null;
  /** Lists that may be old are answered from here (F18). */
  replica: Snapshot | null = null;
  /** Bodies of lists are cut after this share of their bytes. */
  cutListsAt: number | null = null;
  /** Called before a list is answered: time in which the cluster changes. */
  beforeList: () => void = () => undefined;
  /** Events that a watch tells again though it was opened after them. */
  replayed = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  get version(): number {
    return this.#version;
  }

  get watches(): number {
    return this.#watches.size;
  }

  get history(): readonly HistoryEvent[] {
    return this.#history;
  }

  get said(): readonly HistoryEvent[] {
    return this.#said;
  }

  /** Creates or changes an object under a name. `told` false keeps the event from the watches: the caller tells it. */
  put(namespace: string, name: string, told = true): HistoryEvent {
    const known = this.#named(namespace, name);
    const uid = known?.metadata.uid ?? `${namespace}-${name}-${++this.#lives}`;
    const version = ++this.#version;
    const object = { metadata: { name, namespace, uid, resourceVersion: String(version) }, value: version };
    this.objects.set(uid, object);
    return this.#happened({ version, type: known === undefined ? 'ADDED' : 'MODIFIED', object }, told);
  }

  /** Deletes what has a name. Null when nothing has. */
  delete(namespace: string, name: string, told = true): HistoryEvent | null {
    const known = this.#named(namespace, name);
    if (known === undefined) return null;
    const version = ++this.#version;
    const object = { ...known, metadata: { ...known.metadata, resourceVersion: String(version) } };
    this.objects.delete(known.metadata.uid);
    this.deleted.set(known.metadata.uid, object);
    return this.#happened({ version, type: 'DELETED', object }, told);
  }

  snapshot(): Snapshot {
    return { version: this.#version, objects: [...this.objects.values()] };
  }

  /** Forgets history and snapshots up to now. */
  compact(): void {
    this.#history = [];
    this.#snapshots.clear();
    this.#oldest = this.#version;
  }

  /** As from a backup: the objects and the version of then; what was deleted since lives again. */
  restore(backup: Snapshot): void {
    this.objects.clear();
    for (const object of backup.objects) this.objects.set(object.metadata.uid, object);
    this.deleted.clear();
    this.#snapshots.clear();
    this.#history = [];
    this.#said = [];
    this.#version = backup.version;
    this.#oldest = 0;
  }

  /** Tells events to the watches they concern, in this order, as one piece of the stream. */
  tell(events: readonly HistoryEvent[]): void {
    for (const watch of this.#watches) {
      const text = linesFor(watch.namespace, events);
      if (text !== '') watch.push(text);
    }
  }

  /** Raw text into every watch. */
  say(text: string): void {
    for (const watch of this.#watches) watch.push(text);
  }

  /** The resourceVersion that a watcher of everything has by now, or an older one that comes late. */
  bookmark(version = this.#version): void {
    this.say(`${JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: String(version) } } })}\n`);
  }

  /** Ends all watches; what was told before still arrives. */
  cut(how: 'reset' | 'end' | 'half'): void {
    for (const watch of this.#watches) {
      if (how === 'half') watch.push('{"type":"MODIFIED","object":{"metadata":{"name":"ha');
      watch.end(how === 'end' ? undefined : lost());
    }
    this.#watches.clear();
  }

  async request({ path, purpose, signal }: KubeRequest): Promise<KubeAnswer> {
    signal.throwIfAborted();
    const url = new URL(path, 'http://history');
    const namespace = /\/namespaces\/([^/]+)\/pods$/.exec(url.pathname)?.[1] ?? '';
    const kind = purpose === 'watch' ? 'watch' : url.searchParams.has('continue') ? 'page' : 'list';
    if (kind !== 'page') this.asked++;
    const refusal = this.refuse?.(kind) ?? null;
    if (refusal !== null) throw refusal;
    const body = kind === 'watch' ? this.#watch(namespace, url.searchParams, signal) : this.#list(namespace, url.searchParams, signal);
    return { status: 200, contentType: 'application/json', body };
  }

  released(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  reset(): void {
    this.cut('reset');
  }

  #named(namespace: string, name: string): HistoryObject | undefined {
    for (const object of this.objects.values()) if (object.metadata.name === name && object.metadata.namespace === namespace) return object;
    return undefined;
  }

  #happened(event: HistoryEvent, told: boolean): HistoryEvent {
    this.#history.push(event);
    this.#said.push(event);
    if (this.#said.length > saidAgain) this.#said.shift();
    if (told) this.tell([event]);
    return event;
  }

  #list(namespace: string, query: URLSearchParams, signal: AbortSignal): AsyncIterable<Uint8Array> {
    this.lists++;
    const wanted = query.get('resourceVersion') ?? '';
    if (Number(wanted) > this.#version) throw tooLarge();
    const [at = '', from = '0'] = (query.get('continue') ?? '').split('@');
    if (at !== '' && !this.#snapshots.has(Number(at))) throw expired();
    const snapshot = this.#snapshots.get(Number(at)) ?? (wanted === '' ? null : this.replica) ?? this.snapshot();
    this.#snapshots.set(snapshot.version, snapshot);
    const all = snapshot.objects.filter((object) => namespace === '' || object.metadata.namespace === namespace);
    const end = query.has('limit') ? Number(from) + itemsOfPage : all.length;
    const metadata = { resourceVersion: String(snapshot.version), ...(end < all.length ? { continue: `${snapshot.version}@${end}` } : {}) };
    const text = JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items: all.slice(Number(from), end) });
    this.beforeList();
    return this.#pieces(Buffer.from(text), signal);
  }

  async *#pieces(bytes: Buffer, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const cutAt = this.cutListsAt;
    const length = cutAt === null ? bytes.length : Math.floor(bytes.length * cutAt);
    const middle = this.#random.below(length + 1);
    yield bytes.subarray(0, middle);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    yield bytes.subarray(middle, length);
    if (cutAt !== null) throw lost();
  }

  #watch(namespace: string, query: URLSearchParams, signal: AbortSignal): AsyncIterable<Uint8Array> {
    const from = Number(query.get('resourceVersion') ?? 0);
    if (from < this.#oldest) throw expired();
    if (from > this.#version) throw tooLarge();
    const watch = new WatchBody(namespace, signal);
    const missed = this.#history.filter((event) => event.version > from);
    // Frames of before the break again, in any order and some twice; then what was missed.
    const before = this.#history.filter((event) => event.version <= from).slice(-this.replayed);
    if (this.replayed > 0) watch.push(linesFor(namespace, [...this.#random.shuffled(before), ...this.#random.shuffled(before)]));
    watch.push(linesFor(namespace, this.replayed > 0 ? [...this.#random.shuffled(missed), ...missed] : missed));
    this.#watches.add(watch);
    signal.addEventListener('abort', () => this.#watches.delete(watch), { once: true });
    return watch.read();
  }
}

function linesFor(namespace: string, events: readonly HistoryEvent[]): string {
  return events
    .filter((event) => namespace === '' || event.object.metadata.namespace === namespace)
    .map(({ type, object }) => `${JSON.stringify({ type, object })}\n`)
    .join('');
}

/** The connection went away. */
export function lost(): RequestFailure {
  return new RequestFailure({ kind: 'unreachable', cause: 'reset', host: 'history:6443', code: 'ECONNRESET', detail: 'reset' });
}

/** A Status as the answer. */
export function refusal(code: number, reason: string, details: object = {}): RequestFailure {
  return new RequestFailure(statusErrorOf({ kind: 'Status', code, reason, message: reason, details }));
}

/** 410. */
export function expired(): RequestFailure {
  return refusal(410, 'Expired');
}

function tooLarge(): RequestFailure {
  return refusal(504, 'Timeout', {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
