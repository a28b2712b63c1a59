/* npm run check: types of each side, lint and format, import graph; side by side, under a minute. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node24, onNode24, root } from './bootstrap.mjs';

const sides = ['shared', 'electron', 'renderer', 'test'];

/** Runs a program of node_modules on Node 24; resolves to { code, output, seconds }. */
export function runTool(file, args, env = process.env) {
  const started = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(node24, [join(root, 'node_modules', file), ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output, seconds: (Date.now() - started) / 1000 }));
  });
}

/** The checks by name, as functions; scripts/test.mjs runs them as lanes. */
export const checks = {
  ...Object.fromEntries(
    sides.map((side) => [`types ${side}`, () => runTool('typescript/bin/tsc', ['-p', side, '--noEmit', '--pretty', 'false'])]),
  ),
  'lint and format': () => runTool('@biomejs/biome/bin/biome', ['check', '--max-diagnostics=50', '--error-on-warnings', '.']),
};

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await onNode24(import.meta.url);
  const graph = () => runTool('vitest/vitest.mjs', ['run', '--reporter=dot', 'test/architecture']);
  const results = await Promise.all(
    Object.entries({ ...checks, 'import graph': graph }).map(async ([name, check]) => ({ name, ...(await check()) })),
  );
  for (const { name, code, output, seconds } of results) {
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds.toFixed(1)} s)`);
    if (code !== 0) console.log(output.trimEnd());
  }
  if (results.some((one) => one.code !== 0)) process.exitCode = 1;
}
