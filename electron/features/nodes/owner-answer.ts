import type { ClusterError } from '../../../shared/cluster-error.ts';
import { numberOf, objectOf, textOf } from '../../kube/json-fields.ts';
import { type ControllerRef, controllerOf } from './drain-pod.ts';

/** What the API server says of the controller of a pod. */
export type OwnerAnswer =
  /** `controller` is what stands behind it: the Deployment of a ReplicaSet. */
  | { readonly state: 'found'; readonly replicas: number; readonly ready: number; readonly controller: ControllerRef | null }
  /** No such object, or another one of the same name: nothing makes the pod again. */
  | { readonly state: 'gone' }
  | { readonly state: 'unreadable'; readonly error: ClusterError }
  /** A kind whose number of pods is not known to us: Jobs, controllers of others. */
  | { readonly state: 'not-asked' };

/** The controllers of the pods, by reference; `namespace` is the pod's. */
export type OwnerLookup = (namespace: string, owner: ControllerRef) => OwnerAnswer;

/** Kinds that say how many pods they want and have Ready: their resource, by apiVersion and kind. */
const resources: Readonly<Record<string, { readonly group: string; readonly version: string; readonly resource: string }>> = {
  'apps/v1 Deployment': { group: 'apps', version: 'v1', resource: 'deployments' },
  'apps/v1 ReplicaSet': { group: 'apps', version: 'v1', resource: 'replicasets' },
  'apps/v1 StatefulSet': { group: 'apps', version: 'v1', resource: 'statefulsets' },
  'v1 ReplicationController': { group: '', version: 'v1', resource: 'replicationcontrollers' },
};

/** Where such a controller is to be asked for; null for `not-asked`. */
export function ownerResource({ apiVersion, kind }: ControllerRef) {
  return resources[`${apiVersion} ${kind}`] ?? null;
}

/** Reads a workload as JSON. It is `gone` when it is not the object that the pod names: a later one of that name takes no orphans. */
export function ownerAnswerOf(object: unknown, { uid }: ControllerRef): OwnerAnswer {
  const { metadata: metadataField, spec, status } = objectOf(object);
  const metadata = objectOf(metadataField);
  if (textOf(metadata.uid) !== uid) return { state: 'gone' };
  return {
    state: 'found',
    // The server sets it; 1 is its default.
    replicas: numberOf(objectOf(spec).replicas, 1),
    ready: numberOf(objectOf(status).readyReplicas),
    controller: controllerOf(metadata),
  };
}
