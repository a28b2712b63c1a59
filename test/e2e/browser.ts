import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts the browser that `npm test` found ($TIMONIER_BROWSER), else a usual one. */
export function launchBrowser(): Promise<Browser> {
  const usual = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  const executablePath = process.env.TIMONIER_BROWSER ?? usual.find((file) => existsSync(file));
  // Chromium refuses root with its sandbox on; the sandbox of our own window is tested in the Electron lane, as an ordinary user.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--disable-dev-shm-usage', ...(asRoot ? ['--no-sandbox'] : [])],
  });
}

/** What a page must not do; read it at the end of a test. */
export interface Complaints {
  /** Console errors, uncaught errors, refusals of the content security policy, requests that left this origin. */
  list(): Promise<string[]>;
}

/** Watches a page from before its first script on. */
export async function watchComplaints(page: Page, origin: string): Promise<Complaints> {
  const found: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text())) found.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => found.push(`uncaught: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) found.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(globalThis, { __refused: refused });
    document.addEventListener('securitypolicyviolation', (event) =>
      refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`),
    );
  });
  return {
    list: async () => [
      ...found,
      ...(await page.evaluate(() => (globalThis as unknown as { __refused: string[] }).__refused)).map((one) => `csp: ${one}`),
    ],
  };
}
