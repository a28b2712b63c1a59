import { ArrowDown, ArrowDownToLine, Clock, Download, LoaderCircle, PanelLeft, Pause, SlidersHorizontal, WrapText } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogStart } from '../../../shared/logs.ts';
import { useSettings } from '../../state/settings-store.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { LogSearchField } from './log-search-field.tsx';
import { LogSummary } from './log-summary.tsx';
import css from './log-toolbar.module.css';
import type { LogViewModel } from './log-view-model.ts';
import type { LogRoom } from './plan-room.ts';
import { useSlice } from './slices.ts';
import { nextTimes } from './times.ts';
import type { LogFilterControl } from './use-log-filter.ts';
import type { LogSearchControl } from './use-log-search.ts';
import { useSaveLog } from './use-save-log.ts';

/** Everything that is chosen about the lines: follow or pause, search, levels, how they look, where they are saved. */
export function LogToolbar({
  model,
  title,
  start,
  room,
  search,
  filter,
  field,
  onLeave,
  sources,
  options,
  optionsOpen,
  onOptionsOpen,
}: {
  model: LogViewModel;
  title: string;
  start: LogStart;
  room: LogRoom;
  search: LogSearchControl;
  filter: LogFilterControl;
  field: Ref<{ focus(): void }>;
  onLeave: () => void;
  /** The list of sources, where it has no place beside the lines, and what its button says. */
  sources: { readonly label: string; readonly list: ReactNode } | null;
  options: ReactNode;
  optionsOpen: boolean;
  onOptionsOpen: (open: boolean) => void;
}) {
  const { t } = useTranslation('logs');
  const { wrap, times } = useSettings((state) => state.settings.logs);
  const change = useSettings((state) => state.change);
  const { entries, saving } = useSaveLog(model, title);
  return (
    <div className={css.toolbar} role="toolbar" aria-label={t('toolbar.label')}>
      <FollowButtons model={model} short={room.toolbar === 'narrow'} />
      <LogSearchField
        model={model}
        search={search}
        filter={filter}
        toggles={room.toolbar === 'wide'}
        steps={room.toolbar !== 'narrow'}
        field={field}
        onLeave={onLeave}
      />
      <Segmented
        label={t('levels.label')}
        value={filter.parts.levels}
        onChange={filter.setLevels}
        options={[
          { value: 'all', label: t('levels.all'), title: t('levels.allLong') },
          { value: 'warn', label: t('levels.warn'), title: t('levels.warnLong') },
          { value: 'error', label: t('levels.error'), title: t('levels.errorLong') },
        ]}
      />
      <span className={css.space} />
      {room.toolbar === 'wide' ? <LogSummary model={model} start={start} /> : null}
      {sources === null ? null : (
        <Popover label={t('sources.label')} align="end" width={280} trigger={<IconButton icon={PanelLeft} label={sources.label} />}>
          <div className={css.sources}>{sources.list}</div>
        </Popover>
      )}
      {/* Both are among the options too. */}
      {room.toolbar === 'narrow' ? null : (
        <>
          <IconButton icon={WrapText} label={t('toolbar.wrap')} keys="w" active={wrap} onClick={() => change({ logs: { wrap: !wrap } })} />
          <IconButton
            icon={Clock}
            label={t('toolbar.times', { now: t(`times.${times}`) })}
            keys="t"
            active={times !== 'none'}
            onClick={() => change({ logs: { times: nextTimes(times) } })}
          />
        </>
      )}
      <Menu
        trigger={
          <IconButton icon={saving ? LoaderCircle : Download} label={t('toolbar.save')} className={saving ? 'turning' : undefined} />
        }
        entries={entries}
      />
      <Popover
        label={t('options.title')}
        align="end"
        width={400}
        open={optionsOpen}
        onOpenChange={onOptionsOpen}
        trigger={<IconButton icon={SlidersHorizontal} label={t('toolbar.options')} keys="o" />}
      >
        {options}
      </Popover>
    </div>
  );
}

/** What following does now, and the way back to it with what there is to catch up on. */
function FollowButtons({ model, short }: { model: LogViewModel; short: boolean }) {
  const { t } = useTranslation('logs');
  const { following, newer } = useSlice(model.slices, 'follow');
  const state = t(following ? 'toolbar.following' : 'toolbar.paused');
  const back = newer === 0 ? t('toolbar.followEnd') : t('toolbar.newer', { count: newer });
  return (
    <>
      <Button
        icon={following ? ArrowDownToLine : Pause}
        className={following ? css.following : css.paused}
        aria-pressed={following}
        {...(short ? { 'aria-label': state } : {})}
        title={following ? t('toolbar.pause') : undefined}
        onClick={() => model.follow(!following)}
      >
        {short ? null : state}
      </Button>
      {following ? null : (
        <Button
          icon={ArrowDown}
          kind="primary"
          keys="F"
          aria-keyshortcuts="Shift+F"
          {...(short ? { 'aria-label': back } : {})}
          onClick={() => model.follow(true)}
        >
          {short && newer > 0 ? t('toolbar.newerShort', { count: newer }) : back}
        </Button>
      )}
    </>
  );
}
