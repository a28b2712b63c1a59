import type { ClusterError } from '../../../../shared/cluster-error.ts';
import { isForbidden } from '../../../kube/list-failure.ts';
import { GotPods, type PodName } from './got-pods.ts';
import { notFound } from './not-found.ts';
import { type PodReader, PodsWatch } from './pods-watch.ts';
import type { LogPod } from './project-log-pods.ts';
import type { TargetContext, TargetPods } from './resolve-target.ts';

/** More pods than this are read by one watch per namespace: one that brings too much is cheaper than many. */
const separatePods = 8;

const nameOf = ({ namespace, name }: PodName) => `${namespace}/${name}`;

/**
 * Pods one by one. One that is made anew under its name joins; one that never was there is an error of the selection. A few that may not be
 * listed are got instead.
 */
export class NamedPods implements TargetPods {
  readonly #wanted: ReadonlyMap<string, PodName>;
  readonly #reader: PodReader;
  readonly #seen = new Set<string>();
  readonly #pods: PodsWatch;
  readonly #got: GotPods;

  constructor(context: TargetContext, wanted: readonly PodName[], reader: PodReader) {
    this.#wanted = new Map(wanted.map((pod) => [nameOf(pod), pod]));
    this.#reader = reader;
    this.#got = new GotPods(context, () => this.#unseen(), reader);
    this.#pods = new PodsWatch(context.hold, { ...reader, changed: () => this.#changed() });
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
    const unseen = this.#unseen();
    if (error !== null && isForbidden(error) && unseen.length === this.#got.size) return null;
    if (error !== null || !this.#pods.listed) return error;
    return unseen[0] === undefined ? null : notFound({ group: '', version: 'v1', resource: 'pods' }, unseen[0].name);
  }

  get size(): number {
    return this.#pods.size + this.#got.size;
  }

  close(): void {
    this.#got.stop();
    this.#pods.close();
  }

  /** Those that no list has held so far. */
  #unseen(): readonly PodName[] {
    return [...this.#wanted].flatMap(([key, pod]) => (this.#seen.has(key) ? [] : [pod]));
  }

  #changed(): void {
    const { error } = this.#pods;
    const refused = error !== null && isForbidden(error) && this.#wanted.size <= separatePods;
    if (refused && this.#unseen().length > 0) this.#got.start();
    else this.#got.stop();
    this.#reader.changed();
  }
}
