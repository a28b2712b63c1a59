import type { Column, Row } from '../../shared/row.ts';
import type { Members } from './json-members.ts';

/** Metadata that every object carries, as the JSON of the API has it. Go zero values are absent. */
export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string | null;
  readonly deletionTimestamp?: string | null;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly uid: string;
    readonly controller?: boolean;
  }[];
  readonly finalizers?: readonly string[];
}

/** An object of the API as parsed JSON. Kinds with a projection narrow it to the fields they read. */
export interface KubeObject {
  readonly metadata?: ObjectMeta;
  readonly [field: string]: unknown;
}

/**
 * Turns objects of one kind into rows: pure, total (odd input gives an odd row, never a throw) and independent of the
 * clock, because rows are kept for hours; ages are computed by whoever shows them.
 */
export interface Projection {
  readonly columns: readonly Column[];
  /**
   * The members that `project` reads, besides those of metadata that every row has: lists are then parsed several times
   * faster, because the rest of each object is passed over. Whatever is not named is absent in what `project` gets from
   * a list. Absent = everything is parsed. test/electron/kube/projection-reads.test.ts checks that nothing is missing.
   */
  readonly reads?: Members;
  project(object: KubeObject): Row;
}

/** A projection for a reader of its own: sources of one query are shared by those who ask for the same one, by name. */
export interface NamedProjection extends Projection {
  readonly name: string;
}
