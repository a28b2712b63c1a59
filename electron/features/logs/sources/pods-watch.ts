import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import { notConnected } from '../../../kube/lasting-transport.ts';
import type { SourceQuery } from '../../../kube/list-source.ts';
import { ObjectWatch } from '../../../kube/object-watch.ts';
import type { HeldSource } from '../../../kube/reflector-registry.ts';
import { type LogPod, projectLogPods } from './project-log-pods.ts';

/** Takes hold of a list source; see ContextSession. */
export type Hold = (query: SourceQuery) => HeldSource;

/** Who is told of the pods of a selection. */
export interface PodReader {
  /** New or changed. `joined`: it came after the first complete list. */
  pod(pod: LogPod, joined: boolean): void;
  gone(uid: string): void;
  /** What the selection as a whole says may have changed. */
  changed(): void;
}

/** Which pods of a context: SourceQuery without what is the same for all. */
export type PodQuery = Pick<SourceQuery, 'namespaces' | 'fieldSelector' | 'labelSelector'>;

interface Watched {
  readonly watch: ObjectWatch<LogPod>;
  accepts: (pod: LogPod) => boolean;
  state: Freshness;
  /** It was complete once. */
  listed: boolean;
}

const pods = { group: '', version: 'v1', resource: 'pods' };

/** The pods of one or several queries, each pod once: it is gone when none of them has it any more. */
export class PodsWatch {
  readonly #hold: Hold;
  readonly #reader: PodReader;
  readonly #watched = new Map<string, Watched>();
  /** By uid: the queries that have it. */
  readonly #present = new Map<string, Set<Watched>>();

  constructor(hold: Hold, reader: PodReader) {
    this.#hold = hold;
    this.#reader = reader;
  }

  /** Pods that are there now. */
  get size(): number {
    return this.#present.size;
  }

  /** Every query was answered completely once. */
  get listed(): boolean {
    return this.#watched.size > 0 && [...this.#watched.values()].every(({ listed }) => listed);
  }

  /** Why not all pods are known, or not as they are now; null when they are. */
  get error(): ClusterError | null {
    for (const { state } of this.#watched.values()) {
      const error = errorOf(state);
      if (error !== null) return error;
    }
    return null;
  }

  /** Adds the pods of `query` that `accepts` takes. A query that is there already is judged anew, by the new `accepts`. */
  add(query: PodQuery, accepts: (pod: LogPod) => boolean = () => true): void {
    const key = JSON.stringify([query.namespaces, query.fieldSelector, query.labelSelector]);
    const before = this.#watched.get(key);
    if (before !== undefined) {
      before.accepts = accepts;
      before.watch.begin();
      return;
    }
    const watch = new ObjectWatch<LogPod>(
      this.#hold,
      { ref: pods, projection: projectLogPods, ...query },
      {
        object: (_uid, pod) => this.#pod(watched, pod),
        gone: (uid) => this.#gone(watched, uid),
        state: (state) => this.#state(watched, state),
      },
    );
    const watched: Watched = { watch, accepts, state: watch.state, listed: false };
    this.#watched.set(key, watched);
    watch.begin();
  }

  /** Takes no new pods of the queries there are; those that are known are kept up to date. */
  freeze(): void {
    for (const watched of this.#watched.values()) watched.accepts = ({ uid }) => this.#present.get(uid)?.has(watched) === true;
  }

  close(): void {
    for (const { watch } of this.#watched.values()) watch.close();
    this.#watched.clear();
  }

  #pod(watched: Watched, pod: LogPod): void {
    if (!watched.accepts(pod)) return;
    const having = this.#present.get(pod.uid);
    if (having === undefined) this.#present.set(pod.uid, new Set([watched]));
    else having.add(watched);
    this.#reader.pod(pod, watched.listed);
    if (having === undefined) this.#reader.changed();
  }

  #gone(watched: Watched, uid: string): void {
    const having = this.#present.get(uid);
    if (having === undefined || !having.delete(watched) || having.size > 0) return;
    this.#present.delete(uid);
    this.#reader.gone(uid);
    this.#reader.changed();
  }

  #state(watched: Watched, state: Freshness): void {
    watched.state = state;
    watched.listed ||= state.state === 'live';
    this.#reader.changed();
  }
}

/** Why a list is not complete or not live; null while nothing is wrong. A list that some namespaces refuse names the first of them. */
export function errorOf(state: Freshness): ClusterError | null {
  switch (state.state) {
    case 'not-connected':
      return notConnected;
    case 'live':
      return state.partial?.missing[0]?.error ?? null;
    case 'stale':
    case 'unreachable':
    case 'forbidden':
      return state.error;
    default:
      return null;
  }
}
