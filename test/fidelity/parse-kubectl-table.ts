/** What kubectl printed, by column. */
export interface KubectlTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads kubectl's aligned text by the offsets of its header. Columns are at least three spaces apart (tabwriter padding), so
 * one space inside a header (`NOMINATED NODE`) does not split it. Offsets count characters as Go counts runes.
 */
export function parseKubectlTable(text: string): KubectlTable {
  const [header = '', ...lines] = text.split('\n');
  const columns: string[] = [];
  const starts: number[] = [];
  for (const match of header.matchAll(/\S+(?: \S+)*/g)) {
    columns.push(match[0]);
    starts.push(match.index);
  }
  const rows: string[][] = [];
  for (const line of lines) {
    if (line === '') continue;
    const characters = [...line];
    rows.push(
      starts.map((start, index) =>
        characters
          .slice(start, starts[index + 1])
          .join('')
          .trimEnd(),
      ),
    );
  }
  return { columns, rows };
}
