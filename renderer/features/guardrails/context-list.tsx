import { useTranslation } from 'react-i18next';
import type { ContextView } from '../../../shared/context-view.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import css from './guardrails.module.css';

/** More than these are counted: which they are can be asked with a narrower pattern. */
const mostShown = 12;

/** Contexts that a pattern fits, after a word or two on what that means. */
export function ContextList({ lead, contexts }: { lead: string; contexts: readonly ContextView[] }) {
  const { t } = useTranslation('guardrails');
  return (
    <span className={css.fits}>
      <span>{lead}</span>
      {contexts.slice(0, mostShown).map((context) => (
        <ContextName key={context.id} colour={context.colour} name={context.displayName} />
      ))}
      {contexts.length > mostShown ? <span>{t('fits.more', { count: contexts.length - mostShown })}</span> : null}
    </span>
  );
}
