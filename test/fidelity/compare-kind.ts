import { formatCell, kubectlLine } from '../../shared/format-cell.ts';
import type { Cell, Column, Row } from '../../shared/row.ts';
import type { KubectlTable } from './parse-kubectl-table.ts';

/** One kind as we show it, read right before and right after kubectl printed it. */
export interface OurTable {
  readonly namespaced: boolean;
  readonly nameColumn: 'first' | 'last-wide';
  readonly columns: readonly Column[];
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  /** ms since the epoch around kubectl's run. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What a comparison found: cells compared, and one line for each difference. */
export interface Comparison {
  readonly cells: number;
  readonly differences: readonly string[];
}

/** Server and this process may see the clock this much apart, in ms, plus whole seconds that Go cuts off. */
const clockMargin = 1500;

/** Compares headers, the set of rows, and every cell. Ages may be those of any moment while kubectl ran. */
export function compareKind(ours: OurTable, theirs: KubectlTable): Comparison {
  const headers = headersOf(ours);
  if (headers.join('|') !== theirs.columns.join('|')) {
    return { cells: headers.length, differences: [`headers: ours ${headers.join('|')} kubectl ${theirs.columns.join('|')}`] };
  }
  const differences: string[] = [];
  let cells = headers.length;
  const rowsAfter = new Map(ours.after.map((row) => [keyOf(row), row]));
  const rows = new Map(ours.before.map((row) => [keyOf(row), row]));
  const nameAt = headers.indexOf('NAME');
  for (const texts of theirs.rows) {
    const key = `${ours.namespaced ? texts[0] : ''}/${texts[nameAt]}`;
    const before = rows.get(key);
    const after = rowsAfter.get(key);
    rows.delete(key);
    if (before === undefined || after === undefined) {
      differences.push(`${key}: only kubectl has it`);
      continue;
    }
    cells += texts.length - ours.columns.length;
    const offset = (ours.namespaced ? 1 : 0) + (ours.nameColumn === 'first' ? 1 : 0);
    for (const [index, column] of ours.columns.entries()) {
      cells++;
      const theirText = texts[index + offset] ?? '';
      const cell = before.cells[index] ?? null;
      if (!sameText(ours, column, cell, after.cells[index] ?? null, theirText)) {
        differences.push(
          `${key} ${column.name}: ours ${JSON.stringify(textAt(column, cell, ours.startedAt))} kubectl ${JSON.stringify(theirText)}`,
        );
      }
    }
  }
  for (const key of rows.keys()) differences.push(`${key}: only we have it`);
  return { cells, differences };
}

/** kubectl's header line with `-o wide`. */
export function headersOf(ours: Pick<OurTable, 'namespaced' | 'nameColumn' | 'columns'>): readonly string[] {
  const names = ours.columns.map((column) => column.name);
  return [...(ours.namespaced ? ['NAMESPACE'] : []), ...(ours.nameColumn === 'first' ? ['NAME', ...names] : [...names, 'NAME'])];
}

function keyOf(row: Row): string {
  return `${row.namespace}/${row.shownName ?? row.name}`;
}

function textAt(column: Column, cell: Cell, now: number): string {
  // The tabwriter pads the last column of a row too, so blanks at the end cannot be told from padding.
  return kubectlLine(formatCell(column, cell, now)).trimEnd();
}

function sameText(ours: OurTable, column: Column, before: Cell, after: Cell, theirText: string): boolean {
  for (let now = ours.startedAt - clockMargin; now <= ours.endedAt + clockMargin; now += 250) {
    if (textAt(column, before, now) === theirText || textAt(column, after, now) === theirText) return true;
  }
  // Ages that the server already wrote as text grow between the two readings around kubectl's.
  const [first, theirs, last] = [before, theirText, after].map((text) => (typeof text === 'string' ? secondsOf(text) : null));
  return first != null && theirs != null && last != null && first <= theirs && theirs <= last;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 365 * 86_400 };

/** Seconds of an age such as `3m10s`; null for any other text. */
function secondsOf(text: string): number | null {
  if (!/^(\d+[smhdy]){1,2}$/.test(text)) return null;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdy])/g)) seconds += Number(count) * (units[unit ?? ''] ?? 0);
  return seconds;
}
