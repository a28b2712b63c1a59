import { kindDefinitionOf } from '../shared/kinds/kind-definitions.ts';
import { type ResourceRef, resourceKey } from '../shared/resource.ts';
import { projectEvents } from './features/events/project-events.ts';
import { projectNamespaces } from './features/namespaces/project-namespaces.ts';
import { projectIngresses } from './features/network/project-ingresses.ts';
import { projectServices } from './features/network/project-services.ts';
import { projectNodes } from './features/nodes/project-nodes.ts';
import { projectCronJobs } from './features/workloads/project-cron-jobs.ts';
import { projectDaemonSets } from './features/workloads/project-daemon-sets.ts';
import { projectDeployments } from './features/workloads/project-deployments.ts';
import { projectJobs } from './features/workloads/project-jobs.ts';
import { projectPods } from './features/workloads/project-pods.ts';
import { projectReplicaSets } from './features/workloads/project-replica-sets.ts';
import { projectStatefulSets } from './features/workloads/project-stateful-sets.ts';
import type { Projection } from './kube/projection.ts';

/** By resourceKey. Adding a kind: its columns in shared/kinds, its project-*.ts, and a line here. */
const projections: Readonly<Record<string, Projection>> = {
  pods: projectPods,
  'deployments.apps': projectDeployments,
  'statefulsets.apps': projectStatefulSets,
  'daemonsets.apps': projectDaemonSets,
  'replicasets.apps': projectReplicaSets,
  'jobs.batch': projectJobs,
  'cronjobs.batch': projectCronJobs,
  services: projectServices,
  'ingresses.networking.k8s.io': projectIngresses,
  nodes: projectNodes,
  namespaces: projectNamespaces,
  events: projectEvents,
};

/** Our own projection of a resource; null when it has none, or not in that version: then the server's Table is asked (kube/table-projection.ts). */
export function projectionFor(ref: ResourceRef): Projection | null {
  return kindDefinitionOf(ref) === null ? null : (projections[resourceKey(ref)] ?? null);
}
