import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Configuration, Platform } from 'electron-builder';
import { load } from 'js-yaml';
import { setting } from './launch.ts';

const root = path.join(import.meta.dirname, '..', '..');

/**
 * Packages the lane's build with electron-builder.yml as it is (asar, fuses, afterPack) on the lane's runtime; resolves to the
 * folder with the executable `timonier`. On Electron 22 the shim starts first, and what its Node 24 runs lies beside the asar.
 */
export async function packageForLane(): Promise<string> {
  const runtime = setting('TIMONIER_LANE_RUNTIME');
  const shim = setting('TIMONIER_LANE_SHIM');
  const version = readFileSync(path.join(runtime, 'version'), 'utf8').trim().replace(/^v/, '');
  const folder = mkdtempSync(path.join(tmpdir(), 'timonier-package-'));
  chmodSync(folder, 0o755);
  const app = path.join(folder, 'app');
  mkdirSync(app);
  const source = path.dirname(path.dirname(preloadPath()));
  for (const part of ['main', 'data', 'renderer']) cpSync(path.join(source, part), path.join(app, 'dist', part), { recursive: true });
  if (shim !== '') {
    cpSync(path.dirname(shim), path.join(app, 'dist', 'lane'), { recursive: true });
    writeFileSync(path.join(app, 'dist', 'lane', 'entry.cjs'), "require('./electron-22.cjs');\nrequire('../main/main.cjs');\n");
  }
  const main = shim === '' ? 'dist/main/main.cjs' : 'dist/lane/entry.cjs';
  writeFileSync(
    path.join(app, 'package.json'),
    JSON.stringify({ name: 'timonier', productName: 'Timonier', version: '0.1.0', description: 'test', author: 'test', main }),
  );
  const config = load(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) as Configuration & {
    electronFuses: Record<string, boolean>;
  };
  if (version.startsWith('22.')) {
    // Fuses that came later.
    delete config.electronFuses.grantFileProtocolExtraPrivileges;
  }
  Object.assign(config, {
    electronVersion: version,
    electronDist: runtime,
    directories: { output: path.join(folder, 'out'), buildResources: path.join(root, 'resources') },
    files: ['dist/**', 'package.json', '!**/*.map'],
    afterPack: path.join(root, 'scripts', 'after-pack.cjs'),
    linux: { ...config.linux, icon: path.join(root, 'resources', 'icon.png') },
    ...(shim === '' ? {} : { asarUnpack: ['dist/data/**', 'dist/lane/**'] }),
  });
  // Its own folder as the project: else electron-builder.yml would be merged back over this.
  await build({ projectDir: app, config, targets: Platform.current().createTarget('dir') });
  const unpacked = path.join(folder, 'out', 'linux-unpacked');
  if (!existsSync(path.join(unpacked, 'timonier'))) throw new Error(`electron-builder made no ${unpacked}/timonier`);
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return unpacked;
}

/** The preload beside the app that is tested. */
export function preloadPath(): string {
  const app = setting('TIMONIER_LANE_APP');
  return app.endsWith('main.cjs') ? app.replace(/main\.cjs$/, 'preload.cjs') : `${app}/main/preload.cjs`;
}
