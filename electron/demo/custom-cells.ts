import type { ColumnDefinition } from './api-resources.ts';
import { ageSince } from './human-duration.ts';
import type { KubeObject } from './kube-object.ts';
import { at, isRecord } from './kube-object.ts';
import type { Cell } from './pod-cells.ts';

/** The value of a printer column's JSON path: keys, `[0]` indexes and `[?(@.key=="value")]` filters, which is what CRDs use. */
function valueAtPath(object: unknown, path: string): unknown {
  let current: unknown = object;
  for (const step of path.matchAll(/\.((?:[^.[\]\\]|\\.)+)|\[(\d+)\]|\[\?\(@\.([\w-]+)\s*==\s*["']([^"']*)["']\)\]/g)) {
    const [, key, index, filterKey, filterValue] = step;
    if (key !== undefined) current = at(current, key.replace(/\\(.)/g, '$1'));
    else if (index !== undefined) current = at(current, Number(index));
    else if (filterKey !== undefined)
      current = Array.isArray(current) ? current.find((item) => isRecord(item) && item[filterKey] === filterValue) : undefined;
  }
  return current;
}

/** Cells of a custom resource: apiextensions-apiserver's tableconvertor. */
export function customCells(columns: readonly ColumnDefinition[], object: KubeObject, now: number): readonly Cell[] {
  return columns.map((column) => {
    if (column.jsonPath === undefined) return object.metadata.name;
    const value = valueAtPath(object, column.jsonPath);
    if (value === undefined || value === null) return null;
    if (column.type === 'date') return ageSince(value, now);
    if (column.type === 'integer' || column.type === 'number') return typeof value === 'number' ? value : null;
    if (column.type === 'boolean') return typeof value === 'boolean' ? value : null;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
