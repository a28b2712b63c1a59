import { type AccessRow, usualVerbs } from '../../../shared/access.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { KnownCell, MatrixView } from './access-matrix.ts';

/** A row of the grid: a resource or subresource of at least one of the clusters. */
export interface GridRow {
  readonly key: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespaced: boolean;
}

/** Where one cluster stands in a cell: matrices of its chosen namespaces, each with the number that the row has in it (-1 = it is not served). */
export interface GridContext {
  readonly contextId: ContextId;
  readonly matrices: readonly MatrixView[];
}

/** One cluster's part of a cell. `some`: yes in some of the chosen namespaces. `na`: this cluster serves no such verb or resource. `asking`: not known yet. */
export interface GridCell {
  readonly state: 'yes' | 'no' | 'some' | 'unknown' | 'na' | 'asking';
  /** Not confirmed yet: a wider answer implies it, or RBAC objects say it. */
  readonly implied: boolean;
  /** RBAC objects say something else than the server. */
  readonly disagrees: boolean;
  /** What is known in each of the chosen namespaces, in their order. */
  readonly known: readonly (KnownCell | null)[];
}

/** The resources of all clusters in one list: core first, then by group, resource, subresource. */
export function gridRows(contexts: readonly GridContext[]): readonly GridRow[] {
  const rows = new Map<string, GridRow>();
  for (const { matrices } of contexts)
    for (const { rows: served } of matrices.slice(0, 1))
      for (const row of served) {
        const { group, resource, subresource, namespaced } = row;
        const key = keyOf(row);
        if (!rows.has(key)) rows.set(key, { key, group, resource, subresource, namespaced });
      }
  return [...rows.values()].sort(
    (a, b) => compare(a.group, b.group) || compare(a.resource, b.resource) || compare(a.subresource, b.subresource),
  );
}

/** Verbs that have a column: the usual ones, then any other that a row of a cluster knows. */
export function gridVerbs(contexts: readonly GridContext[]): readonly string[] {
  const found = new Set<string>(usualVerbs);
  for (const { matrices } of contexts)
    for (const { rows } of matrices.slice(0, 1)) for (const { verbs } of rows) for (const verb of verbs) found.add(verb);
  const further = [...found].filter((verb) => !(usualVerbs as readonly string[]).includes(verb));
  return [...usualVerbs, ...further.sort(compare)];
}

/** Finds rows by name in a matrix; made once for each answer of discovery. */
export class RowNumbers {
  readonly #numbers = new WeakMap<readonly AccessRow[], Map<string, number>>();

  /** The number of a row in a matrix; -1 when its cluster does not serve it. */
  of(matrix: MatrixView, row: GridRow): number {
    let numbers = this.#numbers.get(matrix.rows);
    if (numbers === undefined) {
      numbers = new Map(matrix.rows.map((each, number) => [keyOf(each), number]));
      this.#numbers.set(matrix.rows, numbers);
    }
    return numbers.get(row.key) ?? -1;
  }
}

const notApplicable: GridCell = { state: 'na', implied: false, disagrees: false, known: [] };

/** One cluster's part of a cell, over its chosen namespaces: yes means in all of them. */
export function gridCell({ matrices }: GridContext, row: GridRow, verb: string, numbers: RowNumbers): GridCell {
  const [first] = matrices;
  if (first === undefined || first.rows.length === 0) return { state: 'asking', implied: false, disagrees: false, known: [] };
  const number = numbers.of(first, row);
  if (number < 0 || first.rows[number]?.verbs.includes(verb) !== true) return notApplicable;
  // A cluster-scoped resource is in no namespace: the first matrix says all there is to say.
  const asked = row.namespaced ? matrices : [first];
  const known = asked.map((matrix) => matrix.cell(numbers.of(matrix, row), verb));
  const answers = known.map((cell) => cell?.answer ?? 'asking');
  const all = (answer: string) => answers.every((each) => each === answer);
  const state = all('yes')
    ? 'yes'
    : all('no')
      ? 'no'
      : answers.includes('asking')
        ? 'asking'
        : answers.includes('unknown')
          ? 'unknown'
          : 'some';
  return {
    state,
    implied: known.some((cell) => cell !== null && cell.how !== 'asked'),
    disagrees: known.some((cell) => cell?.disagrees != null),
    known,
  };
}

/** Whether clusters answer differently: yes here, no there. What does not apply or is not known is no difference. */
export function cellDiffers(cells: readonly GridCell[]): boolean {
  const states = new Set(cells.map(({ state }) => state));
  return [states.has('yes'), states.has('no'), states.has('some')].filter(Boolean).length > 1;
}

/** Whether a row is meant by a filter: each word must be in its group, resource or subresource. */
export function matchesFilter({ group, resource, subresource }: GridRow, filter: string): boolean {
  const text = `${resource}${subresource === '' ? '' : `/${subresource}`} ${group === '' ? 'core' : group}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function keyOf({ group, resource, subresource }: Pick<AccessRow, 'group' | 'resource' | 'subresource'>): string {
  return `${group}/${resource}/${subresource}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
