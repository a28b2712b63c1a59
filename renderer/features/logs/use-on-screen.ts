import { useEffect, useState } from 'react';
import { scrollerOf } from './line-scrollers.ts';
import type { LogViewModel } from './log-view-model.ts';

/** The mark on the chart moves at most that often, in ms. */
const renewMs = 250;

/** Times of the first and the last line on screen, ms since the epoch. */
export interface OnScreen {
  readonly from: number;
  readonly to: number;
}

/** Rows that are on screen, without those held ready beyond its edges. */
function rowsOnScreen(model: LogViewModel) {
  const scroller = scrollerOf(model);
  const { rows, following, anchorIndex } = scroller.plan();
  const count = scroller.pageRows() + 1;
  return following ? rows.slice(-count) : rows.slice(anchorIndex, anchorIndex + count);
}

/** Position of the first row on screen; 0 while there is none. */
export function firstOnScreen(model: LogViewModel): number {
  return rowsOnScreen(model)[0]?.position ?? 0;
}

/** Which time the lines on screen are of; null while none is known. */
export function useOnScreen(model: LogViewModel): OnScreen | null {
  const [shown, setShown] = useState<OnScreen | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const read = () => {
      timer = null;
      const times = rowsOnScreen(model).flatMap(({ row }) => (row ? [row.time] : []));
      const next = times.length === 0 ? null : { from: Math.min(...times), to: Math.max(...times) };
      setShown((now) => (now?.from === next?.from && now?.to === next?.to ? now : next));
    };
    const later = () => {
      timer ??= setTimeout(read, renewMs);
    };
    read();
    const stop = scrollerOf(model).subscribe(later);
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [model]);
  return shown;
}
