import { isForbidden } from '../../../kube/list-failure.ts';
import { type Hold, type PodReader, PodsWatch } from './pods-watch.ts';
import type { LogPod } from './project-log-pods.ts';

/** True when a pod that a selection lost is deleted, or as good as: it was being stopped, or nothing of it runs. */
export function isSurelyGone(pod: LogPod): boolean {
  return pod.deleting || pod.containers.every(({ state }) => state !== 'running');
}

/**
 * A pod that left its selection and may still be there: a watch with a label selector says the same of a pod that was deleted and of one that
 * lost the label, as is done to take it out of a Service. Watches it by name: `reader` hears of it as long as it is there, and once that it is
 * gone.
 */
export class StrayPod {
  readonly #pods: PodsWatch;
  #over = false;

  constructor(hold: Hold, { uid, namespace, name }: LogPod, reader: Pick<PodReader, 'pod' | 'gone'>) {
    const gone = () => {
      if (this.#over) return;
      this.#over = true;
      this.#pods.close();
      reader.gone(uid);
    };
    this.#pods = new PodsWatch(hold, {
      pod: (pod, joined) => reader.pod(pod, joined),
      gone,
      changed: () => {
        const { error, listed, size } = this.#pods;
        // Who may not look takes the selection's word for it.
        const refused = error !== null && isForbidden(error);
        if (refused || (listed && size === 0)) gone();
      },
    });
    this.#pods.add({ namespaces: [namespace], fieldSelector: `metadata.name=${name}`, labelSelector: '' }, (pod) => pod.uid === uid);
  }

  close(): void {
    this.#over = true;
    this.#pods.close();
  }
}
