import type { DrainNote, DrainVerdict } from '../../../shared/drain.ts';
import { textOf } from '../../kube/json-fields.ts';
import { type DrainPod, isFinished } from './drain-pod.ts';

/**
 * Annotations by which a pod asks node autoscalers to leave it alone. Karpenter reads `true` (newer releases also durations: anything but `false` is
 * taken for a wish), cluster-autoscaler reads `false` of what it would else decide by itself.
 */
const wishes: readonly { readonly annotation: string; readonly asks: (value: string) => boolean }[] = [
  { annotation: 'karpenter.sh/do-not-disrupt', asks: (value) => value !== '' && value !== 'false' },
  { annotation: 'cluster-autoscaler.kubernetes.io/safe-to-evict', asks: (value) => value === 'false' },
];

/** What is worth knowing of a pod. `controllerGone`: its controller was asked for, and there is none. Pods that stay by themselves have little to say. */
export function notePod(pod: DrainPod, verdict: DrainVerdict, controllerGone: boolean): readonly DrainNote[] {
  const notes: DrainNote[] = [];
  const finished = isFinished(pod);
  const stays = !verdict.removes && verdict.status !== 'error';
  if (pod.mirror) notes.push({ note: 'static' });
  if (!stays && !finished) {
    if (pod.controller === null) notes.push({ note: 'nothing-restarts', why: 'no-controller' });
    else if (controllerGone) notes.push({ note: 'nothing-restarts', why: 'controller-gone' });
    else if (pod.controller.kind === 'Job') notes.push({ note: 'starts-over', job: pod.controller.name });
    if (pod.emptyDirs.length > 0) {
      const names = (inMemory: boolean) => pod.emptyDirs.filter((volume) => volume.inMemory === inMemory).map(({ name }) => name);
      notes.push({ note: 'loses-data', volumes: names(false), inMemory: names(true) });
    }
    for (const { annotation, asks } of wishes) {
      const value = textOf(pod.annotations[annotation]);
      if (asks(value)) notes.push({ note: 'do-not-disrupt', annotation, value });
    }
  }
  if (pod.deletionTime !== null) notes.push({ note: 'terminating', dueAt: pod.deletionTime });
  if (!stays && pod.finalizers.length > 0) notes.push({ note: 'finalizers', names: pod.finalizers });
  return notes;
}
