import { objectOf, textOf } from '../../kube/json-fields.ts';
import { poolMarkOf } from '../../kube/provider/pool-mark.ts';

/** Where a node stands: what drains are ordered by. */
export interface NodePlace {
  /** Zone of its provider; empty when no label says it. */
  readonly zone: string;
  /** Node pool of its provider; empty when no label says it. */
  readonly pool: string;
}

/** v1.LabelTopologyZone, and what it was before Kubernetes 1.17. */
const zoneLabels = ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'];

/** Reads zone and pool from the labels of a v1.Node as JSON. */
export function nodePlaceOf(node: unknown): NodePlace {
  const { labels: labelsField } = objectOf(objectOf(node).metadata);
  const labels = Object.fromEntries(Object.entries(objectOf(labelsField)).map(([key, value]) => [key, textOf(value)]));
  return { zone: zoneLabels.map((key) => labels[key] ?? '').find((value) => value !== '') ?? '', pool: poolMarkOf(labels)?.name ?? '' };
}
