import type { KubeObject, OwnerReference } from '../kube-object.ts';

/** A container of a pod's spec, as much as the demo fills in. */
export interface ContainerSpec {
  name: string;
  image: string;
  resources: { requests: { cpu: string; memory: string }; limits?: { cpu?: string; memory?: string } };
  restartPolicy?: 'Always';
  [field: string]: unknown;
}

/** state and lastState of a container status. */
export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: { exitCode: number; reason: string; startedAt: string; finishedAt: string; containerID?: string };
}

/** One of `containerStatuses` or `initContainerStatuses`. */
export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

/** A condition of a pod, a node, a Deployment or a budget. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  lastProbeTime?: null;
  lastTransitionTime: string;
  reason?: string;
  message?: string;
  observedGeneration?: number;
}

/** A pod as the demo writes it. */
export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    containers: ContainerSpec[];
    initContainers?: ContainerSpec[];
    nodeSelector?: Record<string, string>;
    restartPolicy?: string;
    [field: string]: unknown;
  };
  status: {
    phase: string;
    reason?: string;
    message?: string;
    conditions?: Condition[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
    podIP?: string;
    podIPs?: { ip: string }[];
    hostIP?: string;
    startTime?: string;
    qosClass?: string;
    [field: string]: unknown;
  };
}

/** The template controllers make pods from. */
export interface PodTemplate {
  metadata: { labels: Record<string, string>; annotations?: Record<string, string>; finalizers?: string[] };
  spec: Pod['spec'];
}

/** The owner reference a controller puts on what it makes. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** True when `owner` controls `object`. */
export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some((reference) => reference.controller === true && reference.uid === owner.metadata.uid);
}

/** Sets one condition; the transition time changes only when the status does. */
export function setCondition(conditions: readonly Condition[], next: Condition): Condition[] {
  const old = conditions.find((condition) => condition.type === next.type);
  const kept = old?.status === next.status ? { ...next, lastTransitionTime: old.lastTransitionTime } : next;
  return old ? conditions.map((condition) => (condition.type === next.type ? kept : condition)) : [...conditions, kept];
}

/** Millicores of a CPU quantity (`250m`, `2`). */
export function cpuMillicores(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

const UNITS: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** Bytes of a memory quantity (`512Mi`). */
export function memoryBytes(quantity: string): number {
  const unit = UNITS[quantity.slice(-2)];
  return unit === undefined ? Number(quantity) : Number(quantity.slice(0, -2)) * unit;
}
