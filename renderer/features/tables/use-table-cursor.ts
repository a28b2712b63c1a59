import { type MouseEvent, type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { TableEntry } from './table-entry.ts';
import type { TableViewHandle } from './table-view.tsx';

/** Which row the keyboard is on and which rows are selected, by key, so that both survive relists and re-sorts. */
export interface TableCursor {
  readonly cursorKey: string | null;
  readonly selected: ReadonlySet<string>;
  /** Moves by `delta` rows, clamped; `extend` selects what is passed over. */
  moveBy(delta: number, extend?: boolean): void;
  moveTo(index: number): void;
  toggle(): void;
  selectAll(selected: boolean): void;
  clear(): void;
  /** A click on a row: moves the cursor; with modifiers or on the checkbox it selects. True when it did nothing but move. */
  click(entry: TableEntry, index: number, event: MouseEvent): boolean;
  put(entry: TableEntry): void;
}

/** `all` gives the rows that "select all" means now: `view` lags behind a filter that is being typed, and what it hides must not be acted on. */
export function useTableCursor(
  view: readonly TableEntry[],
  handle: RefObject<TableViewHandle | null>,
  all: () => readonly TableEntry[],
): TableCursor {
  const [cursorKey, setCursorKey] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef({ view, all, cursorKey, index: 0, anchor: null as string | null });
  latest.current.view = view;
  latest.current.all = all;
  latest.current.cursorKey = cursorKey;

  /** Where the cursor is now; where it was last when its row has gone, so that the next step goes on from there. */
  const place = useCallback((): number => {
    const { view: rows, cursorKey: key, index } = latest.current;
    if (key === null) return -1;
    if (rows[index]?.key === key) return index;
    const found = rows.findIndex((entry) => entry.key === key);
    return found >= 0 ? found : Math.min(index, rows.length - 1);
  }, []);

  const moveTo = useCallback(
    (index: number) => {
      const rows = latest.current.view;
      const to = Math.max(0, Math.min(rows.length - 1, index));
      const entry = rows[to];
      if (!entry) return;
      latest.current.index = to;
      setCursorKey(entry.key);
      handle.current?.scrollToIndex(to);
    },
    [handle],
  );

  const selectRange = useCallback((from: number, to: number) => {
    const rows = latest.current.view;
    setSelected((before) => {
      const next = new Set(before);
      for (let index = Math.min(from, to); index <= Math.max(from, to); index++) {
        const entry = rows[index];
        if (entry) next.add(entry.key);
      }
      return next;
    });
  }, []);

  const moveBy = useCallback(
    (delta: number, extend = false) => {
      const from = place();
      if (from < 0) {
        moveTo(0);
        return;
      }
      const to = Math.max(0, Math.min(latest.current.view.length - 1, from + delta));
      if (extend) selectRange(from, to);
      moveTo(to);
    },
    [place, moveTo, selectRange],
  );

  const flip = useCallback((key: string) => {
    latest.current.anchor = key;
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);

  const click = useCallback(
    (entry: TableEntry, index: number, event: MouseEvent): boolean => {
      latest.current.index = index;
      const onBox = event.target instanceof Element && event.target.closest('[data-check]') !== null;
      const { anchor, cursorKey: before, view: rows } = latest.current;
      if (event.shiftKey) {
        const from = rows.findIndex((each) => each.key === (anchor ?? before));
        window.getSelection()?.removeAllRanges();
        selectRange(from < 0 ? index : from, index);
      } else if (onBox || event.ctrlKey || event.metaKey) flip(entry.key);
      setCursorKey(entry.key);
      return !event.shiftKey && !onBox && !event.ctrlKey && !event.metaKey;
    },
    [selectRange, flip],
  );

  return useMemo(
    () => ({
      cursorKey,
      selected,
      moveBy,
      moveTo,
      click,
      toggle: () => {
        if (latest.current.cursorKey !== null) flip(latest.current.cursorKey);
      },
      selectAll: (selectThem) => setSelected(selectThem ? new Set(latest.current.all().map((entry) => entry.key)) : new Set()),
      clear: () => setSelected(new Set()),
      put: (entry) => setCursorKey(entry.key),
    }),
    [cursorKey, selected, moveBy, moveTo, click, flip],
  );
}
