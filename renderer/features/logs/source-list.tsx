import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { LogSource } from '../../../shared/logs.ts';
import { useNow } from '../../state/clock.ts';
import { useOrderedContexts } from '../../state/context-order.ts';
import { useContextStatus, useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { isShown, sourceKey } from './plan-hidden.ts';
import { groupSources, sourceWords } from './plan-sources.ts';
import css from './source-list.module.css';
import { SourceRow } from './source-row.tsx';
import type { LogFilterControl } from './use-log-filter.ts';

/** The sources of a view by context, with what each does. A click shows one alone, alt and a click hide it. */
export function SourceList({
  sources,
  filter,
  onPrevious,
}: {
  sources: readonly LogSource[];
  filter: LogFilterControl;
  /** Opens the run before the present one of one source. */
  onPrevious: (source: LogSource) => void;
}) {
  const { t } = useTranslation('logs');
  const ordered = useOrderedContexts();
  const order = useMemo(() => ordered.map(({ id }) => id), [ordered]);
  const groups = useMemo(() => groupSources(sources, order), [sources, order]);
  const now = useNow();
  const [opened] = useState(now);
  if (groups.length === 0) return <p className={css.none}>{t('sources.sinceEmpty')}</p>;
  return (
    <div className={css.list}>
      {groups.map(({ contextId, entries }) => (
        <section key={contextId} className={css.group}>
          <GroupHead contextId={contextId} />
          {entries.map((entry) => {
            const key = sourceKey(entry.source);
            const words = sourceWords(entry.source, now, opened);
            return (
              <SourceRow
                key={key}
                entry={entry}
                state={t(words.key, words.values)}
                tone={words.tone}
                shown={isShown(filter.parts.sources, key)}
                solo={filter.parts.sources.solo === key}
                onSolo={filter.solo}
                onHide={filter.hide}
                onPrevious={onPrevious}
              />
            );
          })}
        </section>
      ))}
    </div>
  );
}

const GroupHead = memo(function GroupHead({ contextId }: { contextId: ContextId }) {
  const context = useContexts((state) => state.byId.get(contextId));
  const { freshness } = useContextStatus(contextId);
  const now = useNow();
  return (
    <header className={css.head}>
      <span className={css.context}>
        <ContextName colour={context?.colour ?? 1} name={context?.displayName ?? contextId} />
      </span>
      <FreshnessMark freshness={freshness} now={now} short />
    </header>
  );
});
