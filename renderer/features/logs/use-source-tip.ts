import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react';

/** Long enough not to flicker while the pointer crosses the list, in ms; as ui/tooltip.tsx. */
const openDelayMs = 450;

/** Which row the tooltip speaks of: its key, and where it is in the list, in px. */
export interface TippedRow {
  readonly key: string;
  readonly top: number;
  readonly height: number;
}

/** The row under the pointer, after a moment, or with the keyboard's focus. One tooltip for the whole list costs what one for each row would a hundred times. */
export function useSourceTip() {
  const [row, setRow] = useState<TippedRow | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const close = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    setRow(null);
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const open = (target: EventTarget, delay: number) => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-source]') : null;
    const key = element?.dataset.source;
    if (!element || key === undefined) return close();
    if (row?.key === key) return;
    close();
    const show = () => setRow({ key, top: element.offsetTop, height: element.offsetHeight });
    if (delay === 0) show();
    else timer.current = setTimeout(show, delay);
  };
  return {
    row,
    handlers: {
      onPointerOver: (event: PointerEvent) => open(event.target, openDelayMs),
      onPointerLeave: close,
      onPointerDown: close,
      onFocus: (event: FocusEvent) => {
        if (event.target.matches(':focus-visible')) open(event.target, 0);
      },
      onBlur: close,
    },
  };
}
