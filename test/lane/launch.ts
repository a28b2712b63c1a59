import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Display, startDisplay } from './display.ts';

/** The app in a real window. */
export interface Launched {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What it wrote on the console. */
  output(): string;
  /** Where it keeps its settings, records and log file. */
  readonly home: string;
  /** What it wrote to its log file. */
  log(): string;
  close(): Promise<void>;
}

/** One value of the lane's environment, which scripts/ensure-electron.mjs sets. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run this lane with npm test -- electron`);
  return value;
}

/** Starts the app with the flags, settings of its own, the Chromium sandbox on, as an ordinary user. */
export async function launchApp(flags: readonly string[]): Promise<Launched> {
  const display: Display = await startDisplay();
  const home = mkdtempSync(path.join(tmpdir(), 'timonier-lane-home-'));
  const user = setting('TIMONIER_LANE_USER');
  if (user !== '') execFileSync('chown', [`${user}:`, home]);
  const shim = setting('TIMONIER_LANE_SHIM');
  let output = '';
  const app = await _electron.launch({
    executablePath: setting('TIMONIER_LANE_ELECTRON'),
    args: [
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--user-data-dir=${home}`,
      ...(shim === '' ? [] : ['-r', shim]),
      setting('TIMONIER_LANE_APP'),
      ...flags,
    ],
    // Without it Playwright adds --no-sandbox.
    chromiumSandbox: true,
    colorScheme: null,
    env: {
      ...(process.env as Record<string, string>),
      ...(display.name === undefined ? {} : { DISPLAY: display.name }),
      HOME: home,
      KUBECONFIG: '',
      LANG: 'en_US.UTF-8',
    },
    timeout: 60_000,
  });
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  const page = await app.firstWindow();
  const close = async () => {
    await app.close();
    display.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const log = () => {
    try {
      return readFileSync(path.join(home, 'timonier.log'), 'utf8');
    } catch {
      // nothing was written yet
      return '';
    }
  };
  return { app, page, home, output: () => output, log, close };
}

/** Polls until `condition` holds; for things outside of the page that no event tells. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>, limit = 20_000): Promise<void> {
  for (const end = Date.now() + limit; !(await condition()); await new Promise((resolve) => setTimeout(resolve, 50)))
    if (Date.now() > end) throw new Error(`not within ${limit} ms: ${what}`);
}
