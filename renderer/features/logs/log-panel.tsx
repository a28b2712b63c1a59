import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogSelection, LogSource, LogStart } from '../../../shared/logs.ts';
import { useSettings } from '../../state/settings-store.ts';
import { FilterBar, FilterProgress } from './filter-bar.tsx';
import { LogAnnouncer } from './log-announcer.tsx';
import { LogEmptyLayer } from './log-empty.tsx';
import { LogHistogram } from './log-histogram.tsx';
import { LogKeys } from './log-keys.ts';
import { LogLines } from './log-lines.tsx';
import { LogOptions } from './log-options.tsx';
import css from './log-panel.module.css';
import { LogStrips } from './log-strips.tsx';
import { LogToolbar } from './log-toolbar.tsx';
import type { LogViewModel } from './log-view-model.ts';
import { sourceKey } from './plan-hidden.ts';
import { planRoom } from './plan-room.ts';
import { useSlice } from './slices.ts';
import { SourceList } from './source-list.tsx';
import { useBoxSize } from './use-box-size.ts';
import { useContainerNames } from './use-container-names.ts';
import { useLogFilter } from './use-log-filter.ts';
import { useLogSearch } from './use-log-search.ts';
import { readAgain, useLogView } from './use-log-view.ts';
import { useOpenPrevious } from './use-open-previous.ts';
import { useSourceGroups } from './use-source-groups.ts';
import { useThrottled } from './use-throttled.ts';

/** Rates and states of sources are renewed at most that often, in ms: twice would make them hard to read. */
const sourcesMs = 1_000;

/**
 * A log view: toolbar, chart, sources and lines, over the whole of its flex container. It is open while it is mounted. `start` absent =
 * from where the user's settings say. `onTitle` hears what may stand beside its title (`12 sources`).
 */
export function LogPanel({
  selections,
  title,
  start,
  onTitle,
}: {
  selections: readonly LogSelection[];
  title: string;
  start?: LogStart | undefined;
  onTitle?: (note: string) => void;
}) {
  const { t } = useTranslation('logs');
  const remembered = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const [startNow, setStart] = useState<LogStart>(
    () => start ?? { since: remembered.since, tailLines: remembered.tailLines, previous: false },
  );
  const [containers, setContainers] = useState<readonly string[]>([]);
  const model = useLogView(selections, startNow);
  if (model === null) return <section className={css.panel} aria-label={t('label', { title })} />;

  const onStart = (next: LogStart) => {
    setStart(next);
    readAgain(model, selections, next, containers);
    // A point in time is meant for this view alone.
    change({ logs: { ...(next.since.type === 'time' ? {} : { since: next.since }), tailLines: next.tailLines } });
  };
  const onContainers = (next: readonly string[]) => {
    setContainers(next);
    readAgain(model, selections, startNow, next);
  };
  return <View model={model} {...{ selections, title, containers, onStart, onContainers }} start={startNow} onTitle={onTitle} />;
}

function View({
  model,
  selections,
  title,
  start,
  onStart,
  containers,
  onContainers,
  onTitle,
}: {
  model: LogViewModel;
  selections: readonly LogSelection[];
  title: string;
  start: LogStart;
  onStart: (start: LogStart) => void;
  containers: readonly string[];
  onContainers: (containers: readonly string[]) => void;
  onTitle: ((note: string) => void) | undefined;
}) {
  const { t } = useTranslation('logs');
  const wanted = useSettings((state) => state.settings.logs);
  const panel = useRef<HTMLElement>(null);
  const field = useRef<{ focus(): void }>(null);
  const size = useBoxSize(panel);
  const room = planRoom(size.width, size.height, wanted);
  const [optionsOpen, setOptionsOpen] = useState(false);

  const byNumber = useThrottled(useSlice(model.slices, 'sources'), sourcesMs);
  const sources = useMemo(() => [...byNumber.values()], [byNumber]);
  const filter = useLogFilter(model, sources);
  const search = useLogSearch(model);
  const groups = useSourceGroups(sources);
  const order = useMemo(() => groups.flatMap(({ entries }) => entries.map(({ source }) => sourceKey(source))), [groups]);
  const names = useContainerNames(sources);
  const note = t('toolbar.sources', { count: sources.length });
  useEffect(() => onTitle?.(note), [onTitle, note]);

  const onPrevious = useOpenPrevious();
  const actions = useMemo(
    () => ({
      solo: (source: LogSource) => filter.solo(sourceKey(source)),
      hide: (source: LogSource) => filter.hide(sourceKey(source)),
      include: (pattern: Parameters<typeof filter.add>[1]) => filter.add('include', pattern),
      exclude: (pattern: Parameters<typeof filter.add>[1]) => filter.add('exclude', pattern),
    }),
    [filter.solo, filter.hide, filter.add],
  );
  // Rates of sources change every second; the lines have nothing to do with them.
  const lines = useMemo(() => <LogLines model={model} actions={actions} />, [model, actions]);
  const list = <SourceList groups={groups} filter={filter} onPrevious={onPrevious} />;
  return (
    <section className={css.panel} ref={panel} aria-label={t('label', { title })}>
      <LogToolbar
        {...{ model, title, start, room, search, filter, field }}
        onLeave={() => panel.current?.querySelector<HTMLElement>('[role="log"]')?.focus()}
        sources={room.sources ? null : { label: note, list }}
        options={<LogOptions start={start} onStart={onStart} containers={names} chosen={containers} onContainers={onContainers} />}
        optionsOpen={optionsOpen}
        onOptionsOpen={setOptionsOpen}
      />
      <FilterProgress model={model} />
      <FilterBar model={model} filter={filter} />
      {room.histogram === 'none' ? null : <LogHistogram model={model} low={room.histogram === 'low'} />}
      <LogStrips model={model} sources={sources} selections={selections} onPrevious={onPrevious} />
      <div className={css.body}>
        {room.sources ? (
          <nav className={css.sources} aria-label={t('sources.label')}>
            {list}
          </nav>
        ) : null}
        <div className={css.lines}>
          {lines}
          <LogEmptyLayer {...{ model, title, start, onStart, sources, filter }} selectionCount={selections.length} />
        </div>
      </div>
      <LogKeys
        {...{ model, search, filter }}
        sourceKeys={order}
        focusSearch={() => field.current?.focus()}
        openOptions={() => setOptionsOpen(true)}
      />
      <LogAnnouncer model={model} sources={sources} />
    </section>
  );
}
