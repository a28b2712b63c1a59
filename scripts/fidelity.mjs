/* npm run fidelity: one real control plane, then test/fidelity/fidelity.ts compares our columns with kubectl's on it. */
import { join } from 'node:path';
import { node24, onNode24, orExit, root, run, SetupError } from './bootstrap.mjs';
import { buildStale } from './build.mjs';
import { ensureCluster } from './ensure-cluster.mjs';
import { Skip } from './skip.mjs';

await onNode24(import.meta.url);
process.exitCode = await orExit(async () => {
  await buildStale();
  try {
    await ensureCluster();
  } catch (error) {
    throw error instanceof Skip ? new SetupError(error.message) : error;
  }
  const { startClusters } = await import('../test/cluster/clusters.ts');
  console.error('timonier: starting a control plane…');
  const clusters = await startClusters(['scaleway']);
  try {
    return await run(node24, [
      join(root, 'test', 'fidelity', 'fidelity.ts'),
      ...['--kubeconfig', clusters.kubeconfig, '--kubectl', `${clusters.testcluster} kubectl`],
      ...process.argv.slice(2),
    ]);
  } finally {
    await clusters.stop();
  }
});
