import { useTranslation } from 'react-i18next';
import type { JournalEntry } from '../../../shared/journal.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { useContexts } from '../../state/contexts-store.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatAbsolute } from '../../ui/format-time.ts';
import css from './journal-pane.module.css';
import { resourceWords } from './plan-entry-words.ts';

interface Fact {
  /** Of the message that names it. */
  readonly key: string;
  readonly value: string;
  /** A sentence, a word of an API, or something that is pasted elsewhere. */
  readonly as: 'words' | 'data' | 'copied';
  readonly note?: string;
}

/** Where, when and by whom: each fact in a line; what can be pasted into a terminal is in the data font and can be copied. */
export function EntryFacts({ entry }: { entry: JournalEntry }) {
  const { t, i18n } = useTranslation('journal');
  const known = useContexts((state) => state.byId.has(entry.contextId));
  const { at, answeredAt, target, outcome } = entry;
  const time = (ms: number) => formatAbsolute(ms, i18n.language);
  const answered =
    answeredAt === null ? t('pane.noAnswer') : t('pane.answeredAfter', { at: time(answeredAt), ms: Math.max(0, answeredAt - at) });
  const code = outcome.type === 'done' && outcome.code > 0 ? `, ${t('pane.code', { code: outcome.code })}` : '';
  const denied = outcome.type === 'denied';
  const facts: readonly Fact[] = [
    { key: denied ? 'denied' : 'asked', value: time(at), as: 'words' },
    ...(denied ? [] : [{ key: 'answered', value: `${answered}${code}`, as: 'words' } as const]),
    { key: 'verb', value: entry.verb, as: 'data' },
    { key: 'resource', value: resourceWords(target), as: 'data' },
    ...(target.namespace === '' ? [] : [{ key: 'namespace', value: target.namespace, as: 'copied' } as const]),
    { key: 'name', value: target.name, as: 'copied' },
    { key: 'uid', value: target.uid, as: 'copied' },
    { key: 'context', value: entry.context, as: 'data', ...(known ? {} : { note: t('pane.contextGone') }) },
    { key: 'server', value: entry.server, as: 'copied' },
    { key: 'cluster', value: entry.clusterUid, as: 'copied' },
    { key: 'credential', value: entry.credential, as: 'words' },
    { key: 'id', value: entry.id, as: 'copied' },
    ...(entry.undoes === '' ? [] : [{ key: 'undoes', value: entry.undoes, as: 'copied' } as const]),
  ];
  return (
    <section className={css.section}>
      <h3>{t('pane.facts')}</h3>
      <dl className={css.facts}>
        {facts.map(({ key, value, as, note }) => (
          <div key={key}>
            <dt>{t(`pane.${key}`)}</dt>
            <dd className={as === 'words' ? undefined : 'mono'}>
              {value === '' ? <span className={css.absent}>{t('pane.unknownValue')}</span> : visibleText(value)}
              {note === undefined ? null : <span className={css.absent}> {note}</span>}
              {as === 'copied' && value !== '' ? <CopyButton text={value} label={`${t('pane.copyValue')} ${t(`pane.${key}`)}`} /> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
