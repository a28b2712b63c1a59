import { events } from './event-manifests.ts';
import { type Filling, namespace, parkingNode, statusPath } from './filling.ts';
import { ingresses } from './ingress-manifests.ts';
import { nodes } from './node-manifests.ts';
import { podManifest, podStates } from './pod-states.ts';
import { randomPodStates } from './random-pod-states.ts';
import { services } from './service-manifests.ts';
import { workloads } from './workload-manifests.ts';

/** Everything of the kinds with their own projection. */
export const handWritten: readonly Filling[] = [
  ...nodes,
  ...workloads,
  ...services,
  ...ingresses,
  ...events,
  ...[...podStates, ...randomPodStates].map((pod) => ({
    object: podManifest(namespace, pod, parkingNode) as Filling['object'],
    ...(pod.status === undefined ? {} : { status: { path: statusPath('/api/v1', 'pods', pod.name), value: pod.status } }),
  })),
];
