import type { Row } from '../../../../shared/row.ts';
import { conditionStatus, findCondition } from '../../../kube/conditions.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../../kube/json-fields.ts';
import type { KubeObject, NamedProjection } from '../../../kube/projection.ts';
import { createdAtOf, rowOfObject } from '../../../kube/row-of-object.ts';
import { drainPodOf } from '../drain-pod.ts';
import type { NodeFacts, PodFacts } from './facts-feed.ts';

/*
 * Objects to the facts that a drain run goes by: one cell, the facts as JSON text, so that a change which they do not hold is not told.
 * Lists of them are read whole, as JSON: they are of a few namespaces, and name finalizers and volumes that tables do not show.
 */

/** Pods to PodFacts. */
export const projectPodFacts: NamedProjection = named('drain-pods', podFactsOf);

/** Nodes to NodeFacts. */
export const projectNodeFacts: NamedProjection = named('drain-nodes', nodeFactsOf);

/** PodDisruptionBudgets to what `disruptionBudgetOf` reads of them. */
export const projectBudgetFacts: NamedProjection = named('drain-budgets', budgetFactsOf);

/** A pod as `get`, a list or a watch tells it. Total: odd input gives an odd pod. */
export function podFactsOf(object: unknown): PodFacts {
  const { spec, status } = objectOf(object);
  const pod = drainPodOf(object);
  return {
    ...pod,
    // Nothing of a run depends on annotations, and some hold whole objects.
    annotations: {},
    node: textOf(objectOf(spec).nodeName),
    createdAt: createdAtOf(objectOf(object)),
    waits: pod.ready ? '' : whyItWaits(objectOf(status)),
  };
}

function nodeFactsOf(object: KubeObject): NodeFacts {
  return {
    name: textOf(objectOf(object.metadata).name),
    unschedulable: objectOf(object.spec).unschedulable === true,
    ready: conditionStatus(objectOf(object.status), 'Ready') === 'True',
  };
}

function budgetFactsOf(object: KubeObject): object {
  const { namespace, name, generation } = objectOf(object.metadata);
  const { selector, unhealthyPodEvictionPolicy } = objectOf(object.spec);
  return { metadata: { namespace, name, generation }, spec: { selector, unhealthyPodEvictionPolicy }, status: object.status };
}

/** The scheduler's message, or the reason of the first container that waits. */
function whyItWaits(status: JsonObject): string {
  const scheduled = findCondition(status, 'PodScheduled');
  if (scheduled?.status === 'False') return textOf(scheduled.message) || textOf(scheduled.reason);
  for (const container of [...arrayOf(status.initContainerStatuses), ...arrayOf(status.containerStatuses)]) {
    const reason = textOf(objectOf(objectOf(objectOf(container).state).waiting).reason);
    if (reason !== '') return reason;
  }
  return '';
}

function named(name: string, factsOf: (object: KubeObject) => object): NamedProjection {
  return {
    name,
    columns: [{ id: 'facts', name: 'FACTS', type: 'text', priority: 0, description: '' }],
    project: (item): Row => {
      const object: KubeObject = objectOf(item);
      return rowOfObject(object, createdAtOf(object), 'unknown', [JSON.stringify(factsOf(object))]);
    },
  };
}
