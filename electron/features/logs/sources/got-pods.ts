import type { Clock } from '../../../kube/clock.ts';
import { pause } from '../../../kube/clock.ts';
import { isNotServed } from '../../../kube/list-failure.ts';
import { readJson } from '../../../kube/read-json.ts';
import { clusterErrorOf } from '../../../kube/request-failure.ts';
import { objectPath } from '../../../kube/resource-path.ts';
import type { Transport } from '../../../kube/transport.ts';
import type { PodReader } from './pods-watch.ts';
import { type LogPod, logPodOf } from './project-log-pods.ts';

/** How often a pod that cannot be watched is looked at, in ms: it waits, restarts or is gone that much longer than we know. */
const lookEveryMs = 5_000;

/** A pod by name. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * A few pods by name for who may get them and may not list or watch, which is all that `kubectl logs` asks: each is got again and again between
 * `start` and `stop`. What is refused or not answered stays as it was.
 */
export class GotPods {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #wanted: () => readonly PodName[];
  readonly #reader: PodReader;
  /** Those that are there, by namespace and name. */
  readonly #pods = new Map<string, LogPod>();
  #running: AbortController | null = null;

  constructor(context: { readonly transport: Transport; readonly clock: Clock }, wanted: () => readonly PodName[], reader: PodReader) {
    this.#transport = context.transport;
    this.#clock = context.clock;
    this.#wanted = wanted;
    this.#reader = reader;
  }

  /** Pods that are there. */
  get size(): number {
    return this.#pods.size;
  }

  start(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  /** The pods are forgotten, without a word to the reader: they may be known by other means now. */
  stop(): void {
    this.#running?.abort(new Error('no longer looked at'));
    this.#running = null;
    this.#pods.clear();
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let joined = false; !signal.aborted; joined = true) {
      await Promise.all(this.#wanted().map((pod) => this.#look(pod, joined, signal)));
      if (!signal.aborted) this.#reader.changed();
      await pause(this.#clock, lookEveryMs, signal);
    }
  }

  async #look({ namespace, name }: PodName, joined: boolean, signal: AbortSignal): Promise<void> {
    const path = objectPath({ group: '', version: 'v1', resource: 'pods' }, namespace, name);
    const key = `${namespace}/${name}`;
    const before = this.#pods.get(key);
    try {
      const pod = logPodOf(await readJson(this.#transport, { path, purpose: 'call', signal }));
      if (signal.aborted) return;
      this.#pods.set(key, pod);
      if (before !== undefined && before.uid !== pod.uid) this.#reader.gone(before.uid);
      if (JSON.stringify(before) !== JSON.stringify(pod)) this.#reader.pod(pod, joined);
    } catch (thrown) {
      // Anything but "not found" says nothing about the pod; the refusal of the list is what is shown.
      if (signal.aborted || before === undefined || !isNotServed(clusterErrorOf(thrown))) return;
      this.#pods.delete(key);
      this.#reader.gone(before.uid);
    }
  }
}
