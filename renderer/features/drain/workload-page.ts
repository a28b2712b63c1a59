import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOwner } from '../../../shared/drain.ts';
import type { ObjectPage } from '../../../shared/window-page.ts';

/** Kinds that own pods, by the kind that an owner reference names. */
const resources: Readonly<Record<string, ObjectPage['resource']>> = {
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  ReplicaSet: { group: 'apps', version: 'v1', resource: 'replicasets' },
  StatefulSet: { group: 'apps', version: 'v1', resource: 'statefulsets' },
  DaemonSet: { group: 'apps', version: 'v1', resource: 'daemonsets' },
  Job: { group: 'batch', version: 'v1', resource: 'jobs' },
  ReplicationController: { group: '', version: 'v1', resource: 'replicationcontrollers' },
};

/** Where the workload of a pod is shown; null for kinds that are not Kubernetes' own, whose group an owner's name does not tell. */
export function workloadPage(contextId: ContextId, namespace: string, { kind, name }: DrainOwner): ObjectPage | null {
  const resource = resources[kind];
  return resource === undefined ? null : { contextId, resource, namespace, name };
}

/** A PodDisruptionBudget, as `useGoToObject` takes it. */
export function budgetPage(contextId: ContextId, namespace: string, name: string): ObjectPage {
  return { contextId, resource: { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' }, namespace, name };
}
