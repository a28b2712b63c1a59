import type { ResourceRef } from '../resource.ts';
import type { Column, ColumnType } from '../row.ts';

/**
 * What is known of a kind before any cluster answered: enough to draw its headers and to name it.
 * Source of every column: the server printers, kubernetes `pkg/printers/internalversion/printers.go` (1.36).
 */
export interface KindDefinition {
  /** The version Timonier asks for by preference. */
  readonly resource: ResourceRef;
  /** Versions whose objects have the same shape for our columns. */
  readonly versions: readonly string[];
  /** `Pod`, as in `kind:` of a manifest. */
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  /**
   * Where kubectl prints NAME. It is never one of `columns`: NAME is `row.name` and NAMESPACE is `row.namespace`.
   * `last-wide`: at the end and only with `-o wide` (events).
   */
  readonly nameColumn: 'first' | 'last-wide';
  /** Every other column in kubectl's order; `row.cells` has exactly one cell for each. */
  readonly columns: readonly Column[];
}

/** One column that `kubectl get` shows without asking. */
export function column(id: string, name: string, type: ColumnType, description: string): Column {
  return { id, name, type, priority: 0, description };
}

/** One column that only `-o wide` shows. */
export function wideColumn(id: string, name: string, type: ColumnType, description: string): Column {
  return { id, name, type, priority: 1, description };
}

/** AGE, the same in every kind: time since metadata.creationTimestamp. */
export const ageColumn: Column = column('age', 'AGE', 'age', 'Time since the object was created.');

/** CONTAINERS, IMAGES: of a pod template. */
export const templateColumns: readonly Column[] = [
  wideColumn('containers', 'CONTAINERS', 'text', 'Names of each container in the template.'),
  wideColumn('images', 'IMAGES', 'text', 'Images referenced by each container in the template.'),
];

/** SELECTOR: the label selector of a workload or service. */
export const selectorColumn: Column = wideColumn('selector', 'SELECTOR', 'text', 'Which pods it counts as its own.');
