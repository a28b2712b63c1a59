import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import type { StartWords } from './plan-start.ts';
import css from './side-pane.module.css';
import { useSay } from './use-say.ts';

/** What will come of it in a sentence, and the buttons. */
export function StartFooter({
  words: { sentences, off },
  reading,
  error,
  canCordon,
  onCordon,
  onStart,
}: {
  words: StartWords;
  /** The plan for what is chosen now is not there yet: nobody should start what they have not seen. */
  reading: boolean;
  /** Why the last attempt came to nothing. */
  error: ClusterError | null;
  /** Some node is not cordoned yet. */
  canCordon: boolean;
  onCordon: () => void;
  onStart: () => void;
}) {
  const { t } = useTranslation('drain');
  const say = useSay();
  const said = reading ? [t('start.reading')] : [...sentences, ...(off === null ? [] : [off])].map(say);
  return (
    <footer className={css.footer}>
      {error === null ? null : <ErrorNote error={error} />}
      <p className={css.sentence} role="status">
        {said.join(' ')}
      </p>
      <div className={css.buttons}>
        <Button disabled={!canCordon} onClick={onCordon}>
          {t('start.cordonOnly')}
        </Button>
        <Button
          kind="primary"
          icon={LogOut}
          disabled={reading || off !== null}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onClick={onStart}
        >
          {t('start.action')}
        </Button>
      </div>
    </footer>
  );
}
