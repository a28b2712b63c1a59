import { useTranslation } from 'react-i18next';
import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import type { Shape } from '../../ui/health-shape.tsx';
import { useDescribeError } from '../../ui/use-describe-error.ts';
import { outcomeWords } from './plan-entry-words.ts';

/** How an entry ended, in the reader's language. */
export interface SaidOutcome {
  readonly shape: Shape;
  /** What is known of it, for where the reason stands beside it. */
  readonly head: string;
  /** The same with its reason, in one sentence. */
  readonly text: string;
}

/** Reasons of guardrails that are ours and not the user's words, as the gate writes them. */
const ownReasons = ['grade.read-only', 'grade.protected', 'grade.confirm', 'grade.open', 'context.gone'];

/** Says how entries ended. `underWay`: ids of those whose answer is still awaited. */
export function useEntryWords(underWay: ReadonlySet<string>): (entry: JournalEntry) => SaidOutcome {
  const { t } = useTranslation('journal');
  const describe = useDescribeError();
  const reasonWords = (reason: string) =>
    ownReasons.includes(reason) ? t(`denied.${reason.slice(reason.indexOf('.') + 1)}`) : visibleText(reason);
  return (entry) => {
    const { shape, key, error, reason } = outcomeWords(entry, underWay);
    const why = error === null ? (reason === '' ? '' : reasonWords(reason)) : (serverWords(error) ?? describe(error).title);
    const text = why === '' ? t(key) : t(`${key}Because`, { why });
    return { shape, head: error === null ? text : t(key), text };
  };
}

/** What the server itself said: it is exact, where our words for its kind of answer are general. */
function serverWords(error: ClusterError): string | null {
  if (error.kind !== 'status') return null;
  const said = error.causes.find(({ message }) => message !== '')?.message ?? error.message;
  return said === '' ? null : visibleText(said);
}
