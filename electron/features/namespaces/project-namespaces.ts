import { namespaces } from '../../../shared/kinds/namespaces.ts';
import type { Health, Row } from '../../../shared/row.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { KubeObject, Projection } from '../../kube/projection.ts';
import { createdAtOf, projectionOver, rowOfObject } from '../../kube/row-of-object.ts';

/** Namespaces to rows, as printNamespace of the server prints them; cells follow `namespaces.columns`. */
export const projectNamespaces: Projection = projectionOver(
  namespaces.columns,
  { status: { phase: true, conditions: { status: true } } },
  projectNamespace,
);

function projectNamespace(object: KubeObject): Row {
  const status = objectOf(object.status);
  const phase = textOf(status.phase);
  const createdAt = createdAtOf(object);
  return rowOfObject(object, createdAt, namespaceHealth(phase, status), [phase, createdAt]);
}

/*
 * Health of a Namespace: Active: ok; Terminating: progressing, or attention when a condition says what holds it up
 * (an API that is down, content or finalizers that remain); no phase: unknown.
 */
function namespaceHealth(phase: string, status: JsonObject): Health {
  if (phase === 'Active') return 'ok';
  if (phase !== 'Terminating') return 'unknown';
  for (const condition of arrayOf(status.conditions)) if (objectOf(condition).status === 'True') return 'attention';
  return 'progressing';
}
