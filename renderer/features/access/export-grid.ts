import { csvLine } from '../../../shared/csv.ts';
import { cellDiffers, type GridContext, type GridRow, gridCell, type RowNumbers } from './plan-grid.ts';

/** A grid as it is on screen. */
export interface ExportedGrid {
  readonly rows: readonly GridRow[];
  readonly verbs: readonly string[];
  readonly contexts: readonly GridContext[];
  /** Names of the contexts, in their order. */
  readonly names: readonly string[];
  readonly numbers: RowNumbers;
}

/** One line per row, verb and context. What is only implied says so. */
export function gridAsJson({ rows, verbs, contexts, names, numbers }: ExportedGrid): string {
  const cells = rows.flatMap((row) =>
    verbs.flatMap((verb) =>
      contexts.flatMap((context, index) => {
        const { state, implied, disagrees, known } = gridCell(context, row, verb, numbers);
        if (state === 'na') return [];
        const { group, resource, subresource } = row;
        const reasons = [...new Set(known.map((cell) => cell?.said?.reason ?? '').filter((reason) => reason !== ''))];
        return [
          {
            context: names[index] ?? '',
            group,
            resource,
            subresource,
            verb,
            answer: state,
            confirmed: !implied,
            rolesDisagree: disagrees,
            reasons,
          },
        ];
      }),
    ),
  );
  return `${JSON.stringify(cells, null, 2)}\n`;
}

/** A table with a column per verb and context. */
export function gridAsCsv({ rows, verbs, contexts, names, numbers }: ExportedGrid): string {
  const head = ['group', 'resource', ...verbs.flatMap((verb) => names.map((name) => (names.length > 1 ? `${verb} (${name})` : verb)))];
  const lines = rows.map((row) => [
    row.group === '' ? 'core' : row.group,
    nameOf(row),
    ...verbs.flatMap((verb) => contexts.map((context) => gridCell(context, row, verb, numbers).state)),
  ]);
  return [head, ...lines].map(csvLine).join('');
}

/** A Markdown table; cells where clusters differ are in bold. */
export function gridAsMarkdown({ rows, verbs, contexts, names, numbers }: ExportedGrid): string {
  const head = ['Group', 'Resource', ...verbs];
  const lines = rows.map((row) => [
    row.group === '' ? 'core' : row.group,
    `\`${nameOf(row)}\``,
    ...verbs.map((verb) => {
      const cells = contexts.map((context) => gridCell(context, row, verb, numbers));
      const text = cells.map(({ state }) => (state === 'na' ? '–' : state)).join(' / ');
      return cellDiffers(cells) ? `**${text}**` : text;
    }),
  ]);
  const note = names.length > 1 ? `Each cell: ${names.join(' / ')}\n\n` : '';
  return `${note}${[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`).join('')}`;
}

function nameOf({ resource, subresource }: GridRow): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}
