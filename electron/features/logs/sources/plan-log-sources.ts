import type { ContainerFacts } from '../follow/container-facts.ts';
import type { LogContainer, LogPod } from './project-log-pods.ts';

/** One container whose log is to be read. */
export interface PlannedSource {
  readonly container: string;
  readonly containerType: LogContainer['type'];
  readonly facts: ContainerFacts;
  /** A run before the present one can be read, by the kubelet's rule (pkg/kubelet/kubelet_pods.go `validateContainerLogStatus`). */
  readonly hasPrevious: boolean;
}

/**
 * The sources of a pod: its containers, or those of the names in `wanted` (empty = all), in the order of its spec. Pure. Containers that have
 * not run are sources too: they wait, and say why.
 */
export function planLogSources(pod: LogPod, wanted: readonly string[], present: boolean): readonly PlannedSource[] {
  return pod.containers
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map(({ name, type, ...status }) => ({
      container: name,
      containerType: type,
      facts: { pod: present ? 'present' : 'deleted', podReason: pod.reason, ...status },
      hasPrevious: status.lastTerminated !== null && status.lastTerminated.containerId !== '',
    }));
}
