/* npm run soak -- [--minutes 30] [--seed N] [--out FILE]: test/soak/soak.ts on three real control planes. */
import { join, resolve } from 'node:path';
import { node24, onNode24, orExit, root, run, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { ensureCluster } from './ensure-cluster.mjs';
import { Skip } from './skip.mjs';

const from = process.env.INIT_CWD ?? process.cwd();
await onNode24(import.meta.url);
process.exitCode = await orExit(async () => {
  await buildStale();
  try {
    await ensureCluster();
  } catch (error) {
    throw error instanceof Skip ? new SetupError(error.message) : error;
  }
  const words = process.argv.slice(2);
  const args = words.map((word, index) => (words[index - 1] === '--out' ? resolve(from, word) : word));
  return run(node24, [join(root, 'test', 'soak', 'soak.ts'), ...args]);
});
