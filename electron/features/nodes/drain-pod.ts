import { parseTime } from '../../../shared/parse-time.ts';
import { conditionStatus } from '../../kube/conditions.ts';
import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf } from '../../kube/json-fields.ts';

/** An ownerReference with `controller: true`: who makes the pod again when it is gone. */
export interface ControllerRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** An emptyDir volume; `inMemory` when its medium is Memory. */
export interface EmptyDirVolume {
  readonly name: string;
  readonly inMemory: boolean;
}

/** What a drain looks at of a pod. */
export interface DrainPod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly controller: ControllerRef | null;
  readonly phase: string;
  /** Condition Ready is True (podutil.IsPodReady). */
  readonly ready: boolean;
  /** It stands for a static pod, which the kubelet runs from a file. */
  readonly mirror: boolean;
  readonly emptyDirs: readonly EmptyDirVolume[];
  readonly finalizers: readonly string[];
  /** When its deletion should be over, ms since the epoch; null while nobody deletes it. */
  readonly deletionTime: number | null;
  /** spec.terminationGracePeriodSeconds, which the server always sets. */
  readonly graceSeconds: number;
}

/** Annotation of the API object that stands for a static pod (v1.MirrorPodAnnotationKey). */
const mirrorAnnotation = 'kubernetes.io/config.mirror';
/** v1.DefaultTerminationGracePeriodSeconds. */
const defaultGraceSeconds = 30;

/** Reads a v1.Pod as JSON. Odd input gives Go's zero values, never a throw. */
export function drainPodOf(object: unknown): DrainPod {
  const { metadata: metadataField, spec: specField, status: statusField } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  const status = objectOf(statusField);
  const annotations = objectOf(metadata.annotations);
  return {
    uid: textOf(metadata.uid),
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    labels: objectOf(metadata.labels),
    annotations,
    controller: controllerOf(metadata),
    phase: textOf(status.phase),
    ready: conditionStatus(status, 'Ready') === 'True',
    mirror: Object.hasOwn(annotations, mirrorAnnotation),
    emptyDirs: emptyDirsOf(spec),
    finalizers: arrayOf(metadata.finalizers).map(textOf),
    deletionTime: parseTime(metadata.deletionTimestamp),
    graceSeconds: numberOf(spec.terminationGracePeriodSeconds, defaultGraceSeconds),
  };
}

/** Any finished pod can be removed: kubectl and the eviction API agree on it. */
export function isFinished({ phase }: DrainPod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** metav1.GetControllerOf: the first ownerReference that says it is the controller. */
export function controllerOf(metadata: JsonObject): ControllerRef | null {
  for (const reference of arrayOf(metadata.ownerReferences)) {
    const { controller, apiVersion, kind, name, uid } = objectOf(reference);
    if (controller === true) return { apiVersion: textOf(apiVersion), kind: textOf(kind), name: textOf(name), uid: textOf(uid) };
  }
  return null;
}

function emptyDirsOf(spec: JsonObject): readonly EmptyDirVolume[] {
  const found: EmptyDirVolume[] = [];
  for (const volume of arrayOf(spec.volumes)) {
    const { name, emptyDir } = objectOf(volume);
    if (isObject(emptyDir)) found.push({ name: textOf(name), inMemory: emptyDir.medium === 'Memory' });
  }
  return found;
}
