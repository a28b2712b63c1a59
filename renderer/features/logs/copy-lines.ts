import type { LogViewModel } from './log-view-model.ts';
import type { LineRow } from './plan-row.ts';

/** Rows that a selection of the page touches, and what of the first and last is selected. */
export interface SelectedLines {
  /** Ids of lines in order; marks are left out. */
  readonly ids: readonly number[];
  /** All within the text of one line: the browser's own copy is right. */
  readonly within: boolean;
}

/** What of the lines in `body` is selected; null = nothing. */
export function selectedLines(body: HTMLElement, selection: Selection | null): SelectedLines | null {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(body)) return null;
  const rows = [...body.querySelectorAll<HTMLElement>('[data-id]')].filter((row) => range.intersectsNode(row));
  const ids = rows.filter((row) => row.querySelector('[data-message]') !== null).map((row) => Number(row.dataset.id));
  const message = rows.length === 1 ? rows[0]?.querySelector('[data-message]') : null;
  const within = message?.contains(range.startContainer) === true && message.contains(range.endContainer);
  return { ids, within };
}

/**
 * The lines as the containers wrote them, one after the other; `null` in place of one whose whole text must be asked for first.
 */
export function writtenLines(rows: readonly LineRow[]): readonly (string | null)[] {
  return rows.map((row) => (row.cut === 0 ? row.text : null));
}

/** The whole text of lines, asking for those that rows carry only the beginning of. What cannot be had is its beginning. */
export async function wholeLines(model: LogViewModel, rows: readonly LineRow[]): Promise<string[]> {
  return Promise.all(
    rows.map(async (row) => {
      if (row.cut === 0) return row.text;
      const whole = await model.line(row.id);
      return whole.ok ? whole.value.text : row.text;
    }),
  );
}
