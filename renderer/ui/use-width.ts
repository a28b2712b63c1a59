import { type RefObject, useLayoutEffect, useState } from 'react';

/** Width before the first measurement, px: that of the main area in a 1440 px window. */
const firstGuess = 1_216;

/** The width of an element in px, renewed when it changes. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(firstGuess);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    setWidth(Math.floor(target.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(target.clientWidth)));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
