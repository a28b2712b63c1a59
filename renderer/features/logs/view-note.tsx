import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../ui/format-time.ts';
import { LinkButton } from '../../ui/link-button.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import css from './lines.module.css';
import type { LogViewModel } from './log-view-model.ts';
import { useSlice } from './slices.ts';

/** Over the lines when the view itself broke, or was opened again so that what was read before is gone. */
export function ViewNote({ model }: { model: LogViewModel }) {
  const { t } = useTranslation('log-lines');
  const status = useSlice(model.slices, 'status');
  const describe = useDescribeError();
  const [seen, setSeen] = useState<object | null>(null);
  const reopened = status.state === 'open' ? status.reopened : null;
  if (status.state !== 'broken' && (reopened === null || reopened === seen)) return null;
  const error = status.state === 'broken' ? status.error : (reopened?.error ?? null);
  return (
    <div className={css.note} role="status">
      <TriangleAlert size={13} aria-hidden="true" />
      <span>
        {reopened ? t('note.reopened', { at: formatClock(reopened.at) }) : t('note.broken')}
        {error ? ` ${describe(error).title}` : ''}
      </span>
      {reopened ? <LinkButton onClick={() => setSeen(reopened)}>{t('note.dismiss')}</LinkButton> : null}
    </div>
  );
}
