import type { WorkloadFacts } from '../../../../shared/cluster-component.ts';
import { arrayOf, isObject, objectOf, textOf, textsOf } from '../../../kube/json-fields.ts';

/** Reads a Deployment, DaemonSet or StatefulSet as JSON. Odd fields are absent. */
export function workloadFactsOf(kind: WorkloadFacts['kind'], object: unknown): WorkloadFacts {
  const { metadata: metadataField, spec: specField, status } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  const containers = arrayOf(objectOf(objectOf(spec.template).spec).containers).map(objectOf);
  return {
    kind,
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    labels: Object.fromEntries(Object.entries(objectOf(metadata.labels)).map(([key, value]) => [key, textOf(value)])),
    images: containers.map((container) => textOf(container.image)),
    args: containers.flatMap((container) => [...textsOf(container.command), ...textsOf(container.args)]),
    ...countsOf(kind, spec, status),
  };
}

/** An absent count of a status that is there is Go's zero; replicas are 1 when nobody says (apps/v1 defaults). */
function countsOf(
  kind: WorkloadFacts['kind'],
  spec: ReturnType<typeof objectOf>,
  status: unknown,
): Pick<WorkloadFacts, 'ready' | 'desired'> {
  const count = (value: unknown, absent: number) => (typeof value === 'number' && value >= 0 ? value : absent);
  if (kind === 'DaemonSet') {
    if (!isObject(status)) return { ready: null, desired: null };
    return { ready: count(status.numberReady, 0), desired: count(status.desiredNumberScheduled, 0) };
  }
  return { ready: isObject(status) ? count(status.readyReplicas, 0) : null, desired: count(spec.replicas, 1) };
}
