/*
 * npm run fidelity: real control planes, then test/fidelity/fidelity.ts compares our columns with kubectl's on one, and drain plans with kubectl and the
 * API server on another, whose controllers leave orphans alone, the room on other nodes with kube-scheduler on a third, and usage with kubectl top on a
 * fourth, which has metrics-server.
 */
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
  console.error('timonier: starting control planes…');
  const clusters = await startClusters(['scaleway']);
  let drains = null;
  let room = null;
  let usage = null;
  try {
    drains = await startClusters(['drains'], { nodes: 1, controllers: ['serviceaccount-controller', 'disruption-controller'] });
    room = await startClusters(['room'], { nodes: 1, controllers: ['serviceaccount-controller'], scheduler: true });
    usage = await startClusters(['usage'], { nodes: 3, metrics: true });
    return await run(node24, [
      join(root, 'test', 'fidelity', 'fidelity.ts'),
      ...['--kubeconfig', clusters.kubeconfig, '--kubectl', `${clusters.testcluster} kubectl`],
      ...['--drain-kubeconfig', drains.kubeconfig, '--room-kubeconfig', room.kubeconfig],
      ...['--usage-kubeconfig', usage.kubeconfig],
      ...process.argv.slice(2),
    ]);
  } finally {
    await usage?.stop();
    await room?.stop();
    await drains?.stop();
    await clusters.stop();
  }
});
