import { type ClipboardEvent, type RefObject, useCallback } from 'react';
import { copyText } from '../../ui/copy-button.tsx';
import { selectedLines, wholeLines, writtenLines } from './copy-lines.ts';
import type { LineScroller } from './line-scroller.ts';
import type { LogViewModel } from './log-view-model.ts';
import type { LineRow } from './plan-row.ts';

/** Handles `copy` in the lines: a selection over several lines gives them as they were written, without times and names. */
export function useCopyLines(model: LogViewModel, scroller: LineScroller, body: RefObject<HTMLElement | null>) {
  return useCallback(
    (event: ClipboardEvent) => {
      const selected = body.current && selectedLines(body.current, window.getSelection());
      if (!selected || selected.within || selected.ids.length === 0) return;
      const rows = selected.ids.flatMap((id): LineRow[] => {
        const row = scroller.plan().rows.find((planned) => planned.row?.id === id)?.row;
        return row?.type === 'line' ? [row] : [];
      });
      event.preventDefault();
      const written = writtenLines(rows);
      if (written.every((text) => text !== null)) event.clipboardData.setData('text/plain', written.join('\n'));
      else void wholeLines(model, rows).then((texts) => copyText(texts.join('\n')));
    },
    [model, scroller, body],
  );
}
