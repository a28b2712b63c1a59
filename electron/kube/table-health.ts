import type { Cell, Health } from '../../shared/row.ts';

/*
 * Health of kinds that only a Table is known of. A controller that prints its own verdict has checked something, so its word is
 * taken, when it is one that means the same everywhere; any other word stays unknown. Columns are asked from the most telling
 * to the least: Argo's HEALTH, the Ready condition that most operators print, AVAILABLE of an APIService, then STATUS and PHASE
 * (PersistentVolumes, claims, custom kinds).
 */

/** Ids of columns that hold a verdict, most telling first. */
const verdictColumns: readonly string[] = ['health-status', 'health', 'ready', 'available', 'status', 'phase', 'state'];

/** Truth of a condition, as `Ready` or `Available` columns print it. */
const truths: Readonly<Record<string, Health>> = { true: 'ok', false: 'attention', unknown: 'unknown' };

const words: Readonly<Record<string, Health>> = {
  ...truths,
  healthy: 'ok',
  ready: 'ok',
  active: 'ok',
  bound: 'ok',
  available: 'ok',
  running: 'ok',
  established: 'ok',
  completed: 'done',
  complete: 'done',
  succeeded: 'done',
  suspended: 'done',
  pending: 'progressing',
  progressing: 'progressing',
  creating: 'progressing',
  provisioning: 'progressing',
  updating: 'progressing',
  deleting: 'progressing',
  terminating: 'progressing',
  // A volume whose claim is gone: nobody may use it until a person decides.
  released: 'attention',
  missing: 'attention',
  notready: 'attention',
  degraded: 'broken',
  failed: 'broken',
  error: 'broken',
  // A claim whose volume is gone, with the data.
  lost: 'broken',
};

/** Positions of the verdict columns of one Table, most telling first; to be found once per Table, not per row. */
export function verdictIndexesOf(ids: readonly string[]): readonly number[] {
  return verdictColumns.map((id) => ids.indexOf(id)).filter((index) => index >= 0);
}

/** What the first cell with a known word says; null when none does. `False (MissingEndpoints)` counts as its first word. */
export function verdictOf(indexes: readonly number[], cells: readonly Cell[]): Health | null {
  for (const index of indexes) {
    const cell = cells[index];
    if (typeof cell !== 'string') continue;
    const end = cell.search(/[ ,:]/);
    const word = (end < 0 ? cell : cell.slice(0, end)).toLowerCase();
    if (Object.hasOwn(words, word)) return words[word] ?? null;
  }
  return null;
}
