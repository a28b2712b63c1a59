/*
 * npm run package [-- --dir]: builds, then packages for this platform with electron-builder; `--dir` makes the unpacked folder
 * only. Reads the fuses of the result back. test/lane/packaged.test.ts packages with the same electron-builder.yml.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onNode24, orExit, root, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';

async function packageApp() {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => flag !== '--dir');
  if (unknown !== undefined) throw new SetupError(`unknown argument "${unknown}"; npm run package [-- --dir]`);
  const electron = electronBinary();
  if (electron.path === undefined) throw new SetupError(`${electron.missing}, so nothing can be packaged here`);
  await buildStale();
  rmSync(join(root, 'out', 'package'), { recursive: true, force: true });
  const { build, Platform } = await import('electron-builder');
  const files = await build({ projectDir: root, targets: Platform.current().createTarget(flags.includes('--dir') ? 'dir' : undefined) });
  for (const file of files) console.log(file);
  await checkFuses();
}

/** The fuses as they are in the binary, compared with what electron-builder.yml asks for. */
async function checkFuses() {
  const binary = join(root, 'out', 'package', 'linux-unpacked', 'timonier');
  if (!existsSync(binary)) return;
  const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
  const wire = await getCurrentFuseWire(binary);
  const on = 49;
  for (const [name, wanted] of [
    ['RunAsNode', false],
    ['EnableNodeOptionsEnvironmentVariable', false],
    ['EnableNodeCliInspectArguments', false],
    ['OnlyLoadAppFromAsar', true],
  ]) {
    const is = wire[FuseV1Options[name]] === on;
    if (is !== wanted) throw new SetupError(`fuse ${name} is ${is ? 'on' : 'off'} in the packaged binary`);
    console.log(`fuse ${name}: ${is ? 'on' : 'off'}`);
  }
}

await onNode24(import.meta.url);
process.exitCode = (await orExit(packageApp)) ?? 0;
