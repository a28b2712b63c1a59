// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the cell by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keyboard
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { ContextView } from '../../../shared/context-view.ts';
import { classes } from '../../ui/classes.ts';
import css from './access.module.css';
import { AnswerMark } from './answer-mark.tsx';
import { cellId, type GridCursor } from './grid-cursor.ts';
import { cellDiffers, type GridContext, type GridRow, gridCell, type RowNumbers } from './plan-grid.ts';

/** One resource: its cells, each with a mark per cluster, read out as one sentence. */
export function AccessGridRow({
  row,
  index,
  top,
  heads,
  verbs,
  contexts,
  views,
  numbers,
  cursor,
  onPut,
  onOpen,
}: {
  row: GridRow;
  index: number;
  top: number;
  /** First of its API group. */
  heads: boolean;
  verbs: readonly string[];
  contexts: readonly GridContext[];
  views: ReadonlyMap<ContextId, ContextView>;
  numbers: RowNumbers;
  /** The verb that the cursor is at; null when it is in another row. */
  cursor: number | null;
  onPut: (cursor: GridCursor) => void;
  onOpen: (cursor: GridCursor) => void;
}) {
  const { t } = useTranslation('access');
  return (
    <div
      role="row"
      className={classes(css.row, heads && index > 0 && css.heads, cursor !== null && css.current)}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" aria-colindex={1} className={css.group} title={row.group}>
        {heads ? row.group || t('core') : ''}
      </span>
      <span role="rowheader" aria-colindex={2} className={classes(css.resource, 'mono')} title={titleOf(row)}>
        {row.subresource === '' ? (
          row.resource
        ) : (
          <>
            <span>{row.resource}/</span>
            {row.subresource}
          </>
        )}
      </span>
      {verbs.map((verb, place) => {
        const cells = contexts.map((context) => gridCell(context, row, verb, numbers));
        const said = contexts.map(({ contextId }, number) => {
          const cell = cells[number];
          const name = views.get(contextId)?.displayName ?? '';
          return cell === undefined ? name : `${name} ${t(`state.${cell.state}`)}${cell.disagrees ? `, ${t('disagrees')}` : ''}`;
        });
        return (
          <span
            key={verb}
            id={cellId(index, place)}
            role="gridcell"
            aria-colindex={place + 3}
            className={css.cell}
            aria-label={`${verb} ${row.resource}${row.subresource === '' ? '' : `/${row.subresource}`}: ${said.join('; ')}`}
            aria-selected={cursor === place}
            data-here={cursor === place ? '' : undefined}
            onClick={() => {
              onPut({ row: index, verb: place });
              onOpen({ row: index, verb: place });
            }}
          >
            <span className={css.marks} data-differs={cellDiffers(cells) ? '' : undefined}>
              {cells.map((cell, number) => (
                <AnswerMark key={contexts[number]?.contextId} cell={cell} />
              ))}
            </span>
          </span>
        );
      })}
    </div>
  );
}

function titleOf({ group, resource, subresource }: GridRow): string {
  return `${resource}${subresource === '' ? '' : `/${subresource}`}${group === '' ? '' : `.${group}`}`;
}
