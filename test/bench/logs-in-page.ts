import type { Browser, Page } from 'playwright-core';
import { addressOfLogPage } from '../../shared/log-page.ts';
import type { LogSelection } from '../../shared/logs.ts';
import { launchBrowser } from '../e2e/browser.ts';
import type { ServedApp } from '../e2e/serve-app.ts';
import { type BenchApp, benchNamespace } from './log-server-pods.ts';
import { watchFrames } from './page-frames.ts';
import type { LogServer } from './start-log-server.ts';

/** A log view in a window of its own, in a real Chromium. */
export interface LogWindow {
  readonly page: Page;
  close(): Promise<void>;
}

/** Opens the view of one app of the server from its beginning, and waits until a line is there. */
export async function openLogWindow(app: ServedApp, server: LogServer, benchApp: BenchApp): Promise<LogWindow> {
  const browser: Browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  await watchFrames(page);
  await page.goto(await app.launchUrl());
  await page.getByText('bench', { exact: true }).first().waitFor();
  const selections: LogSelection[] = [
    { contextId: server.contextId, target: { type: 'labels', selector: `app=${benchApp}`, namespaces: [benchNamespace] }, containers: [] },
  ];
  const start = { since: { type: 'all' }, tailLines: null, previous: false } as const;
  await page.goto(app.origin + addressOfLogPage({ title: benchApp, selections, start }));
  await page.getByRole('log').waitFor();
  return { page, close: () => browser.close() };
}

/** Scrolls by the wheel, up for the first half of the time and down for the second, as fast as a wheel is turned. */
export async function scrollLines(page: Page, ms: number): Promise<void> {
  await page.getByRole('log').hover();
  const started = performance.now();
  for (let now = started; now - started < ms; now = performance.now()) {
    await page.mouse.wheel(0, now - started < ms / 2 ? -600 : 600);
    await page.waitForTimeout(16);
  }
}

/** Types a regular expression and presses enter. Returns ms from there until the page says the first count, and until it says `found`. */
export async function searchLines(
  page: Page,
  pattern: string,
  found: number,
): Promise<{ readonly firstMs: number; readonly allMs: number }> {
  const field = page.getByRole('textbox', { name: /search/i }).or(page.getByRole('searchbox', { name: /search/i }));
  const regex = page.getByRole('button', { name: /regular expression/i });
  if ((await regex.getAttribute('aria-pressed')) !== 'true') await regex.click();
  await field.first().fill(pattern);
  return page.evaluate(
    ({ all }) =>
      new Promise<{ firstMs: number; allMs: number }>((resolve) => {
        const element = document.activeElement ?? document.body;
        const started = performance.now();
        let firstMs = Number.NaN;
        const look = () => {
          // `20,000`, and `3 of 20,000` once a hit is gone to; how far the search has come (`12 %`) is no count.
          const text = element.parentElement?.textContent ?? '';
          const counts = [...text.matchAll(/\d[\d,]*(?![\d,]* %)/g)].map(([count]) => Number(count.replaceAll(',', '')));
          if (Number.isNaN(firstMs) && counts.some((count) => count > 0)) firstMs = performance.now() - started;
          if (counts.includes(all)) resolve({ firstMs, allMs: performance.now() - started });
          else requestAnimationFrame(look);
        };
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
        requestAnimationFrame(look);
      }),
    { all: found },
  );
}

/** How late each line that appears is on screen, by the time it says itself, for `ms`. Lines that never came into sight do not count. */
export async function latenciesOnScreen(page: Page, ms: number): Promise<readonly number[]> {
  return page.evaluate(
    (length) =>
      new Promise<number[]>((resolve) => {
        const late: number[] = [];
        const started = performance.now();
        let newest = -1;
        const look = () => {
          const now = Date.now();
          const midnight = now - (now % 86_400_000);
          const before = newest;
          for (const line of document.querySelectorAll<HTMLElement>('[role=log] [data-id]')) {
            const id = Number(line.dataset.id);
            const clock = /(\d\d):(\d\d):(\d\d)\.(\d{3})/.exec(line.textContent ?? '');
            if (id <= before || clock === null) continue;
            newest = Math.max(newest, id);
            const [hours = 0, minutes = 0, seconds = 0, millis = 0] = clock.slice(1).map(Number);
            // The first look sees what was there already.
            if (before >= 0) late.push(now - midnight - (((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis));
          }
          if (performance.now() - started < length) requestAnimationFrame(look);
          else resolve(late);
        };
        requestAnimationFrame(look);
      }),
    ms,
  );
}
