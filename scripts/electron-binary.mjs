/* The Electron binary of the npm package. */
import { spawnSync } from 'node:child_process';
import { node24, root } from './bootstrap.mjs';

/** { path } of the binary, or { missing }: one line that says why. Electron's package fetches the binary at the first require. */
export function electronBinary() {
  const answer = spawnSync(node24, ['-p', "require('electron')"], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const path = answer.stdout?.trim().split('\n').at(-1) ?? '';
  if (answer.status === 0 && path !== '') return { path };
  const cause =
    /getaddrinfo \S+ \S+|ECONN\w+|ETIMEDOUT|HTTPError[^\n]*|unable to [^\n]*/.exec(answer.stderr ?? '')?.[0] ?? 'download failed';
  return { missing: `Electron's binary could not be fetched (${cause})` };
}
