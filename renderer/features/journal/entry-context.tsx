import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { EnvMark } from '../../ui/env-mark.tsx';
import css from './journal.module.css';

/** The context of an entry, as it is called today; one that is in no kubeconfig any more, as it was called then. `short`: initials. */
export function EntryContext({ entry, short = false }: { entry: Pick<JournalEntry, 'contextId' | 'context'>; short?: boolean }) {
  const known = useContexts((state) => state.byId.get(entry.contextId));
  if (known === undefined) return <span className={css.goneContext}>{visibleText(entry.context)}</span>;
  return (
    <span className={css.context}>
      <ContextName colour={known.colour} name={known.displayName} short={short} />
      {short ? null : <EnvMark environment={known.environment} />}
    </span>
  );
}
