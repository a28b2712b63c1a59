/* npm run bench -- NAME [--json FILE]: runs test/bench/NAME.ts; without a name, lists them. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { node24, onNode24, orExit, root, run, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';

const from = process.env.INIT_CWD ?? process.cwd();
await onNode24(import.meta.url);
process.exitCode = await orExit(async () => {
  const folder = join(root, 'test', 'bench');
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /^[a-z-]+\.ts$/.test(file))
        .map((file) => file.slice(0, -3))
    : [];
  const [name, ...rest] = process.argv.slice(2);
  if (name === undefined || !names.includes(name))
    throw new SetupError(`npm run bench -- NAME [--json FILE]; NAME is one of: ${names.join(', ')}`);
  const args = rest.map((word, index) => (rest[index - 1] === '--json' ? resolve(from, word) : word));
  await buildStale();
  return run(node24, [join(folder, `${name}.ts`), ...args]);
});
