import type { ThreadDiagnostics } from '../../shared/diagnostics.ts';
import { startClusters } from '../cluster/clusters.ts';
import { connectionOf } from '../cluster/connection-of.ts';
import { RunHarness } from '../electron/features/nodes/run/run-harness.ts';
import { until } from '../electron/kube/test-context.ts';
import { planFigures } from './drain-plan-figures.ts';
import { report } from './report.ts';

/*
 * drain-plan-vs-kubectl, drain-plan-20-nodes-ms: drain-plan-figures.ts.
 * A node of 500 pods of ten Deployments is drained on a real control plane, each under a budget that lets a tenth of them go.
 * drain-500-in-flight: most requests of the drain that were on their way at the same time.
 * drain-500-requests: all requests of the context from start to end (evictions, plan, lists, watches, heartbeats), for each pod.
 */

/** TIMONIER_BENCH_PODS makes it smaller while it is worked on. */
const count = Number(process.env.TIMONIER_BENCH_PODS ?? 500);
const deployments = 10;
/** Longest wait for the pods to run, and for the drain, in ms. */
const limitMs = 240_000;

const planned = await planFigures();
const clusters = await startClusters(['bench']);
const harness = new RunHarness();
try {
  const cluster = clusters.get('bench');
  await cluster.kubectl('cordon', 'bench-node-2', 'bench-node-3');
  const names = Array.from({ length: deployments }, (_, index) => `web-${index}`);
  await cluster.apply(names.flatMap((name) => [deployment(name), budget(name)]).join('\n---\n'));
  for (const name of names) await cluster.kubectl('rollout', 'status', `deployment/${name}`, '--timeout=120s');
  await cluster.kubectl('uncordon', 'bench-node-2', 'bench-node-3');
  const connection = connectionOf(cluster);
  harness.thread.connect(connection);
  const started = performance.now();
  const id = await harness.start({ [connection.contextId]: ['bench-node-1'] });
  await until('the first pods', () => harness.pods(id).length > 0, limitMs);
  const run = await harness.over(id, limitMs);
  const seconds = Math.round((performance.now() - started) / 1000);
  const gone = harness.pods(id).filter(({ step }) => step.step === 'gone').length;
  if (run.state !== 'done' || gone !== count) throw new Error(`the drain is ${run.state}, ${gone} of ${count} pods are gone`);
  const answer = (await harness.thread.call('diagnostics.get', {})) as { readonly value: ThreadDiagnostics };
  const requests = answer.value.contexts[0]?.transport?.requests ?? Number.NaN;
  const refused = harness.sent.filter(({ answer: one }) => one?.type === 'failed').length;
  const note = `${count} pods gone in ${seconds} s, ${harness.sent.length} writes, ${refused} of them refused`;
  report([
    ...planned,
    { case: 'drain-500-in-flight', value: harness.mostInFlight, unit: 'requests', baseline: null, must: '<= 20', note },
    { case: 'drain-500-requests', value: requests / count, unit: 'per pod', baseline: null, must: '<= 3', note: `${requests} requests` },
  ]);
} finally {
  await harness.close();
  await clusters.stop();
}

function deployment(name: string): string {
  const labels = { app: name };
  const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: 'main', image: 'registry.invalid/main:1' }] };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { replicas: count / deployments, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
}

function budget(name: string): string {
  return JSON.stringify({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'default' },
    spec: { maxUnavailable: '10%', selector: { matchLabels: { app: name } } },
  });
}
