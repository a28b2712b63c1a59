import { LineScroller } from './line-scroller.ts';
import type { LogViewModel } from './log-view-model.ts';

const scrollers = new WeakMap<LogViewModel, LineScroller>();

/** The scroller of a view in this page: one for its life, so that its place survives a change of tabs. */
export function scrollerOf(model: LogViewModel): LineScroller {
  let scroller = scrollers.get(model);
  if (!scroller) {
    scroller = new LineScroller(model, (callback) => {
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    });
    scrollers.set(model, scroller);
  }
  return scroller;
}
