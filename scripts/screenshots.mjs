/*
 * npm run screenshots [-- --out FOLDER]: the pictures of the README, taken from the demo fleet: docs/screenshots/NAME-light.png
 * and NAME-dark.png at 1440x900, and pods at 1000x700. A fourth context that nobody answers stands beside the demo's three.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onNode24, orExit, root, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { ensureBrowser } from './ensure-browser.mjs';

/** A kubeconfig whose one cluster refuses every connection: port 9 is `discard`, and nobody listens there. */
const deadContext = {
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'lyon-edge', cluster: { server: 'https://127.0.0.1:9' } }],
  users: [{ name: 'lyon-edge', user: { token: 'none' } }],
  contexts: [{ name: 'lyon-edge', context: { cluster: 'lyon-edge', user: 'lyon-edge' } }],
};

/** What is shown in each picture, from the loaded pods on. */
const pictures = {
  fleet: async (page) => {
    for (const key of ['g', 'f']) await page.keyboard.press(key);
    await page.getByText('lyon-edge cannot be reached.').waitFor();
    await page.getByText(/OOMKilled \d+ times/).waitFor();
    await page.getByText('Budget lets no pod go').first().waitFor();
  },
  problems: async (page) => {
    await pictures.fleet(page);
    for (const key of ['g', 'P']) await page.keyboard.press(key);
    await page.getByText(/OOMKilled \d+ times/).click();
    await page.getByRole('heading', { name: 'Look at next' }).waitFor();
  },
  pods: async () => undefined,
  drawer: async (page) => {
    await page.getByRole('grid').focus();
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    await page.getByRole('tab').first().waitFor();
  },
  palette: async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('pay');
  },
  logs: async (page) => {
    for (const key of ['g', 'd']) await page.keyboard.press(key);
    await page.getByRole('gridcell', { name: 'payments-gateway' }).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('/payments|checkout-api/');
    await page.keyboard.press('Enter');
    for (const key of ['Control+a', 'l']) await page.keyboard.press(key);
    await page.keyboard.press('Control+Shift+J');
    // Some hundred lines a second come in from then on; a histogram of ten minutes is there at once.
    await page.getByText('timeout').first().waitFor({ timeout: 60_000 });
    await page.keyboard.press('/');
    await page.keyboard.type('timeout');
    await page.keyboard.press('Enter');
    await page
      .getByText(/^[\d,]+ of [\d,]+$/)
      .first()
      .waitFor();
  },
  nodes: async (page) => {
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.getByRole('columnheader', { name: /version/i }).waitFor();
    await page
      .getByText(/^listing \d/)
      .first()
      .waitFor({ state: 'detached' });
  },
  'drain-plan': (page) => planDrain(page),
  protected: (page) => askDrain(page),
  'drain-run': (page) => runDrain(page),
};

/** From the table of nodes to the plan of two of them in two clusters: one has pods that their budgets hold. */
async function planDrain(page) {
  await pictures.nodes(page);
  const rows = ['node-gra-b3-16-c3b8', 'ip-10-0-12-34.eu-west-3'].map((hasText) => page.getByRole('row').filter({ hasText }));
  for (const row of rows) await row.click({ modifiers: ['Control'] });
  await rows[0].click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Drain…/ }).click();
  await page.getByRole('switch', { name: 'Lose emptyDir data' }).click();
  await page.getByRole('row').filter({ hasText: 'Blocked' }).first().waitFor();
  await page.getByText('Loses emptyDir').first().waitFor();
}

async function askDrain(page) {
  await planDrain(page);
  await page.getByRole('button', { name: 'Start drain…' }).click();
  await page.getByRole('textbox', { name: 'Type ovh-prod to go on' }).fill('ovh-pr');
}

async function runDrain(page) {
  await askDrain(page);
  for (const name of ['ovh-prod', 'eks-live']) await page.getByRole('textbox', { name: `Type ${name} to go on` }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Drain 2 nodes' }).click();
  await page.getByText('Replaced by').first().waitFor({ timeout: 60_000 });
  await page
    .getByText(/holds .*: its budget needs/)
    .first()
    .waitFor({ timeout: 60_000 });
}

async function take(browser, folder, theme, name, size, prepare, flags) {
  const { atPods, serveApp } = await import('../test/e2e/serve-app.ts');
  const app = await serveApp(flags);
  const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce', locale: 'en-GB' });
  try {
    const page = await context.newPage();
    await page.goto(atPods(app.url));
    await page.getByRole('gridcell').nth(100).waitFor({ timeout: 60_000 });
    // The status bar counts: the demo's three clusters are live before anything is shown.
    await page.getByText('3 live', { exact: true }).waitFor({ timeout: 60_000 });
    await prepare(page);
    // Fonts are files of our own; a picture before they are in would show the fallback.
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(700);
    const file = join(folder, `${name}-${theme}.png`);
    await page.screenshot({ path: file });
    console.log(file);
  } finally {
    await context.close();
    await app.stop();
  }
}

async function screenshots() {
  const from = process.env.INIT_CWD ?? process.cwd();
  const [flag, value] = process.argv.slice(2);
  if (flag !== undefined && (flag !== '--out' || value === undefined)) throw new SetupError('npm run screenshots [-- --out FOLDER]');
  const folder = value === undefined ? join(root, 'docs', 'screenshots') : resolve(from, value);
  await buildStale();
  Object.assign(process.env, await ensureBrowser());
  const { launchBrowser } = await import('../test/e2e/browser.ts');
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'timonier-screenshots-'));
  const kubeconfig = join(scratch, 'config');
  writeFileSync(kubeconfig, JSON.stringify(deadContext), { mode: 0o600 });
  const browser = await launchBrowser();
  try {
    const large = { width: 1440, height: 900 };
    const flags = ['--demo', '--kubeconfig', kubeconfig, '--context', 'lyon-edge'];
    for (const theme of ['light', 'dark']) {
      for (const [name, prepare] of Object.entries(pictures)) await take(browser, folder, theme, name, large, prepare, flags);
      await take(browser, folder, theme, 'pods-small', { width: 1000, height: 700 }, pictures.pods, flags);
    }
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

await onNode24(import.meta.url);
await orExit(screenshots);
