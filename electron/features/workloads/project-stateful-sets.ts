import { statefulSets } from '../../../shared/kinds/stateful-sets.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { type JsonObject, numberOf, objectOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames, templateMembers } from './pod-template.ts';

/** StatefulSets to rows, as printStatefulSet of the server prints them; cells follow `statefulSets.columns`. */
export const projectStatefulSets: Projection = projectionOver(statefulSets.columns, reads(), projectStatefulSet);

function reads(): Members {
  return {
    spec: { replicas: true, updateStrategy: { type: true, rollingUpdate: { partition: true } }, template: templateMembers },
    status: { replicas: true, readyReplicas: true, observedGeneration: true, updateRevision: true, currentRevision: true },
  };
}

function projectStatefulSet(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const template = objectOf(spec.template);
  const createdAt = createdAtOf(object);
  return rowOfObject(object, createdAt, statefulSetHealth(object, spec, status), [
    // The API's default for replicas is 1.
    `${numberOf(status.readyReplicas)}/${numberOf(spec.replicas, 1)}`,
    createdAt,
    containerNames(template),
    containerImages(template),
  ]);
}

/*
 * Health of a StatefulSet, first rule that fits:
 *  1. being deleted, generation not seen yet, or pods still to be created or removed: progressing.
 *  2. pods not ready: attention, also during a rollout, because an unready pod stops it (OrderedReady).
 *  3. a rollout under way (updateRevision differs): progressing, unless it is held by OnDelete or a partition: ok.
 *  4. otherwise ok, also with 0 of 0.
 */
function statefulSetHealth(object: KubeObject, spec: JsonObject, status: JsonObject): Health {
  if (isTerminating(object)) return 'progressing';
  if (numberOf(status.observedGeneration) < numberOf(objectOf(object.metadata).generation)) return 'progressing';
  const desired = numberOf(spec.replicas, 1);
  if (numberOf(status.replicas) !== desired) return 'progressing';
  if (numberOf(status.readyReplicas) < desired) return 'attention';
  const strategy = objectOf(spec.updateStrategy);
  const held = strategy.type === 'OnDelete' || numberOf(objectOf(strategy.rollingUpdate).partition) > 0;
  return status.updateRevision !== status.currentRevision && !held ? 'progressing' : 'ok';
}
