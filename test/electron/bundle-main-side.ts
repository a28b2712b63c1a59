import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..', '..');

/** The browser shell and its threads as `npm run build` lays them out, in a folder of its own. */
export interface MainSideBundles {
  readonly folder: string;
  /** serve/serve.cjs */
  readonly serve: string;
  /** data/ */
  readonly threads: string;
  readonly remove: () => void;
}

/** Bundles what tests start as processes and threads, with a page of one line: independent of whether and when dist/ was built. */
export async function bundleMainSide(): Promise<MainSideBundles> {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-test-'));
  await build({
    absWorkingDir: root,
    entryPoints: {
      'serve/serve': 'electron/serve.ts',
      'data/data-thread': 'electron/data-thread.ts',
      'data/log-thread': 'electron/log-thread.ts',
      'data/log-search-thread': 'electron/log-search-thread.ts',
      'data/demo-thread': 'electron/demo/demo-thread.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename', 'import.meta.url': '__bundleUrl' },
    banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
  mkdirSync(path.join(folder, 'renderer'));
  writeFileSync(path.join(folder, 'renderer', 'index.html'), '<!doctype html><title>page</title>');
  return {
    folder,
    serve: path.join(folder, 'serve', 'serve.cjs'),
    threads: path.join(folder, 'data'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
