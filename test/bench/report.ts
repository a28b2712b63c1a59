import { writeFileSync } from 'node:fs';
import os from 'node:os';

/** One figure of a benchmark. `baseline` is the raw measurement it is a ratio of, in the unit that `baselineUnit` says, null when there is none. */
export interface Figure {
  readonly case: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number | null;
}

/** A figure with the bound it has to keep and what was measured for it; neither is part of the JSON. */
export interface MeasuredFigure extends Figure {
  readonly must: string;
  readonly note: string;
}

/** Prints the figures as a table and writes them as JSON when the command line says `--json FILE`. */
export function report(figures: readonly MeasuredFigure[], argv: readonly string[] = process.argv): void {
  const cells = figures.map((figure) => [figure.case, `${round(figure.value)} ${figure.unit}`, figure.must, figure.note]);
  const table = [['case', 'value', 'must', 'measured'], ...cells];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  console.log(
    `\n${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}, ${os.platform()} ${os.arch()}`,
  );
  const at = argv.indexOf('--json');
  const file = at < 0 ? undefined : argv[at + 1];
  if (file === undefined) return;
  const json = figures.map(({ case: name, value, unit, baseline }) => ({
    case: name,
    value: round(value),
    unit,
    baseline: baseline === null ? null : round(baseline),
  }));
  writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
}

/** The middle of several runs. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
