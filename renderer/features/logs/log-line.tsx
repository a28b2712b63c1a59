import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLevel } from '../../../shared/logs.ts';
import type { LogSettings } from '../../../shared/settings.ts';
import { classes } from '../../ui/classes.ts';
import { formatLogTime, type LogTime } from './format-log-time.ts';
import { LineText } from './line-text.tsx';
import css from './lines.module.css';
import { type LineRow, levelLetters, planLineText, type TextOptions } from './plan-row.ts';
import type { SourceLook } from './source-looks.ts';

export interface LogLineProps {
  readonly row: LineRow;
  readonly look: SourceLook | undefined;
  readonly level: LogLevel | null;
  readonly times: LogSettings['times'];
  readonly prefix: boolean;
  /** Stamp of the row above, where times between rows are shown. */
  readonly before: LogTime | null;
  readonly options: TextOptions;
  readonly cursor: boolean;
  readonly hit: boolean;
  readonly marked: boolean;
  /** Opens the whole of a line that is cut. */
  readonly onOpen: (id: number) => void;
}

const levelClasses: Readonly<Record<LogLevel, string | undefined>> = {
  trace: css.debug,
  debug: css.debug,
  info: undefined,
  warn: css.warn,
  error: css.error,
  fatal: css.error,
};

/** One line: edge in the context's colour, time, source, level, columns of fields, text. Further lines of a stack trace have text alone. */
export const LogLine = memo(function LogLine(props: LogLineProps) {
  const { row, look, level, options, times } = props;
  const text = useMemo(() => planLineText(row, options), [row, options]);
  const time = row.continues ? null : formatLogTime(times, row, props.before);
  return (
    <div
      className={classes(
        css.line,
        level && levelClasses[level],
        row.continues && css.continues,
        row.context && css.neighbour,
        props.cursor && css.cursor,
        props.hit && css.currentHit,
        props.marked && css.marked,
      )}
      data-id={row.id}
      style={look?.style}
    >
      <i className={css.edge} />
      {times === 'none' ? null : (
        <span className={css.time}>
          {time ? (
            <>
              {time.main}
              <span className={css.faint}>{time.rest}</span>
            </>
          ) : null}
        </span>
      )}
      {props.prefix ? (
        <span className={classes(css.source, look?.underlined && css.underlined)} title={row.continues ? undefined : look?.title}>
          {row.continues ? null : (look?.name ?? '')}
        </span>
      ) : null}
      <span className={css.level}>{row.continues || level === null ? null : levelLetters[level]}</span>
      {text.columns.map((value, index) => (
        <span key={options.columns[index]} className={css.field} title={value}>
          {value}
        </span>
      ))}
      <span className={css.message} data-message>
        <span className={classes(css.text, row.continues && !/^\s/.test(row.text) && css.indented)}>
          <LineText pieces={text.pieces} />
        </span>
        {text.more > 0 ? <More count={text.more} onClick={() => props.onOpen(row.id)} /> : null}
      </span>
    </div>
  );
});

function More({ count, onClick }: { count: number; onClick: () => void }) {
  const { t, i18n } = useTranslation('log-lines');
  return (
    <button type="button" className={css.more} onClick={onClick}>
      {t('more', { count, shown: count.toLocaleString(i18n.language) })}
    </button>
  );
}
