import type { Page } from 'playwright-core';

/** What the page's main thread did for a while; all in ms. */
export interface FrameFigures {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** Longest turn. Counted from 50 on (Long Tasks API); 0 when none was as long. */
  readonly longestTaskMs: number;
}

declare global {
  interface Window {
    benchFrames: number[];
    benchTasks: number[];
  }
}

/** Has a page count its frames and long tasks from its start on, for `framesWhile`. Before it goes anywhere. */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchFrames = [];
    window.benchTasks = [];
    let last = performance.now();
    const next = (now: number) => {
      window.benchFrames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.benchTasks.push(entry.duration);
    }).observe({ entryTypes: ['longtask'] });
  });
}

/** Does something and tells how the page moved meanwhile. */
export async function framesWhile(page: Page, work: () => Promise<void>): Promise<FrameFigures> {
  await page.evaluate(() => {
    window.benchFrames.length = 0;
    window.benchTasks.length = 0;
  });
  await work();
  const { frames, tasks } = await page.evaluate(() => ({ frames: window.benchFrames, tasks: window.benchTasks }));
  const sorted = frames.filter((ms) => ms > 0).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { medianMs: at(0.5), p95Ms: at(0.95), worstMs: at(1), longestTaskMs: Math.max(0, ...tasks) };
}
