import type { DrainOptions, DrainVerdict } from '../../../shared/drain.ts';
import { type DrainPod, isFinished } from './drain-pod.ts';

/*
 * kubectl's judgement of one pod: k8s.io/kubectl/pkg/drain/filters.go, makeFilters and the five filters, and filterPods of drain.go beside it.
 * The messages are kubectl's own text.
 */

/** What the API server said when the DaemonSet of a pod was asked for. */
export type DaemonSetAnswer =
  | { readonly found: true }
  /** `message` is that of the server's Status, which kubectl prints. */
  | { readonly found: false; readonly notFound: boolean; readonly message: string };

/** DaemonSets that the pods name as their controller, by name; `namespace` is the pod's. */
export type DaemonSetLookup = (namespace: string, name: string) => DaemonSetAnswer;

const okay: DrainVerdict = { status: 'okay', removes: true, message: '' };
const skip: DrainVerdict = { status: 'skip', removes: false, message: '' };
const error = (message: string): DrainVerdict => ({ status: 'error', removes: false, message });
const warning = (removes: boolean, message: string): DrainVerdict => ({ status: 'warning', removes, message });

type PodFilter = (pod: DrainPod, options: DrainOptions, daemonSets: DaemonSetLookup, now: number) => DrainVerdict;

/** In kubectl's order. */
const filters: readonly PodFilter[] = [skipDeletedFilter, daemonSetFilter, mirrorPodFilter, localStorageFilter, unreplicatedFilter];

/**
 * The verdict on a pod. The first filter that keeps it ends the chain; otherwise each overwrites the one before, so that some warnings are
 * lost (kubectl's TODO), and are lost here as well. `now` is ms since the epoch.
 */
export function judgePod(pod: DrainPod, options: DrainOptions, daemonSets: DaemonSetLookup, now: number): DrainVerdict {
  let verdict = okay;
  for (const filter of filters) {
    verdict = filter(pod, options, daemonSets, now);
    if (!verdict.removes) break;
  }
  return verdict;
}

/** Whether `daemonSetFilter` would ask for the DaemonSet of this pod: its name, else null. */
export function daemonSetToAsk(pod: DrainPod): string | null {
  const { controller } = pod;
  if (controller === null || controller.kind !== 'DaemonSet' || controller.apiVersion !== 'apps/v1') return null;
  return isFinished(pod) ? null : controller.name;
}

/** shouldSkipPod: the age of the deletion is cut to whole seconds, as Go's int() does. */
function skipDeletedFilter(
  pod: DrainPod,
  { skipWaitForDeleteTimeoutSeconds: limit }: DrainOptions,
  _: DaemonSetLookup,
  now: number,
): DrainVerdict {
  if (limit <= 0 || pod.deletionTime === null) return okay;
  return Math.trunc((now - pod.deletionTime) / 1000) > limit ? skip : okay;
}

function daemonSetFilter(pod: DrainPod, options: DrainOptions, daemonSets: DaemonSetLookup): DrainVerdict {
  const name = daemonSetToAsk(pod);
  if (name === null) return okay;
  const answer = daemonSets(pod.namespace, name);
  if (!answer.found) return answer.notFound && options.force ? warning(true, answer.message) : error(answer.message);
  if (!options.ignoreDaemonSets) return error('DaemonSet-managed Pods (use --ignore-daemonsets to ignore)');
  return warning(false, 'ignoring DaemonSet-managed Pods');
}

function mirrorPodFilter(pod: DrainPod): DrainVerdict {
  return pod.mirror ? skip : okay;
}

function localStorageFilter(pod: DrainPod, options: DrainOptions): DrainVerdict {
  if (pod.emptyDirs.length === 0 || isFinished(pod)) return okay;
  if (!options.deleteEmptyDirData) return error('Pods with local storage (use --delete-emptydir-data to override)');
  return warning(true, 'deleting Pods with local storage');
}

function unreplicatedFilter(pod: DrainPod, options: DrainOptions): DrainVerdict {
  if (isFinished(pod) || pod.controller !== null) return okay;
  if (options.force) return warning(true, 'deleting Pods that declare no controller');
  return error('Pods that declare no controller (use --force to override)');
}
