import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's busybox-static puts its one binary. */
const busybox = '/bin/busybox';

/** Writes a container image (as `docker save` does) that holds busybox and runs `command`, for machines that reach no registry. */
export function writeBusyboxImage(file: string, name: string, command: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'timonier-image-'));
  try {
    const root = join(folder, 'root');
    for (const each of ['bin', 'etc', 'tmp', 'proc', 'sys', 'dev']) mkdirSync(join(root, each), { recursive: true });
    copyFileSync(busybox, join(root, 'bin', 'busybox'));
    const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).split('\n');
    for (const applet of applets) if (applet !== '' && applet !== 'busybox') symlinkSync('busybox', join(root, 'bin', applet));
    writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
    const layer = join(folder, 'layer.tar');
    execFileSync('tar', ['--owner=0', '--group=0', '-cf', layer, '-C', root, '.']);
    const config = JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      config: { Cmd: command, Env: ['PATH=/bin'] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(readFileSync(layer))}`] },
    });
    const configFile = `${sha256(config)}.json`;
    writeFileSync(join(folder, configFile), config);
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: configFile, RepoTags: [name], Layers: ['layer.tar'] }]));
    execFileSync('tar', ['-cf', file, '-C', folder, configFile, 'layer.tar', 'manifest.json']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sha256(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
