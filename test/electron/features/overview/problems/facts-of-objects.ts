import { projectNodes } from '../../../../../electron/features/nodes/project-nodes.ts';
import { PodBook } from '../../../../../electron/features/overview/pod-book.ts';
import { podDetails } from '../../../../../electron/features/overview/problems/pod-details.ts';
import type { ProblemFacts } from '../../../../../electron/features/overview/problems/problem-facts.ts';
import { type FactsKey, problemKinds } from '../../../../../electron/features/overview/problems/problem-kinds.ts';
import { worthKeeping } from '../../../../../electron/features/overview/problems/rules/classify-pod.ts';
import { projectPods } from '../../../../../electron/features/workloads/project-pods.ts';
import type { KubeObject } from '../../../../../electron/kube/projection.ts';
import type { Row } from '../../../../../shared/row.ts';

/** Midnight and some: when all vectors happen, in ms since the epoch. */
export const now = Date.parse('2026-11-26T03:00:00Z');

/** A time some minutes before `now`, as the API writes it. */
export function minutesAgo(minutes: number): string {
  return new Date(now - minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

const keys: Readonly<Record<string, FactsKey>> = {
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  DaemonSet: 'daemonsets.apps',
  ReplicaSet: 'replicasets.apps',
  ControllerRevision: 'controllerrevisions.apps',
  Job: 'jobs.batch',
  CronJob: 'cronjobs.batch',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  StorageClass: 'storageclasses.storage.k8s.io',
  PodDisruptionBudget: 'poddisruptionbudgets.policy',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers.autoscaling',
  ResourceQuota: 'resourcequotas',
  LimitRange: 'limitranges',
  APIService: 'apiservices.apiregistration.k8s.io',
  ValidatingWebhookConfiguration: 'validatingwebhookconfigurations.admissionregistration.k8s.io',
  MutatingWebhookConfiguration: 'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  Certificate: 'certificates.cert-manager.io',
};

/** Rows of every list, made of objects by the projections that the board uses. Lists without objects are empty, unless `unknown` names them. */
export function rowsOfObjects(objects: readonly object[], unknown: readonly string[] = []) {
  const byKey = new Map<string, Row[]>(problemKinds.filter(({ key }) => !unknown.includes(key)).map(({ key }) => [key, []]));
  const project = (key: string, object: object) => {
    const projection = problemKinds.find((kind) => kind.key === key)?.query.projection;
    if (projection !== undefined) byKey.get(key)?.push(projection.project(object as KubeObject));
  };
  for (const object of objects as readonly KubeObject[]) {
    const kind = String(object.kind);
    if (kind !== 'Event') project(keys[kind] ?? kind, object);
    else for (const key of listsOfEvent(object)) project(key, object);
  }
  return (key: FactsKey): Iterable<Row> | null => byKey.get(key) ?? null;
}

function listsOfEvent(event: KubeObject): readonly FactsKey[] {
  const { kind } = event.involvedObject as { kind?: string };
  return [
    ...(event.type === 'Warning' ? (['events:warning'] as const) : []),
    ...(kind === 'Node' ? (['events:node'] as const) : []),
    ...(event.reason === 'ScalingReplicaSet' ? (['events:scaling'] as const) : []),
    ...(event.reason === 'SuccessfulRescale' ? (['events:rescale'] as const) : []),
  ];
}

/** What the rules would know of a cluster that has these objects, with the details of all pods read. */
export function factsOfObjects(objects: readonly object[], more: Partial<ProblemFacts> = {}): ProblemFacts {
  const ofKind = (kind: string) => (objects as readonly KubeObject[]).filter((object) => object.kind === kind);
  const book = new PodBook();
  const pods = ofKind('Pod').map((pod) => ({ pod, row: projectPods.project(pod) }));
  for (const { row } of pods) book.set(row);
  return {
    now,
    pods: pods.map(({ row }) => row).filter(worthKeeping),
    sizeOfWorkload: (key) => book.sizeOfWorkload(key),
    podsOnNode: (node) => book.requestedOn(node).pods,
    nodes: ofKind('Node').map((node) => projectNodes.project(node)),
    rows: rowsOfObjects(objects),
    sources: {},
    expiries: [],
    largestFit: null,
    endpoints: new Map(),
    details: new Map(pods.map(({ pod, row }) => [row.uid, podDetails(pod)])),
    crashing: new Set(),
    found: new Map(),
    ...more,
  };
}
