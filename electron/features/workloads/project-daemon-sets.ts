import { daemonSets } from '../../../shared/kinds/daemon-sets.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { type JsonObject, numberOf, objectOf } from '../../kube/json-fields.ts';
import type { Members } from '../../kube/json-members.ts';
import { labelsText, selectorCell, selectorMembers } from '../../kube/label-text.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, isTerminating, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';
import { containerImages, containerNames } from './pod-template.ts';

/** DaemonSets to rows, as printDaemonSet of the server prints them; cells follow `daemonSets.columns`. */
export const projectDaemonSets: Projection = projectionOver(daemonSets.columns, reads(), projectDaemonSet);

function reads(): Members {
  return {
    spec: {
      selector: selectorMembers,
      updateStrategy: { type: true },
      template: { spec: { nodeSelector: true, containers: { name: true, image: true } } },
    },
    status: {
      desiredNumberScheduled: true,
      currentNumberScheduled: true,
      numberReady: true,
      updatedNumberScheduled: true,
      numberAvailable: true,
      observedGeneration: true,
    },
  };
}

function projectDaemonSet(object: KubeObject): Row {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const template = objectOf(spec.template);
  const createdAt = createdAtOf(object);
  return rowOfObject(object, createdAt, daemonSetHealth(object, spec, status), [
    numberOf(status.desiredNumberScheduled),
    numberOf(status.currentNumberScheduled),
    numberOf(status.numberReady),
    numberOf(status.updatedNumberScheduled),
    numberOf(status.numberAvailable),
    labelsText(objectOf(template.spec).nodeSelector),
    createdAt,
    containerNames(template),
    containerImages(template),
    selectorCell(spec.selector),
  ]);
}

/*
 * Health of a DaemonSet, first rule that fits:
 *  1. being deleted, generation not seen yet, or pods still to be scheduled: progressing.
 *  2. pods with the old template: progressing, unless updateStrategy is OnDelete, which waits for a person.
 *  3. fewer available than desired: broken when none is, else attention.
 *  4. otherwise ok, also with 0 of 0.
 */
function daemonSetHealth(object: KubeObject, spec: JsonObject, status: JsonObject): Health {
  if (isTerminating(object)) return 'progressing';
  if (numberOf(status.observedGeneration) < numberOf(objectOf(object.metadata).generation)) return 'progressing';
  const desired = numberOf(status.desiredNumberScheduled);
  if (numberOf(status.currentNumberScheduled) < desired) return 'progressing';
  if (numberOf(status.updatedNumberScheduled) < desired && objectOf(spec.updateStrategy).type !== 'OnDelete') return 'progressing';
  const available = numberOf(status.numberAvailable);
  if (available >= desired) return 'ok';
  return available === 0 ? 'broken' : 'attention';
}
