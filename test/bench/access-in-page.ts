import { launchBrowser } from '../e2e/browser.ts';
import { until } from '../e2e/page.ts';
import { atPods, serveApp } from '../e2e/serve-app.ts';
import { type FrameFigures, framesWhile, watchFrames } from './page-frames.ts';

/** How long the grid is scrolled, and how long nothing is done before, ms. */
const scrolledMs = 6_000;

/** The grid of the demo's three clusters in a real Chromium: frames while the wheel is turned, those of the page at rest, and how large it is. */
export async function scrollAccessGrid(): Promise<{
  readonly scrolled: FrameFigures;
  readonly rest: FrameFigures;
  readonly rows: number;
  readonly columns: number;
}> {
  const app = await serveApp(['--demo']);
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    const page = await context.newPage();
    await watchFrames(page);
    await page.goto(atPods(app.url));
    await page.getByRole('gridcell').first().waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    const grid = page.getByRole('grid');
    await page.getByText(/\d{3,} questions asked, 0 without/).waitFor();
    await until('every cell is confirmed', async () => (await page.locator('[data-implied]').count()) === 1);
    const rest = await framesWhile(page, () => page.waitForTimeout(scrolledMs / 2));
    await grid.hover();
    const scrolled = await framesWhile(page, async () => {
      const started = performance.now();
      for (let now = started; now - started < scrolledMs; now = performance.now()) {
        await page.mouse.wheel(0, now - started < scrolledMs / 2 ? 300 : -300);
        await page.waitForTimeout(16);
      }
    });
    const count = async (name: string) => Number(await grid.getAttribute(name));
    return { scrolled, rest, rows: (await count('aria-rowcount')) - 1, columns: (await count('aria-colcount')) - 2 };
  } finally {
    await browser.close();
    await app.stop();
  }
}
