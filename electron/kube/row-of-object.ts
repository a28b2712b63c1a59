import { parseTime } from '../../shared/parse-time.ts';
import type { Cell, Column, Health, Row } from '../../shared/row.ts';
import { isObject, objectOf, textOf } from './json-fields.ts';
import type { Members } from './json-members.ts';
import type { KubeObject, Projection } from './projection.ts';

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The row of an object whose cells and health are known; `createdAt` is createdAtOf(object), which the AGE cell needs as well
 * and which is therefore parsed by the caller, once. `labels` is the object's own map, not a copy.
 * An object without uid (only a broken server sends one) is keyed `namespace/name`, so that it still has a place of its own.
 */
export function rowOfObject(object: KubeObject, createdAt: number | null, health: Health, cells: readonly Cell[]): Row {
  const metadata = objectOf(object.metadata);
  const namespace = textOf(metadata.namespace);
  const name = textOf(metadata.name);
  const uid = textOf(metadata.uid);
  const labels = metadata.labels;
  return {
    uid: uid === '' ? `${namespace}/${name}` : uid,
    namespace,
    name,
    createdAt,
    health,
    cells,
    labels: isObject(labels) ? (labels as Readonly<Record<string, string>>) : noLabels,
  };
}

/** True when the object is being deleted: metadata.deletionTimestamp is set. */
export function isTerminating(object: KubeObject): boolean {
  return textOf(objectOf(object.metadata).deletionTimestamp) !== '';
}

/** metadata.creationTimestamp in ms since the epoch: the AGE cell. Null when absent. */
export function createdAtOf(object: KubeObject): number | null {
  return parseTime(objectOf(object.metadata).creationTimestamp);
}

/** A projection that also survives an item which is no object at all: it gets the row of an empty one. `reads` as in Projection. */
export function projectionOver(columns: readonly Column[], reads: Members, project: (object: KubeObject) => Row): Projection {
  return { columns, reads, project: (object) => project(objectOf(object)) };
}
