import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** The search thread bundled as `npm run build` bundles it, in a folder of its own. */
export async function bundleSearchThread(): Promise<{ readonly file: string; readonly remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-search-'));
  const file = path.join(folder, 'log-search-thread.cjs');
  await build({
    absWorkingDir: path.join(import.meta.dirname, '..', '..', '..', '..', '..'),
    entryPoints: ['electron/log-search-thread.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    logLevel: 'error',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
