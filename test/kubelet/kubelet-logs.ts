import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { contextIdOf } from '../../shared/context-id.ts';
import type { LogSource } from '../../shared/logs.ts';
import { startClusters } from '../cluster/clusters.ts';
import { PageClient } from '../e2e/page-client.ts';
import { serveApp } from '../e2e/serve-app.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';
import { countingPods, steadyApp } from './counting-pods.ts';
import { type CountedLine, countedLine, judgeCounts } from './judge-counts.ts';
import { kubeletBinary } from './kubelet-binary.ts';
import { RealNode } from './real-node.ts';

/*
 * npm run kubelet-logs: a log view of real containers under a real kubelet, through the app, while the connection is cut again and
 * again, a Deployment is restarted, a container fails and is started again, and the kubelet rotates files. At the end what the view
 * saved is compared with what the containers say they wrote. Lines may be missing only where the view says so.
 */

/** Rounds of: some seconds, a cut, some seconds. */
const cuts = Number(process.argv[2] ?? 12);
/** Small, so that files are rotated while they are followed. */
const rotateAt = '400Ki';
const view = 'kubelet';

const say = (line: string) => console.log(line);
const clusters = await startClusters(['real'], { nodes: 1 });
const cluster = clusters.get('real');
const node = new RealNode(cluster, join(clusters.folder, 'real'), kubeletBinary(say));
const proxy = await FaultProxy.start(6443, cluster.address);
const truth = join(clusters.folder, 'truth');
mkdirSync(truth);
const kubeconfig = join(clusters.folder, 'through-proxy.kubeconfig');
writeFileSync(kubeconfig, cluster.kubeconfigFor('admin', 'real', `https://127.0.0.1:${proxy.port}`), { mode: 0o600 });
const app = await serveApp(['--kubeconfig', kubeconfig, '--context', 'real']);
try {
  await node.start(rotateAt);
  for (const manifest of countingPods(truth)) await cluster.apply(JSON.stringify(manifest));
  await cluster.kubectl('rollout', 'status', `deployment/${steadyApp}`, '--timeout=60s');
  const page = await PageClient.open(app.url);
  const sources = new Map<number, LogSource>();
  let ended: unknown = null;
  page.open(
    'logs.view',
    {
      view,
      selections: [
        { contextId: contextIdOf(kubeconfig, 'real'), target: { type: 'labels', selector: 'counting=true', namespaces: ['default'] } },
      ],
      start: { since: { type: 'all' }, tailLines: null, previous: false },
    },
    (event) => {
      if (event.type === 'items') for (const source of event.items.sources ?? []) sources.set(source.number, source);
      if (event.type === 'items')
        for (const { error } of event.items.selections ?? []) if (error !== null) say(`the selection says: ${JSON.stringify(error)}`);
      if (event.type === 'end') ended = event.error;
    },
  );
  for (let cut = 0; cut < cuts; cut++) {
    await delay(1_500);
    if (cut === Math.floor(cuts / 3)) await cluster.kubectl('rollout', 'restart', `deployment/${steadyApp}`);
    proxy.reset();
    say(`cut ${cut + 1}: ${sources.size} sources, ${[...sources.values()].reduce((sum, source) => sum + source.lines, 0)} lines`);
  }
  // Deleted, they say how much they wrote; the rest of their lines is on its way.
  await cluster.kubectl('scale', `deployment/${steadyApp}`, '--replicas=0');
  await cluster.kubectl('delete', 'pod', 'failing', '--wait=true');
  await cluster.kubectl('wait', '--for=delete', 'pod', '-l', `app=${steadyApp}`, '--timeout=60s');
  const settled = Date.now() + 60_000;
  const open = () => [...sources.values()].filter(({ state }) => state.state !== 'ended' && state.state !== 'failed');
  while (open().length > 0 && Date.now() < settled) await delay(100);

  const saved = await save(page);
  const lines: CountedLine[] = [];
  const marks = new Map<string, number>();
  const strange: string[] = [];
  const droppedOf = new Set<string>();
  for (const row of saved) {
    if (row.mark !== undefined) {
      marks.set(row.mark.mark, (marks.get(row.mark.mark) ?? 0) + 1);
      if (row.mark.mark === 'dropped') droppedOf.add(row.pod);
      continue;
    }
    const line = countedLine(row.text ?? '');
    if (line === null) strange.push(row.text ?? '');
    else lines.push(line);
  }
  const written = new Map(readdirSync(truth).map((file) => [file, Number(readFileSync(join(truth, file), 'utf8'))] as const));
  const verdict = judgeCounts(lines, written);
  const unsaid = [...verdict.missing].filter(([run]) => !droppedOf.has(run.slice(0, run.lastIndexOf('.'))));
  const total = (of: Iterable<readonly [string, number]>) => [...of].reduce((sum, [, count]) => sum + count, 0);
  say(`marks: ${[...marks].map(([mark, count]) => `${mark} ${count}`).join(', ') || 'none'}`);
  for (const [run, count] of verdict.missing)
    say(`  ${count} lines of ${run} are missing${droppedOf.has(run.slice(0, run.lastIndexOf('.'))) ? ', and the view says so' : ''}`);
  for (const line of strange.slice(0, 5)) say(`  not a counted line: ${JSON.stringify(line.slice(0, 200))}`);
  for (const source of open()) say(`  ${source.pod} is still ${JSON.stringify(source.state)}`);
  if (ended !== null) say(`  the view ended: ${JSON.stringify(ended)}`);
  const ok =
    unsaid.length === 0 && verdict.repeated === 0 && verdict.misplaced === 0 && strange.length === 0 && ended === null && verdict.lines > 0;
  say(
    `kubelet logs: ${cuts} cuts, ${sources.size} sources, ${verdict.runs} runs of containers (${verdict.judgedRuns} told their end), ${verdict.lines} lines, ` +
      `missing ${total(verdict.missing)} (unsaid ${total(unsaid)}), repeated ${verdict.repeated}, out of order ${verdict.misplaced}: ${ok ? 'ok' : 'FAILED'}`,
  );
  process.exitCode = ok ? 0 : 1;
  page.close();
} finally {
  await app.stop();
  await node.stop(say);
  await proxy.stop();
  await clusters.stop();
}

interface SavedRow {
  readonly pod: string;
  readonly text?: string;
  readonly mark?: { readonly mark: string };
}

/** Everything of the view as NDJSON, parsed. */
async function save(page: PageClient): Promise<SavedRow[]> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    page.open('logs.save', { view, what: 'all', format: 'ndjson', timestamps: true, prefix: true }, (event) => {
      if (event.type === 'items') text += event.items.text;
      else if (event.type === 'end') {
        if (event.error === null) resolve();
        else reject(new Error(JSON.stringify(event.error)));
      }
    });
  });
  if (process.argv[3] !== undefined) writeFileSync(process.argv[3], text);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SavedRow);
}
