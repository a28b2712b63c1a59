import { type RefObject, useEffect } from 'react';
import type { LineScroller } from './line-scroller.ts';

/**
 * Wheel and touchpad over the lines and their scrollbar. A listener of its own: React's are passive, and the page (or the capped
 * scrollbar) must not scroll by itself.
 */
export function useWheel(element: RefObject<HTMLElement | null>, lineHeight: number, scroller: LineScroller): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      // With mod it is the zoom's.
      if (event.ctrlKey || event.metaKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE
          ? lineHeight
          : event.deltaMode === WheelEvent.DOM_DELTA_PAGE
            ? target.clientHeight
            : 1;
      scroller.scrollBy(event.deltaY * unit);
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element, lineHeight, scroller]);
}
