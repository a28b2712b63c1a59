import { Copy, Eye, EyeOff, Focus, History } from 'lucide-react';
import { type MouseEvent, memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContextId } from '../../../shared/context-id.ts';
import type { LogSource } from '../../../shared/logs.ts';
import { useNow, useNowAs } from '../../state/clock.ts';
import { useContextStatus, useContexts } from '../../state/contexts-store.ts';
import { ContextName } from '../../ui/context-swatch.tsx';
import { copyText } from '../../ui/copy-button.tsx';
import { FreshnessMark } from '../../ui/freshness-mark.tsx';
import { ContextMenu, type MenuEntry } from '../../ui/menu.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { isShown, sourceKey } from './plan-hidden.ts';
import { type SourceEntry, type SourceGroup, sourceWords } from './plan-sources.ts';
import { SourceDetails } from './source-details.tsx';
import css from './source-list.module.css';
import { SourceRow } from './source-row.tsx';
import type { LogFilterControl } from './use-log-filter.ts';
import { useSourceTip } from './use-source-tip.ts';

/** The sources of a view by context, with what each does. A click shows one alone, alt and a click hide it. */
export function SourceList({
  groups,
  filter,
  onPrevious,
}: {
  groups: readonly SourceGroup[];
  filter: LogFilterControl;
  /** Opens the run before the present one of one source. */
  onPrevious: (source: LogSource) => void;
}) {
  const { t } = useTranslation('logs');
  const byKey = useMemo(
    () => new Map(groups.flatMap(({ entries }) => entries.map((entry) => [sourceKey(entry.source), entry] as const))),
    [groups],
  );
  const [opened] = useState(() => Date.now());
  // Only what is tried again counts down; everything else changes with the sources.
  const broken = groups.some(({ entries }) => entries.some(({ source }) => source.state.state === 'broken'));
  useNowAs((now) => (broken ? now : 0));
  const [menu, setMenu] = useState<readonly MenuEntry[]>([]);
  const tip = useSourceTip();
  const tipped = tip.row && byKey.get(tip.row.key)?.source;
  if (groups.length === 0) return <p className={css.none}>{t('sources.sinceEmpty')}</p>;

  const under = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-source]') : null;
    return byKey.get(element?.dataset.source ?? '') ?? null;
  };
  const onClick = (event: MouseEvent) => {
    const entry = under(event);
    if (!entry) return;
    if (event.target instanceof Element && event.target.closest('[data-previous]')) onPrevious(entry.source);
    else if (event.altKey) filter.hide(sourceKey(entry.source));
    else filter.solo(sourceKey(entry.source));
  };
  const entriesOf = ({ source, digit }: SourceEntry): readonly MenuEntry[] => {
    const key = sourceKey(source);
    const solo = filter.parts.sources.solo === key;
    const shown = isShown(filter.parts.sources, key);
    return [
      {
        label: t(solo ? 'sources.unsolo' : 'sources.solo'),
        icon: Focus,
        ...(digit === null ? {} : { keys: String(digit) }),
        run: () => filter.solo(key),
      },
      { label: t(shown ? 'sources.hide' : 'sources.show1'), icon: shown ? EyeOff : Eye, run: () => filter.hide(key) },
      ...(source.hasPrevious
        ? [{ type: 'separator' } as const, { label: t('sources.previous'), icon: History, run: () => onPrevious(source) }]
        : []),
      { type: 'separator' },
      { label: t('sources.copy'), icon: Copy, run: () => void copyText(source.pod) },
    ];
  };
  const onContextMenu = (event: MouseEvent) => {
    const entry = under(event);
    if (entry) setMenu(entriesOf(entry));
    else event.preventDefault();
  };
  return (
    <ContextMenu entries={menu}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: clicks, also those that keys make, come from the buttons inside */}
      <div className={css.list} onClick={onClick} onContextMenu={onContextMenu} {...tip.handlers}>
        {groups.map(({ contextId, entries }) => (
          <section key={contextId}>
            <GroupHead contextId={contextId} />
            {entries.map((entry) => {
              const key = sourceKey(entry.source);
              return (
                <SourceRow
                  key={key}
                  entry={entry}
                  words={sourceWords(entry.source, Date.now(), opened)}
                  shown={isShown(filter.parts.sources, key)}
                  solo={filter.parts.sources.solo === key}
                />
              );
            })}
          </section>
        ))}
        {tip.row && tipped ? (
          <Tooltip open side="right" text={<SourceDetails source={tipped} />}>
            <i className={css.tipped} style={{ top: tip.row.top, height: tip.row.height }} />
          </Tooltip>
        ) : null}
      </div>
    </ContextMenu>
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
