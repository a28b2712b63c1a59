// biome-ignore-all lint/a11y/useSemanticElements: rows of a virtualised grid are positioned, so they cannot be table elements; the ARIA grid pattern names them
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the row by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: every key of a row is bound by the table (use-journal-keys.ts)
import { useTranslation } from 'react-i18next';
import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { classes } from '../../ui/classes.ts';
import { formatAbsolute, formatClock } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { MiddleText } from '../../ui/middle-text.tsx';
import { EntryContext } from './entry-context.tsx';
import css from './journal.module.css';
import { resourceWords } from './plan-entry-words.ts';
import type { JournalColumns } from './plan-journal-columns.ts';
import type { JournalRow } from './plan-journal-rows.ts';
import type { SaidOutcome } from './use-entry-words.ts';

interface Place {
  readonly index: number;
  /** px from the first row. */
  readonly top: number;
}

const placed = ({ index, top }: Place) => ({
  id: `journal-row-${index}`,
  'aria-rowindex': index + 2,
  style: { transform: `translateY(${top}px)` },
});

/** The head of a day. */
export function DayRow({ row, place }: { row: Extract<JournalRow, { type: 'day' }>; place: Place }) {
  const { t, i18n } = useTranslation('journal');
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(row.at);
  return (
    <div role="row" {...placed(place)} className={css.day}>
      <span role="gridcell">
        {day} {row.count === null ? null : <span className={css.ofDay}>{t('ofDay', { count: row.count })}</span>}
      </span>
    </div>
  );
}

/** One entry. */
export function EntryRow({
  entry,
  place,
  columns,
  said,
  cursor,
  onShow,
}: {
  entry: JournalEntry;
  place: Place;
  columns: JournalColumns;
  said: SaidOutcome;
  cursor: boolean;
  onShow: () => void;
}) {
  const { i18n } = useTranslation('journal');
  const { at, action, target, credential } = entry;
  const name = visibleText(target.name);
  return (
    <div role="row" {...placed(place)} aria-selected={cursor} className={classes(css.row, cursor && css.cursor)} onClick={onShow}>
      <span role="gridcell" className={css.shapeCell}>
        <HealthShape health={said.shape} decorative />
      </span>
      <span role="gridcell" title={formatAbsolute(at, i18n.language)}>
        {formatClock(at)}
      </span>
      <span role="gridcell" className={css.action}>
        {visibleText(action)}
      </span>
      <span role="gridcell" className={classes('mono', css.what)} title={`${resourceWords(target)} ${name}`}>
        <span className={css.faint}>{target.resource}/</span>
        <MiddleText text={name} />
      </span>
      {columns.namespace ? (
        <span role="gridcell" className="mono" title={target.namespace}>
          <MiddleText text={target.namespace === '' ? '—' : visibleText(target.namespace)} />
        </span>
      ) : null}
      <span role="gridcell">
        <EntryContext entry={entry} short={!columns.context} />
      </span>
      {columns.credential ? (
        <span role="gridcell" title={visibleText(credential)}>
          {credential === '' ? '—' : visibleText(credential)}
        </span>
      ) : null}
      <span role="gridcell" className={css.outcome} data-shape={said.shape} title={said.text}>
        {said.text}
      </span>
    </div>
  );
}
