import { Copy, ExternalLink, Undo2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleLines, visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { pathOfRun } from '../../state/drain-path.ts';
import { useGoToObject } from '../../state/go-to-object.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import { HealthShape } from '../../ui/health-shape.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { EntryChanges } from './entry-changes.tsx';
import { EntryContext } from './entry-context.tsx';
import { EntryFacts } from './entry-facts.tsx';
import css from './journal-pane.module.css';
import type { SaidOutcome } from './use-entry-words.ts';

/** All that the journal knows of one write: how it ended, with the exact error, what it changed, what was sent, by whom and where. */
export function JournalPane({
  entry,
  said,
  undo,
  onCopy,
  onClose,
}: {
  entry: JournalEntry;
  said: SaidOutcome;
  /** null = it cannot be taken back; `busy`: that is under way. */
  undo: { readonly busy: boolean; readonly run: () => void } | null;
  onCopy: () => void;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation('journal');
  const goTo = useGoToObject();
  const [, navigate] = useLocation();
  const connectable = useContexts((state) => state.byId.has(entry.contextId));
  const { at, action, target, outcome, run, contextId } = entry;
  const name = visibleText(target.name);
  const error = outcome.type === 'failed' || outcome.type === 'unknown' ? outcome.error : null;
  const { group, version, resource, namespace } = target;
  const open = () => void goTo({ contextId, resource: { group, version, resource }, namespace, name: target.name });
  return (
    <aside className={css.pane} aria-label={t('pane.label')}>
      <header className={css.header}>
        <div className={css.kindLine}>
          <span>{visibleText(action)}</span>
          <span className={css.space} />
          <IconButton icon={X} label={t('pane.close')} keys="escape" onClick={onClose} />
        </div>
        <h2 className={css.name}>{name}</h2>
        <div className={css.meta}>
          <EntryContext entry={entry} />
          <span>{formatAbsolute(at, i18n.language)}</span>
        </div>
      </header>
      <div className={css.actions}>
        {undo === null ? null : (
          <Button icon={Undo2} keys="u" disabled={undo.busy} onClick={undo.run}>
            {t('pane.undo')}
          </Button>
        )}
        {connectable ? (
          <Button icon={ExternalLink} aria-label={t('pane.openWhat', { name })} onClick={open}>
            {t('pane.open')}
          </Button>
        ) : null}
        {run === '' ? null : <Button onClick={() => navigate(pathOfRun(run, [contextId]))}>{t('pane.drain')}</Button>}
        <Button icon={Copy} keys="y" onClick={onCopy}>
          {t('pane.copy')}
        </Button>
      </div>
      <div className={css.body}>
        <div className={css.outcome} data-shape={said.shape}>
          <HealthShape health={said.shape} decorative />
          <div>
            <p>{said.head}</p>
            {outcome.type === 'unknown' && said.shape === 'unknown' ? <p className={css.next}>{t('pane.unknownNext')}</p> : null}
          </div>
        </div>
        {error === null ? null : (
          <div className={css.error}>
            <ErrorNote error={error} />
          </div>
        )}
        <EntryChanges before={entry.before} after={entry.after} />
        {isMasked(entry) ? <p className={css.masked}>{t('pane.masked')}</p> : null}
        <EntryFacts entry={entry} />
        {entry.options === null || entry.options === undefined ? null : (
          <section className={css.section}>
            <h3>{t(outcome.type === 'denied' ? 'pane.notSent' : 'pane.sent')}</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard */}
            <pre className={css.json} tabIndex={0}>
              {visibleLines(JSON.stringify(entry.options, null, 2))}
            </pre>
          </section>
        )}
      </div>
    </aside>
  );
}

/** Whether something of it is not in the journal (mask-secrets.ts of the main side). */
function isMasked({ options, before, after }: JournalEntry): boolean {
  return /\*\*\*|<redacted/.test(JSON.stringify([options, before, after]));
}
