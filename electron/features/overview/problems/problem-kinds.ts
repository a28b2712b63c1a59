import type { Row } from '../../../../shared/row.ts';
import type { NamedProjection } from '../../../kube/projection.ts';
import { everything, type OverviewKind } from '../overview-kind.ts';
import {
  type ApiServiceFacts,
  projectApiServiceFacts,
  projectMutatingFacts,
  projectValidatingFacts,
  type WebhookFacts,
} from './facts/api-facts.ts';
import { type CertificateFacts, projectCertificateFacts } from './facts/certificate-facts.ts';
import { type EventFacts, projectEventFacts } from './facts/event-facts.ts';
import { type CronJobFacts, type JobFacts, projectCronJobFacts, projectJobFacts } from './facts/job-facts.ts';
import {
  type AutoscalerFacts,
  type BudgetFacts,
  type LimitFacts,
  projectAutoscalerFacts,
  projectBudgetFacts,
  projectLimitFacts,
  projectQuotaFacts,
  type QuotaFacts,
} from './facts/policy-facts.ts';
import { projectControllerRevisionFacts, projectReplicaSetFacts, type RevisionFacts } from './facts/revision-facts.ts';
import { type ClaimFacts, projectClaimFacts, projectStorageClassFacts, type StorageClassFacts } from './facts/volume-facts.ts';
import { projectDaemonSetFacts, projectDeploymentFacts, projectStatefulSetFacts, type WorkloadRowFacts } from './facts/workload-facts.ts';

/** What the rows of each list carry as `facts`, by the key of the list. Events are four lists, because most of them explain nothing. */
export interface FactsByKey {
  readonly 'deployments.apps': WorkloadRowFacts;
  readonly 'statefulsets.apps': WorkloadRowFacts;
  readonly 'daemonsets.apps': WorkloadRowFacts;
  readonly 'replicasets.apps': RevisionFacts;
  readonly 'controllerrevisions.apps': RevisionFacts;
  readonly 'jobs.batch': JobFacts;
  readonly 'cronjobs.batch': CronJobFacts;
  readonly persistentvolumeclaims: ClaimFacts;
  readonly 'storageclasses.storage.k8s.io': StorageClassFacts;
  readonly 'poddisruptionbudgets.policy': BudgetFacts;
  readonly 'horizontalpodautoscalers.autoscaling': AutoscalerFacts;
  readonly resourcequotas: QuotaFacts;
  readonly limitranges: LimitFacts;
  readonly 'apiservices.apiregistration.k8s.io': ApiServiceFacts;
  readonly 'validatingwebhookconfigurations.admissionregistration.k8s.io': WebhookFacts;
  readonly 'mutatingwebhookconfigurations.admissionregistration.k8s.io': WebhookFacts;
  readonly 'certificates.cert-manager.io': CertificateFacts;
  /** Type Warning. */
  readonly 'events:warning': EventFacts;
  /** About nodes. */
  readonly 'events:node': EventFacts;
  /** ScalingReplicaSet of the Deployment controller. */
  readonly 'events:scaling': EventFacts;
  /** SuccessfulRescale of the HorizontalPodAutoscaler controller. */
  readonly 'events:rescale': EventFacts;
}
export type FactsKey = keyof FactsByKey;

function kind(key: FactsKey, group: string, version: string, projection: NamedProjection, fieldSelector = ''): OverviewKind {
  const resource = key.split(/[.:]/, 1)[0] ?? key;
  return { key, query: everything({ group, version, resource }, projection, fieldSelector) };
}

const admission = 'admissionregistration.k8s.io';

/** The lists that problems, changes, capacity and components are made from, beside pods and nodes. */
export const problemKinds: readonly OverviewKind[] = [
  kind('deployments.apps', 'apps', 'v1', projectDeploymentFacts),
  kind('statefulsets.apps', 'apps', 'v1', projectStatefulSetFacts),
  kind('daemonsets.apps', 'apps', 'v1', projectDaemonSetFacts),
  kind('replicasets.apps', 'apps', 'v1', projectReplicaSetFacts),
  kind('controllerrevisions.apps', 'apps', 'v1', projectControllerRevisionFacts),
  kind('jobs.batch', 'batch', 'v1', projectJobFacts),
  kind('cronjobs.batch', 'batch', 'v1', projectCronJobFacts),
  kind('persistentvolumeclaims', '', 'v1', projectClaimFacts),
  kind('storageclasses.storage.k8s.io', 'storage.k8s.io', 'v1', projectStorageClassFacts),
  kind('poddisruptionbudgets.policy', 'policy', 'v1', projectBudgetFacts),
  kind('horizontalpodautoscalers.autoscaling', 'autoscaling', 'v2', projectAutoscalerFacts),
  kind('resourcequotas', '', 'v1', projectQuotaFacts),
  kind('limitranges', '', 'v1', projectLimitFacts),
  kind('apiservices.apiregistration.k8s.io', 'apiregistration.k8s.io', 'v1', projectApiServiceFacts),
  kind(`validatingwebhookconfigurations.${admission}`, admission, 'v1', projectValidatingFacts),
  kind(`mutatingwebhookconfigurations.${admission}`, admission, 'v1', projectMutatingFacts),
  { ...kind('certificates.cert-manager.io', 'cert-manager.io', 'v1', projectCertificateFacts), optional: true },
  kind('events:warning', '', 'v1', projectEventFacts, 'type=Warning'),
  kind('events:node', '', 'v1', projectEventFacts, 'involvedObject.kind=Node'),
  kind('events:scaling', '', 'v1', projectEventFacts, 'reason=ScalingReplicaSet'),
  kind('events:rescale', '', 'v1', projectEventFacts, 'reason=SuccessfulRescale'),
];

/** Reads the rows of a list; null while nobody knows them. */
export type RowsByKey = (key: FactsKey) => Iterable<Row> | null;

/** The rows of one list with their facts; none while nobody knows them. Rows without facts, which no projection of ours makes, are left out. */
export function* factsOf<Key extends FactsKey>(rows: RowsByKey, key: Key): Generator<readonly [row: Row, facts: FactsByKey[Key]]> {
  for (const row of rows(key) ?? []) if (row.facts !== undefined) yield [row, row.facts as FactsByKey[Key]];
}
