import type { FrameClock } from './merged-list.ts';

/** A hidden page gets no frames; its lists are still applied this often, in ms, so that nothing piles up. */
const hiddenMs = 500;

/** Time and frames of this page. */
export const browserClock: FrameClock = {
  now: () => Date.now(),
  frame: (callback) => {
    let done = false;
    const run = () => {
      if (done) return;
      done = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      callback();
    };
    const frame = requestAnimationFrame(run);
    const timer = setTimeout(run, hiddenMs);
    return () => {
      done = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  },
  timer: (callback, ms) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
