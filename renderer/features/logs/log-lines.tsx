import { type CSSProperties, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { LogRow } from '../../../shared/logs.ts';
import { useSettings } from '../../state/settings-store.ts';
import { classes } from '../../ui/classes.ts';
import { ContextMenu, type MenuEntry } from '../../ui/menu.tsx';
import type { LineActions } from './line-actions.ts';
import { LineDetail } from './line-detail.tsx';
import { scrollerOf } from './line-scrollers.ts';
import css from './lines.module.css';
import { LinesBody } from './lines-body.tsx';
import { LinesScrollbar } from './lines-scrollbar.tsx';
import type { LogViewModel } from './log-view-model.ts';
import { PausedBar } from './paused-bar.tsx';
import { planColumns } from './plan-line-columns.ts';
import type { LineRow, TextOptions } from './plan-row.ts';
import { trackHeight } from './plan-scrollbar.ts';
import { useSlice } from './slices.ts';
import { useSourceLooks } from './source-looks.ts';
import { useBoxSize } from './use-box-size.ts';
import { useCopyLines } from './use-copy-lines.ts';
import { useLineKeys } from './use-line-keys.ts';
import { useLineMenu } from './use-line-menu.ts';
import { useOpenSource } from './use-open-source.ts';
import { useWheel } from './use-wheel.ts';
import { ViewNote } from './view-note.tsx';

const noActions: LineActions = {};

/**
 * The lines of a view: everything below toolbar and histogram, right of the sources. Fills its flex container. How lines look comes
 * from the settings (`logs`); where they stand is kept with the model, so that a tab that comes back is where it was.
 */
export function LogLines({ model, actions = noActions }: { model: LogViewModel; actions?: LineActions }) {
  const settings = useSettings((state) => state.settings.logs);
  const scroller = scrollerOf(model);
  useEffect(() => scroller.connect(), [scroller]);
  const plan = useSyncExternalStore(scroller.subscribe, scroller.plan, scroller.plan);
  const sources = useSlice(model.slices, 'sources');
  const search = useSlice(model.slices, 'search');

  const body = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLDivElement>(null);
  const size = useBoxSize(body);
  const columns = planColumns(size.width, settings);
  useEffect(
    () => scroller.setLayout(size.height, columns.lineHeight, settings.wrap),
    [scroller, size.height, columns.lineHeight, settings.wrap],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns stand for what wraps lines differently
  useEffect(() => scroller.forgetHeights(), [scroller, columns.template, size.width]);
  useWheel(screen, columns.lineHeight, scroller);

  const looks = useSourceLooks(sources, settings.prefix, columns.sourceLetters);
  const hits = search !== null;
  const options = useMemo<TextOptions>(
    () => ({ fold: settings.fold, columns: settings.fields, hits, letters: settings.wrap ? Number.POSITIVE_INFINITY : columns.letters }),
    [settings.fold, settings.fields, settings.wrap, hits, columns.letters],
  );

  const [opened, setOpened] = useState<LineRow | null>(null);
  const open = useCallback(
    (id: number) => {
      const found = scroller.plan().rows.find(({ row }) => row?.id === id);
      if (found?.row?.type !== 'line') return;
      model.follow(false);
      scroller.putCursor(found.position, id);
      setOpened(found.row);
    },
    [model, scroller],
  );
  const openCursor = () => {
    const row = scroller.cursorRow();
    if (row) open(row.id);
  };
  // What opens below takes room from the lines: the line it is about stays in sight.
  const isOpen = opened !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height is what may hide it
  useEffect(() => {
    if (isOpen) scroller.showCursor();
  }, [scroller, isOpen, size.height]);
  // While one line is open, the cursor leafs through them.
  useEffect(() => {
    const row = plan.cursor < 0 ? null : scroller.cursorRow();
    if (row?.type === 'line') setOpened((now) => (now === null ? null : row));
  }, [scroller, plan.cursor]);
  useLineKeys(model, scroller, { open: openCursor, close: opened ? () => setOpened(null) : null });

  const goTo = useOpenSource();
  const allActions = useMemo(() => ({ ...goTo, ...actions }), [goTo, actions]);
  const menu = useLineMenu(model, looks, allActions, open);
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const rowUnder = (event: MouseEvent): { readonly position: number; readonly row: LogRow } | null => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-id]') : null;
    const found = element && plan.rows.find(({ row }) => row?.id === Number(element.dataset.id));
    return found?.row ? { position: found.position, row: found.row } : null;
  };
  const cursorPlace = () => {
    const row = scroller.cursorRow();
    return row && { position: scroller.cursorPosition(), row };
  };
  const onMenu = (event: MouseEvent) => {
    // The menu key has no place: it means the line the cursor is on.
    const under = rowUnder(event) ?? cursorPlace();
    if (under?.row.type !== 'line') {
      event.preventDefault();
      return;
    }
    model.follow(false);
    scroller.putCursor(under.position, under.row.id);
    setEntries(menu(under.row, sources.get(under.row.source), window.getSelection()?.toString() ?? ''));
  };
  const onClick = (event: MouseEvent) => {
    const under = rowUnder(event);
    // A click that ended a selection of text is not a click on a line.
    if (under && window.getSelection()?.isCollapsed !== false) scroller.putCursor(under.position, under.row.id);
  };

  return (
    <div
      className={classes(css.frame, settings.wrap && css.wrap)}
      style={
        { '--columns': columns.template, '--log-row': `${columns.lineHeight}px`, '--log-font': `${settings.fontSize}px` } as CSSProperties
      }
    >
      <ViewNote model={model} />
      {settings.fields.length > 0 ? <FieldHeads fields={settings.fields} before={columns.before} /> : null}
      <div className={css.screen} ref={screen}>
        <ContextMenu entries={entries}>
          <LinesBody
            ref={body}
            model={model}
            scroller={scroller}
            plan={plan}
            height={size.height}
            looks={looks}
            options={options}
            onOpen={open}
            onClick={onClick}
            onDoubleClick={openCursor}
            onContextMenu={onMenu}
            onCopy={useCopyLines(model, scroller, body)}
          />
        </ContextMenu>
        <LinesScrollbar
          fraction={plan.fraction}
          track={trackHeight(plan.count, columns.lineHeight, size.height)}
          onFraction={(fraction) => scroller.scrollToFraction(fraction)}
        />
      </div>
      {opened ? (
        <LineDetail
          model={model}
          row={opened}
          source={sources.get(opened.source)}
          looks={looks}
          actions={allActions}
          onClose={() => setOpened(null)}
        />
      ) : null}
      <PausedBar model={model} onFollow={() => scroller.toEnd()} />
    </div>
  );
}

/** Names of the field columns; `before` columns stand left of them without a head. */
function FieldHeads({ fields, before }: { fields: readonly string[]; before: number }) {
  return (
    <div className={css.heads} aria-hidden="true">
      {Array.from({ length: before }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty cells have nothing but their place
        <span key={index} />
      ))}
      {fields.map((field) => (
        <span key={field} title={field}>
          {field}
        </span>
      ))}
    </div>
  );
}
