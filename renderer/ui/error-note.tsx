import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { classes } from './classes.ts';
import { copyText } from './copy-button.tsx';
import css from './error-note.module.css';
import { HealthShape } from './health-shape.tsx';
import { LinkButton } from './link-button.tsx';
import { errorDetails, useDescribeError } from './use-describe-error.ts';

/** An error in place: title, detail, next step, "Copy details". For panels and dialogs; a whole empty page is an EmptyState. */
export function ErrorNote({ error }: { error: ClusterError }) {
  const { t } = useTranslation('errors');
  const text = useDescribeError()(error);
  // A refusal is the server doing its work: nothing is broken.
  const refused = error.kind === 'status' && error.code === 403;
  return (
    <div className={classes(css.note, refused && css.refused)} role="alert">
      <HealthShape health={refused ? 'forbidden' : 'broken'} />
      <div className={css.words}>
        <p className={css.title}>{text.title}</p>
        {text.detail ? <p className={css.detail}>{text.detail}</p> : null}
        {text.nextStep ? <p className={css.next}>{text.nextStep}</p> : null}
        <LinkButton onClick={() => void copyText(errorDetails(text, error))}>{t('copyDetails')}</LinkButton>
      </div>
    </div>
  );
}
