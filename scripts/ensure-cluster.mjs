/* The binaries of the real control planes: out of the cache, else built from Go modules. */
import { Skip } from './skip.mjs';

/** Resolves to the environment of the lane (nothing: the harness finds the cache by itself). Throws Skip. */
export async function ensureCluster() {
  // Node 24 strips the types of this file; older ones never get here.
  const { buildBinaries, cachedBinaries } = await import('../test/cluster/binaries.ts');
  if (process.platform !== 'linux') throw new Skip('the test clusters need Linux (one loopback address per cluster)');
  if (cachedBinaries() !== null) return {};
  const problem = await buildBinaries((line) => console.log(`        ${line}`));
  if (problem !== null) throw new Skip(problem);
  return {};
}
