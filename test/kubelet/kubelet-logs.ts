import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { contextIdOf } from '../../shared/context-id.ts';
import type { LogSource } from '../../shared/logs.ts';
import { startClusters } from '../cluster/clusters.ts';
import { PageClient } from '../e2e/page-client.ts';
import { serveApp } from '../e2e/serve-app.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';
import { failingPod, steadyApp, steadyDeployment } from './counting-pods.ts';
import { type CountedLine, countedLine, judgeCounts } from './judge-counts.ts';
import { kubeletBinary } from './kubelet-binary.ts';
import { RealNode } from './real-node.ts';

/*
 * npm run kubelet-logs: one log view over two clusters of real containers, each under a real kubelet of its own, through the app, while the connections are
 * cut again and again, the Deployments are restarted, containers fail and are started again, and the kubelets rotate files. At the end
 * what the view saved is compared with what the containers say they wrote. Lines may be missing only where the view says so.
 *
 *   --cuts 12      rounds in which both connections are cut
 *   --restarts 1   rollout restarts of both Deployments, spread over the rounds
 *   --out FILE     what the view saved, as NDJSON
 */
const { values } = parseArgs({
  options: { cuts: { type: 'string', default: '12' }, restarts: { type: 'string', default: '1' }, out: { type: 'string' } },
});
const cuts = Number(values.cuts);
const restarts = Number(values.restarts);
/** Without cuts there is still time for lines before and after each restart. */
const rounds = Math.max(cuts, restarts * 4);
/** Small, so that files are rotated while they are followed. */
const rotateAt = '400Ki';
const view = 'kubelet';

const say = (line: string) => console.log(line);
const names = ['east', 'west'] as const;
const clusters = await startClusters([...names], { nodes: 1 });
const kubelet = kubeletBinary(say);
const places = await Promise.all(
  names.map(async (name, number) => {
    const cluster = clusters.get(name);
    const proxy = await FaultProxy.start(6443, cluster.address);
    const kubeconfig = join(clusters.folder, `${name}-through-proxy.kubeconfig`);
    writeFileSync(kubeconfig, cluster.kubeconfigFor('admin', name, `https://127.0.0.1:${proxy.port}`), { mode: 0o600 });
    const truth = join(clusters.folder, `${name}-truth`);
    mkdirSync(truth);
    return { name, cluster, proxy, kubeconfig, truth, node: new RealNode(cluster, join(clusters.folder, name), kubelet, number) };
  }),
);
const kubectl = (...words: string[]) => Promise.all(places.map(({ cluster }) => cluster.kubectl(...words)));
const app = await serveApp(places.flatMap(({ name, kubeconfig }) => ['--kubeconfig', kubeconfig, '--context', name]));
try {
  for (const { cluster, node, truth } of places) {
    await node.start(rotateAt);
    await cluster.apply(JSON.stringify(steadyDeployment(truth)));
  }
  await kubectl('rollout', 'status', `deployment/${steadyApp}`, '--timeout=60s');
  const page = await PageClient.open(app.url);
  const sources = new Map<number, LogSource>();
  let ended: unknown = null;
  page.open(
    'logs.view',
    {
      view,
      selections: places.map(({ name, kubeconfig }) => ({
        contextId: contextIdOf(kubeconfig, name),
        target: { type: 'labels', selector: 'counting=true', namespaces: ['default'] },
      })),
      start: { since: { type: 'all' }, tailLines: null, previous: false },
    },
    (event) => {
      if (event.type === 'items') for (const source of event.items.sources ?? []) sources.set(source.number, source);
      if (event.type === 'items')
        for (const { error } of event.items.selections ?? []) if (error !== null) say(`the selection says: ${JSON.stringify(error)}`);
      if (event.type === 'end') ended = event.error;
    },
  );
  // Seen from their first line: what failed before a view was opened is shown only when it is asked for.
  for (const { cluster, truth } of places) await cluster.apply(JSON.stringify(failingPod(truth)));
  for (let round = 0; round < rounds; round++) {
    await delay(1_500);
    // The restart whose turn it is, in the middle of its share of the rounds.
    if (Math.floor(((round + 0.5) * restarts) / rounds) !== Math.floor(((round - 0.5) * restarts) / rounds))
      await kubectl('rollout', 'restart', `deployment/${steadyApp}`);
    if (round < cuts) for (const { proxy } of places) proxy.reset();
    const seen = [...sources.values()].reduce((sum, source) => sum + source.lines, 0);
    say(`${round < cuts ? 'cut' : 'round'} ${round + 1}: ${sources.size} sources, ${seen} lines`);
  }
  await kubectl('rollout', 'status', `deployment/${steadyApp}`, '--timeout=60s');
  // Deleted, they say how much they wrote; the rest of their lines is on its way.
  await kubectl('scale', `deployment/${steadyApp}`, '--replicas=0');
  await kubectl('delete', 'pod', 'failing', '--wait=true');
  await kubectl('wait', '--for=delete', 'pod', '-l', `app=${steadyApp}`, '--timeout=60s');
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
      if (row.mark.mark === 'dropped') droppedOf.add(`${row.context}/${row.pod}`);
      continue;
    }
    const line = countedLine(row.text ?? '');
    if (line === null) strange.push(row.text ?? '');
    else lines.push({ ...line, pod: `${row.context}/${line.pod}` });
  }
  const written = new Map(
    places.flatMap(({ name, truth }) =>
      readdirSync(truth).map((file) => [`${name}/${file}`, Number(readFileSync(join(truth, file), 'utf8'))] as const),
    ),
  );
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
    `kubelet logs: 2 clusters, ${cuts} cuts, ${restarts} rollout restarts, ${sources.size} sources, ${verdict.runs} runs of containers (${verdict.judgedRuns} told their end), ${verdict.lines} lines, ` +
      `missing ${total(verdict.missing)} (unsaid ${total(unsaid)}), repeated ${verdict.repeated}, out of order ${verdict.misplaced}: ${ok ? 'ok' : 'FAILED'}`,
  );
  process.exitCode = ok ? 0 : 1;
  page.close();
} finally {
  await app.stop();
  for (const { node, proxy } of places) {
    await node.stop(say);
    await proxy.stop();
  }
  await clusters.stop();
}

interface SavedRow {
  readonly context: string;
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
  if (values.out !== undefined) writeFileSync(values.out, text);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SavedRow);
}
