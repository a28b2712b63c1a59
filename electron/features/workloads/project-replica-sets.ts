import { replicaSets } from '../../../shared/kinds/replica-sets.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { conditionMembers, conditionStatus } from '../../kube/conditions.ts';
import { type JsonObject, numberOf, objectOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { selectorCell, selectorMembers } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames, templateMembers } from './pod-template.ts';

/** ReplicaSets to rows, as printReplicaSet of the server prints them; cells follow `replicaSets.columns`. */
export const projectReplicaSets: Projection = projectionOver(replicaSets.columns, reads(), projectReplicaSet);

function reads(): Members {
  return {
    spec: { replicas: true, selector: selectorMembers, template: templateMembers },
    status: { replicas: true, readyReplicas: true, conditions: conditionMembers },
  };
}

function projectReplicaSet(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const template = objectOf(spec.template);
  const createdAt = createdAtOf(object);
  // The API's default for replicas is 1.
  const desired = numberOf(spec.replicas, 1);
  return rowOfObject(object, createdAt, replicaSetHealth(isTerminating(object), desired, status), [
    desired,
    numberOf(status.replicas),
    numberOf(status.readyReplicas),
    createdAt,
    containerNames(template),
    containerImages(template),
    selectorCell(spec.selector),
  ]);
}

/*
 * Health of a ReplicaSet, first rule that fits:
 *  1. ReplicaFailure=True (quota, admission): broken. Being deleted: progressing.
 *  2. other than the desired number of pods: progressing.
 *  3. 0 of 0, an old revision kept for undo: done.
 *  4. not all ready: attention; otherwise ok.
 */
function replicaSetHealth(terminating: boolean, desired: number, status: JsonObject): Health {
  if (conditionStatus(status, 'ReplicaFailure') === 'True') return 'broken';
  if (terminating || numberOf(status.replicas) !== desired) return 'progressing';
  if (desired === 0) return 'done';
  return numberOf(status.readyReplicas) < desired ? 'attention' : 'ok';
}
