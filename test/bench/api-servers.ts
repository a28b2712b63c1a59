import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { BUILT_IN_RESOURCES } from '../../electron/demo/api-resources.ts';
import { startApiServer } from '../../electron/demo/api-server.ts';
import { ClusterState } from '../../electron/demo/cluster-state.ts';
import { adminUser, type User } from '../../electron/demo/users.ts';
import { fillShop, pod } from '../electron/demo/test-objects.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';

/*
 * Some API servers (the demo's: TLS, HTTP/2) in a process of their own, each behind a network that can go dead. Run as
 * `node api-servers.ts COUNT IDENTITIES EPOCH_FILE`. A server takes the tokens `IDENTITY-EPOCH` of the present epoch, which the file holds.
 * Says one JSON line at start and one for each line on its standard input; ends with it.
 *   figures   {"handshakes": connections taken since the start}
 *   sleep     every connection dies without a word, every token ends, and every cluster has one pod more
 */

const [count = 10, identities = 3] = process.argv.slice(2, 4).map(Number);
const epochFile = process.argv[4] ?? '';
const podsEach = 20;

const users = new Map<string, User>();
const servers = await Promise.all(
  Array.from({ length: count }, async () => {
    const cluster = new ClusterState();
    fillShop(cluster, podsEach);
    const server = await startApiServer({ cluster, users });
    return { server, proxy: await FaultProxy.start(server.port) };
  }),
);
beginEpoch(0);

function beginEpoch(epoch: number): void {
  users.clear();
  for (let identity = 0; identity < identities; identity++) users.set(`${identity}-${epoch}`, adminUser(`bench-${identity}`));
  writeFileSync(epochFile, String(epoch));
}

function figures(): { readonly handshakes: number } {
  return { handshakes: servers.reduce((sum, { proxy }) => sum + proxy.accepted, 0) };
}

/** Thirty kinds that can be watched, pods first. */
const kinds = BUILT_IN_RESOURCES.filter((kind) => kind.verbs.includes('watch'))
  .sort((a, b) => Number(b.key === 'pods') - Number(a.key === 'pods'))
  .slice(0, 30)
  .map(({ group, version, resource }) => ({ group, version, resource }));

console.log(
  JSON.stringify({
    kinds,
    clusters: servers.map(({ server, proxy }) => ({
      url: `https://127.0.0.1:${proxy.port}`,
      certificateAuthority: server.certificateAuthority,
      pods: podsEach,
    })),
  }),
);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line === 'sleep') {
    for (const { server, proxy } of servers) {
      proxy.strand();
      server.cluster.create('pods', pod('shop', 'made-while-asleep'));
    }
    beginEpoch(Number(readFileSync(epochFile, 'utf8')) + 1);
  }
  console.log(JSON.stringify(figures()));
});
lines.on('close', () => process.exit(0));
