import { objectOf, textOf } from '../../../kube/json-fields.ts';
import { factsProjection } from '../facts-projection.ts';
import { everything, type OverviewKind } from '../overview-kind.ts';
import { karpenterPoolOf, ovhPoolOf } from './pool-objects.ts';

/** Key of OVHcloud's NodePools among the kinds. */
export const ovhPoolsKey = 'nodepools.kube.cloud.ovh.com';
/** Key of Karpenter's NodePools. */
export const karpenterPoolsKey = 'nodepools.karpenter.sh';
/** Key of the one ConfigMap in which the cluster autoscaler reports. */
export const autoscalerKey = 'configmaps:autoscaler';

/** What the row of that ConfigMap carries. */
export interface AutoscalerReport {
  /** As it stands there: read-autoscaler-status.ts reads it. */
  readonly status: string;
}

const spec = { spec: true } as const;
const statusName = 'cluster-autoscaler-status';

/** The lists that bounds of pools are read from. Few clusters have any of them. */
export const poolKinds: readonly OverviewKind[] = [
  {
    key: ovhPoolsKey,
    query: everything(
      { group: 'kube.cloud.ovh.com', version: 'v1alpha1', resource: 'nodepools' },
      factsProjection('ovh-pools', spec, ovhPoolOf),
    ),
    optional: true,
  },
  {
    key: karpenterPoolsKey,
    query: everything(
      { group: 'karpenter.sh', version: 'v1', resource: 'nodepools' },
      factsProjection('karpenter-pools', spec, karpenterPoolOf),
    ),
    optional: true,
  },
  {
    key: autoscalerKey,
    query: {
      ref: { group: '', version: 'v1', resource: 'configmaps' },
      namespaces: ['kube-system'],
      fieldSelector: `metadata.name=${statusName}`,
      labelSelector: '',
      projection: factsProjection('autoscaler', { data: { status: true } }, (object) => ({ status: textOf(objectOf(object.data).status) })),
    },
    optional: true,
  },
];
