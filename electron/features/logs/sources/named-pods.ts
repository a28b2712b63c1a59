import type { ClusterError } from '../../../../shared/cluster-error.ts';
import { notFound } from './not-found.ts';
import { type Hold, type PodReader, PodsWatch } from './pods-watch.ts';
import type { LogPod } from './project-log-pods.ts';
import type { TargetPods } from './resolve-target.ts';

/** A pod as the user named it. */
interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** More pods than this are read by one watch per namespace: one that brings too much is cheaper than many. */
const separatePods = 8;

const nameOf = ({ namespace, name }: PodName) => `${namespace}/${name}`;

/** Pods one by one. One that is made anew under its name joins; one that never was there is an error of the selection. */
export class NamedPods implements TargetPods {
  readonly #wanted: ReadonlyMap<string, PodName>;
  readonly #seen = new Set<string>();
  readonly #pods: PodsWatch;

  constructor(hold: Hold, wanted: readonly PodName[], reader: PodReader) {
    this.#wanted = new Map(wanted.map((pod) => [nameOf(pod), pod]));
    this.#pods = new PodsWatch(hold, reader);
    const accepts = (pod: LogPod) => {
      if (!this.#wanted.has(nameOf(pod))) return false;
      this.#seen.add(nameOf(pod));
      return true;
    };
    const pods = [...this.#wanted.values()];
    if (pods.length <= separatePods) {
      for (const { namespace, name } of pods)
        this.#pods.add({ namespaces: [namespace], fieldSelector: `metadata.name=${name}`, labelSelector: '' }, accepts);
      return;
    }
    for (const namespace of new Set(pods.map((pod) => pod.namespace)))
      this.#pods.add({ namespaces: [namespace], fieldSelector: '', labelSelector: '' }, accepts);
  }

  get error(): ClusterError | null {
    const { error } = this.#pods;
    if (error !== null || !this.#pods.listed) return error;
    for (const [key, { name }] of this.#wanted)
      if (!this.#seen.has(key)) return notFound({ group: '', version: 'v1', resource: 'pods' }, name);
    return null;
  }

  get size(): number {
    return this.#pods.size;
  }

  close(): void {
    this.#pods.close();
  }
}
