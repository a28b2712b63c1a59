import { deployments } from '../../../shared/kinds/deployments.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { conditionMembers, conditionStatus, findCondition } from '../../kube/conditions.ts';
import { type JsonObject, numberOf, objectOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { selectorMembers, selectorText } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames, templateMembers } from './pod-template.ts';

/** Deployments to rows, as printDeployment of the server prints them; cells follow `deployments.columns`. */
export const projectDeployments: Projection = projectionOver(deployments.columns, reads(), projectDeployment);

function reads(): Members {
  return {
    spec: { replicas: true, paused: true, selector: selectorMembers, template: templateMembers },
    status: {
      replicas: true,
      readyReplicas: true,
      updatedReplicas: true,
      availableReplicas: true,
      observedGeneration: true,
      conditions: conditionMembers,
    },
  };
}

function projectDeployment(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const template = objectOf(spec.template);
  const createdAt = createdAtOf(object);
  const selector = selectorText(spec.selector);
  return rowOfObject(object, createdAt, deploymentHealth(object, spec, status), [
    // The API's default for replicas is 1.
    `${numberOf(status.readyReplicas)}/${numberOf(spec.replicas, 1)}`,
    numberOf(status.updatedReplicas),
    numberOf(status.availableReplicas),
    createdAt,
    containerNames(template),
    containerImages(template),
    selector === 'invalid' ? '<invalid>' : selector.text,
  ]);
}

/*
 * Health of a Deployment, first rule that fits:
 *  1. being deleted: progressing.
 *  2. Progressing=False with ProgressDeadlineExceeded, or ReplicaFailure=True (quota, admission): broken.
 *  3. the controller has not seen this generation, or not all pods have the new template, or old ones remain: progressing,
 *     but paused: attention.
 *  4. fewer available than desired: progressing until the first rollout has finished (reason NewReplicaSetAvailable);
 *     after it broken when none is available, else attention.
 *  5. otherwise ok, also with 0 of 0.
 */
function deploymentHealth(object: KubeObject, spec: JsonObject, status: JsonObject): Health {
  if (isTerminating(object)) return 'progressing';
  const progressing = findCondition(status, 'Progressing');
  if (progressing !== null && progressing.status === 'False' && progressing.reason === 'ProgressDeadlineExceeded') return 'broken';
  if (conditionStatus(status, 'ReplicaFailure') === 'True') return 'broken';
  const desired = numberOf(spec.replicas, 1);
  const updated = numberOf(status.updatedReplicas);
  const rolling = numberOf(status.observedGeneration) < numberOf(objectOf(object.metadata).generation) || updated < desired;
  if (rolling || numberOf(status.replicas) > updated) return spec.paused === true ? 'attention' : 'progressing';
  const available = numberOf(status.availableReplicas);
  if (available >= desired) return 'ok';
  if (progressing !== null && progressing.reason !== 'NewReplicaSetAvailable') return 'progressing';
  return available === 0 ? 'broken' : 'attention';
}
