import { type LucideIcon, Plug, RotateCcw, Square, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogMark, LogRow, LogSource } from '../../../shared/logs.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { classes } from '../../ui/classes.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { formatClock } from '../../ui/format-time.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import css from './lines.module.css';
import { useMarkWords } from './mark-words.ts';

export type MarkRow = Extract<LogRow, { type: 'mark' }>;

const icons: Readonly<Record<LogMark['mark'], LucideIcon>> = {
  dropped: TriangleAlert,
  reconnected: Plug,
  restarted: RotateCcw,
  ended: Square,
};

/** What happened to a source, over the whole width, at its place among the lines. */
export const LogMarkRow = memo(function LogMarkRow({
  row,
  source,
  name,
  cursor,
  onAgain,
}: {
  row: MarkRow;
  source: LogSource | undefined;
  /** What its source is called. */
  name: string;
  cursor: boolean;
  onAgain: (id: number) => void;
}) {
  const { t } = useTranslation('log-lines');
  const context = useContexts((state) => (source ? state.byId.get(source.contextId) : undefined));
  const words = useMarkWords()(row.mark, name, row.time);
  const Icon = icons[row.mark.mark];
  const loss = row.mark.mark === 'dropped';
  const failed = (row.mark.mark === 'ended' || row.mark.mark === 'restarted') && row.mark.exitCode !== 0 && row.mark.exitCode !== null;
  return (
    <div
      className={classes(css.mark, loss ? css.loss : failed ? css.failed : css.calm, cursor && css.cursor)}
      data-id={row.id}
      title={formatClock(row.time)}
    >
      <Icon size={13} aria-hidden="true" />
      <b>{words.title}</b>
      {context ? <ContextName colour={context.colour} name={context.name} /> : null}
      <span className={css.why}>{words.detail}</span>
      {row.mark.mark === 'dropped' && row.mark.again ? (
        <span className={css.again}>
          <LinkButton onClick={() => onAgain(row.id)}>{t('mark.again')}</LinkButton>
        </span>
      ) : null}
    </div>
  );
});
