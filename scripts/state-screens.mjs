/*
 * node scripts/state-screens.mjs FOLDER [SCREEN…]: pictures of every state a table can be in, for looking at: stale, unreachable,
 * forbidden, in part, without a login, another clock, empty, lost, and the diagnostics. Each as SCREEN-LANGUAGE-THEME-WIDTH.png in
 * English and French, light and dark, at 1440x900 and 1000x700. The clusters are the demo fleet and fault servers (test/faults).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onNode24, orExit, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { ensureBrowser } from './ensure-browser.mjs';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1000, height: 700 },
];
const languages = { en: 'en-GB', fr: 'fr-FR' };

/** What an expired single sign-on says, in the words of the AWS CLI. */
const signedOut = `#!/bin/sh
echo 'Error when retrieving token from sso: Token has expired and refresh failed' >&2
echo 'Run aws sso login --profile shop to sign in again' >&2
exit 255
`;

const demoContexts = ['kapsule-prod', 'ovh-prod', 'eks-live'];

/** The screens: contexts in scope, the rest of the address, and what to do before the picture. `down`: the shop's server is stopped, or was. */
const screens = {
  unreachable: { contexts: ['lyon-edge'] },
  'unreachable-beside': { contexts: ['lyon-edge', ...demoContexts] },
  forbidden: { contexts: ['ops-gke'] },
  partial: { contexts: ['data-eks', 'kapsule-prod'], ready: 'strip' },
  'partial-why': {
    contexts: ['data-eks', 'kapsule-prod'],
    ready: 'strip',
    prepare: (page) => page.locator('[data-strip=partial]').getByRole('button').first().click(),
  },
  'partial-empty': { contexts: ['data-eks'], path: 'services' },
  'no-login': { contexts: ['bank-oidc'] },
  rejected: { contexts: ['ci-token'] },
  clock: { contexts: ['oslo-clock'], ready: 'rows' },
  empty: {
    contexts: ['shop-prod', 'data-eks', 'ops-gke', 'lyon-edge', 'bank-oidc', 'off-context', 'kapsule-prod'],
    query: '&f=nothing-is-called-so',
  },
  'not-connected': { contexts: ['off-context'] },
  strips: { contexts: ['data-eks', 'ops-gke', 'lyon-edge', 'bank-oidc', 'ci-token', ...demoContexts], ready: 'rows' },
  diagnostics: {
    contexts: ['shop-prod', 'data-eks', 'lyon-edge', 'bank-oidc', ...demoContexts],
    ready: 'rows',
    prepare: (page) => openDiagnostics(page),
  },
  'diagnostics-whole': {
    contexts: ['shop-prod', 'data-eks', 'lyon-edge', 'bank-oidc', 'oslo-clock', ...demoContexts],
    ready: 'rows',
    prepare: async (page) => {
      await openDiagnostics(page);
      const panel = page.locator('[role=tabpanel]');
      await page.keyboard.press('Control+Shift+J');
      for (const name of ['shop-prod', 'data-eks']) await panel.getByRole('button', { name }).click();
    },
  },
  'diagnostics-restarts': {
    contexts: ['shop-prod', 'lyon-edge', 'kapsule-prod'],
    ready: 'rows',
    prepare: async (page) => {
      await openDiagnostics(page);
      await page.locator('[role=tabpanel] td button').first().click();
    },
  },
  keys: { contexts: demoContexts, ready: 'rows', prepare: (page) => page.keyboard.press('?') },
  stale: { contexts: ['shop-prod', 'kapsule-prod'], ready: 'stale', down: true },
  'stale-alone': { contexts: ['shop-prod'], ready: 'stale', down: true },
  'stale-empty': { contexts: ['shop-prod', 'kapsule-prod'], query: '&f=nothing-is-called-so', ready: 'staleReason', down: 'already' },
  lost: { contexts: ['kapsule-prod'], ready: 'rows', lost: true },
};

async function openDiagnostics(page) {
  await page.keyboard.press('g');
  await page.keyboard.press('x');
  // Rates and stalls need some answers, a second apart.
  await page.locator('[role=tabpanel] tbody').first().waitFor();
  await page.waitForTimeout(4_000);
}

const waits = {
  rows: (page) => page.getByRole('gridcell').nth(20).waitFor({ timeout: 60_000 }),
  strip: (page) => page.locator('[data-strip=partial]').first().waitFor({ timeout: 60_000 }),
  // The empty state has no strip: its reason says the same.
  staleReason: (page) =>
    page
      .getByText(/Unknown: stale|Inconnu|péri/)
      .first()
      .waitFor({ timeout: 60_000 }),
  stale: (page) => page.locator('[data-strip=stale]').first().waitFor({ timeout: 60_000 }),
};

async function makeClusters(folder) {
  const { startFaultServer } = await import('../test/faults/fault-server.ts');
  const { adminUser, namespacedUser } = await import('../electron/demo/users.ts');
  const { namespace, pod } = await import('../test/electron/demo/test-objects.ts');
  const developer = namespacedUser('lena@shop.example', ['shop', 'search'], ['shop:developers']);
  const auditor = { ...namespacedUser('audit@shop.example', [], ['auditors']) };
  const fill = (server, names, pods) => {
    for (const name of names) server.cluster.create('namespaces', namespace(name));
    for (let index = 0; index < pods; index++)
      server.cluster.create('pods', pod(names[index % names.length], `web-6f7c9d8b5-${String(index).padStart(5, '0')}`));
  };
  const shop = await startFaultServer({ gitVersion: 'v1.33.2' });
  fill(shop, ['shop', 'payments'], 42);
  const shared = await startFaultServer({
    gitVersion: 'v1.32.9-eks-5d4a308',
    users: new Map([
      ['developer', developer],
      ['auditor', auditor],
    ]),
  });
  fill(shared, ['shop', 'search', 'payments', 'ledger', 'fraud-detection', 'kube-system'], 60);
  const late = await startFaultServer({
    gitVersion: 'v1.34.1',
    users: new Map([['admin', adminUser('nils@shop.example')]]),
    clockOffsetMs: 3 * 3_600_000,
  });
  fill(late, ['shop'], 30);
  const aws = join(folder, 'aws');
  writeFileSync(aws, signedOut, { mode: 0o700 });
  const context = (name, server, user) => ({ name, server: server?.url ?? 'https://127.0.0.1:9', ca: server?.certificateAuthority, user });
  const list = [
    context('shop-prod', shop, { token: shop.token }),
    context('data-eks', shared, { token: 'developer' }),
    context('ops-gke', shared, { token: 'auditor' }),
    context('lyon-edge', null, { token: 'none' }),
    context('bank-oidc', shop, {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        interactiveMode: 'Never',
        command: aws,
        args: ['eks', 'get-token', '--cluster-name', 'bank'],
      },
    }),
    context('ci-token', shop, { token: 'of-last-year' }),
    context('oslo-clock', late, { token: 'admin' }),
    context('off-context', shop, { token: shop.token }),
  ];
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: list.map(({ name, server, ca }) => ({
      name,
      cluster: { server, ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }) },
    })),
    users: list.map(({ name, user }) => ({ name, user })),
    contexts: list.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
  };
  const file = join(folder, 'config');
  writeFileSync(file, JSON.stringify(kubeconfig), { mode: 0o600 });
  const names = list.map(({ name }) => name).filter((name) => name !== 'off-context');
  return { file, names, shop, servers: [shop, shared, late] };
}

async function takeAll(folder, wanted) {
  const scratch = mkdtempSync(join(tmpdir(), 'timonier-screens-'));
  const { atPods, serveApp } = await import('../test/e2e/serve-app.ts');
  const { launchBrowser } = await import('../test/e2e/browser.ts');
  const clusters = await makeClusters(scratch);
  const browser = await launchBrowser();
  try {
    for (const [language, locale] of Object.entries(languages)) {
      await clusters.shop.start();
      const flags = ['--demo', '--kubeconfig', clusters.file, ...clusters.names.flatMap((name) => ['--context', name])];
      const app = await serveApp(flags);
      const context = await browser.newContext({ reducedMotion: 'reduce', locale });
      const page = await context.newPage();
      await page.goto(atPods(app.url));
      await page.getByRole('main').waitFor();
      for (const [name, screen] of Object.entries(screens)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue;
        await show(page, app, clusters, screen).catch(async (error) => {
          await page.screenshot({ path: join(folder, `failed-${name}-${language}.png`) });
          throw error;
        });
        for (const size of sizes)
          for (const theme of ['light', 'dark']) {
            await page.setViewportSize(size);
            await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
            await page.waitForTimeout(200);
            const file = join(folder, `${name}-${language}-${theme}-${size.width}.png`);
            await page.screenshot({ path: file });
            console.log(file);
          }
      }
      await context.close();
      await app.stop();
    }
  } finally {
    await browser.close();
    await Promise.all(clusters.servers.map((server) => server.close()));
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function show(page, app, clusters, { contexts, path = 'pods', query = '', ready, prepare, down = false, lost = false }) {
  const scope = contexts.map((name) => `c=${encodeURIComponent(`${demoContexts.includes(name) ? 'demo' : clusters.file}#${name}`)}`);
  await page.setViewportSize(sizes[0]);
  await page.goto(`${app.origin}/r/${path}?${scope.join('&')}${query}`);
  if (down === true) {
    await page.locator('[data-strip=stale]').or(page.getByRole('gridcell').nth(20)).first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1_000);
    await clusters.shop.stop();
  }
  if (ready !== undefined) await waits[ready](page);
  await page.evaluate(() => document.fonts.ready);
  // What is asked beside the list (who am I, may I) is there.
  await page.waitForTimeout(1_500);
  await prepare?.(page);
  if (lost) await app.stop();
  if (lost) await page.waitForTimeout(2_500);
}

async function main() {
  const [folder, ...wanted] = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in screens));
  if (folder === undefined || unknown.length > 0)
    throw new SetupError(`node scripts/state-screens.mjs FOLDER [${Object.keys(screens).join('|')}]`);
  await buildStale();
  Object.assign(process.env, await ensureBrowser());
  const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  mkdirSync(target, { recursive: true });
  await takeAll(target, wanted);
}

await onNode24(import.meta.url);
await orExit(main);
