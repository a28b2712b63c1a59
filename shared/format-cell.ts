import { formatDuration } from './format-duration.ts';
import { formatCpu, formatMemory } from './format-usage.ts';
import type { Cell, Column } from './row.ts';

/**
 * A cell as kubectl prints it at `nowMs` (ms since the epoch). What nobody said is printed per type: text `<none>`, age
 * `<unknown>`, number and duration nothing. Text stays whole here; `kubectlLine` cuts it as a terminal line needs.
 */
export function formatCell(column: Column, cell: Cell, nowMs: number): string {
  if (cell === null) return absentText(column);
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return formatNumber(column, cell, nowMs);
  if ('count' in cell) {
    const { count, lastAt } = cell;
    return count === 0 || lastAt === null ? String(count) : `${count} (${formatDuration(nowMs - lastAt)} ago)`;
  }
  return formatDuration((cell.until ?? nowMs) - cell.since);
}

function formatNumber({ type }: Column, value: number, nowMs: number): string {
  switch (type) {
    case 'age':
      return formatDuration(nowMs - value);
    case 'cpu':
      return formatCpu(value);
    case 'memory':
      return formatMemory(value);
    case 'percent':
      return `${value}%`;
    default:
      return numberText(value);
  }
}

/** Go's `%v`: fractions from a million on, and below a ten-thousandth, have an exponent of at least two digits. Whole numbers never have one. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || (size >= 1e-4 && size < 1e6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function absentText(column: Column): string {
  if (column.type === 'text') return '<none>';
  return column.type === 'age' ? '<unknown>' : '';
}

/**
 * What kubectl puts on one line of its table: up to the first line break, with `...` for the rest, and escape characters made
 * visible (cli-runtime `pkg/printers/tableprinter.go`, `terminal.go`).
 */
export function kubectlLine(text: string): string {
  const end = text.search(/[\f\n\r]/);
  const line = end < 0 ? text : `${text.slice(0, end)}...`;
  return line.includes(escapeCharacter) ? line.replaceAll(escapeCharacter, '^[') : line;
}

const escapeCharacter = '\u001b';
