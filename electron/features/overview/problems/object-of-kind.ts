import type { ProblemObject } from '../../../../shared/problem.ts';

const places: Readonly<Record<string, readonly [group: string, version: string, resource: string]>> = {
  Pod: ['', 'v1', 'pods'],
  Node: ['', 'v1', 'nodes'],
  PersistentVolumeClaim: ['', 'v1', 'persistentvolumeclaims'],
  ResourceQuota: ['', 'v1', 'resourcequotas'],
  ReplicationController: ['', 'v1', 'replicationcontrollers'],
  Deployment: ['apps', 'v1', 'deployments'],
  StatefulSet: ['apps', 'v1', 'statefulsets'],
  DaemonSet: ['apps', 'v1', 'daemonsets'],
  ReplicaSet: ['apps', 'v1', 'replicasets'],
  Job: ['batch', 'v1', 'jobs'],
  CronJob: ['batch', 'v1', 'cronjobs'],
  PodDisruptionBudget: ['policy', 'v1', 'poddisruptionbudgets'],
  HorizontalPodAutoscaler: ['autoscaling', 'v2', 'horizontalpodautoscalers'],
  APIService: ['apiregistration.k8s.io', 'v1', 'apiservices'],
  ValidatingWebhookConfiguration: ['admissionregistration.k8s.io', 'v1', 'validatingwebhookconfigurations'],
  MutatingWebhookConfiguration: ['admissionregistration.k8s.io', 'v1', 'mutatingwebhookconfigurations'],
  Certificate: ['cert-manager.io', 'v1', 'certificates'],
};

/** The object a problem leads to, by its kind. Kinds that are none of these have no place in the API that is known here. */
export function objectOfKind(kind: string, namespace: string, name: string): ProblemObject {
  const [group, version, resource] = places[kind] ?? ['', '', ''];
  return { group, version, resource, kind, namespace, name };
}
