import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { type Complaints, launchBrowser, watchComplaints } from './browser.ts';
import { atPods, type ServedApp, serveApp } from './serve-app.ts';

/** The demo fleet in a browser, and what tests look at. */
export interface DemoPage {
  readonly app: ServedApp;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: Complaints;
  /** The table. */
  readonly grid: Locator;
  close(): Promise<void>;
}

/** Serves the demo fleet and opens its pods at the given size. `home`: as for `serveApp`, with what another start left. */
export async function openDemo(
  options: { width?: number; height?: number; dark?: boolean; locale?: string } = {},
  home?: string,
): Promise<DemoPage> {
  const app = await serveApp(['--demo'], home);
  const browser = await launchBrowser();
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark === true ? 'dark' : 'light',
    locale: options.locale ?? 'en-US',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints = await watchComplaints(page, app.origin);
  await page.goto(atPods(app.url));
  const close = async () => {
    await browser.close();
    await app.stop();
  };
  return { app, browser, context, page, complaints, grid: page.getByRole('grid'), close };
}

/** How many rows the table says it has, without its head; -1 while there is no table. */
export async function rowCount(grid: Locator): Promise<number> {
  if ((await grid.count()) !== 1) return -1;
  return Number(await grid.getAttribute('aria-rowcount')) - 1;
}

/** Polls until `condition` holds for what the page shows. */
export async function until(what: string, condition: () => Promise<boolean>, limit = 20_000): Promise<void> {
  for (const end = Date.now() + limit; !(await condition()); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
}
