import { readSamples } from '../../electron/features/overview/usage/read-samples.ts';
import { SampleSet } from '../../electron/features/overview/usage/sample-set.ts';
import { UsageHistory } from '../../electron/features/overview/usage/usage-history.ts';
import type { Transport } from '../../electron/kube/transport.ts';
import { UsageSet } from '../../renderer/state/usage-book.ts';
import type { UsageColumns } from '../../shared/usage.ts';
import { type MeasuredFigure, median } from './report.ts';

const pods = 50_000;
const namespaces = 200;
const rounds = 21;
/** One pod in so many is another one in each round. */
const replacedOneIn = 500;
/** JIT, and the first round, which gives every pod its place and its ring. */
const warmUp = 3;
const everyMs = 15_000;
const start = Date.UTC(2026, 0, 1);
const { signal } = new AbortController();

/**
 * usage-join-50k-ms: what a data thread does with a round of samples of 50,000 pods, some of them new, between reading it and sending it: each sample to the place of its pod,
 * columns, text. What comes before and after it is in the note: reading the answer, the hour of history, and what is left to the page.
 */
export async function usageJoin(): Promise<MeasuredFigure> {
  const set = new SampleSet();
  const history = new UsageHistory(({ namespace, name }) => `ReplicaSet/${namespace}/${name}`);
  const page = new UsageSet();
  const measured: { readonly read: number; readonly join: number; readonly keep: number; readonly page: number }[] = [];
  let told = -1;
  let size = 0;
  for (let round = 0; round < warmUp + rounds; round++) {
    const answer = Buffer.from(answerOf(round));
    const at = start + round * everyMs;
    const begun = performance.now();
    const samples = await readSamples(answering(answer), 'v1beta1', 'pods', '', signal);
    const read = performance.now();
    set.replace(samples);
    const text = JSON.stringify(set.columns(told));
    const joined = performance.now();
    history.record(set.samples(), at);
    const kept = performance.now();
    page.take(JSON.parse(text) as UsageColumns, at);
    const taken = performance.now();
    told = set.round;
    size = text.length;
    if (page.size !== pods) throw new Error(`the page knows ${page.size} of ${pods} pods`);
    if (round >= warmUp) measured.push({ read: read - begun, join: joined - read, keep: kept - joined, page: taken - kept });
  }
  const middle = (what: 'read' | 'join' | 'keep' | 'page') => median(measured.map((each) => each[what]));
  const around = `reading ${middle('read').toFixed(0)} ms, history ${middle('keep').toFixed(0)} ms, in the page ${middle('page').toFixed(1)} ms`;
  const note = `median of ${rounds}, ${Math.round(size / 1_000)} kB of text; ${around}`;
  return { case: 'usage-join-50k-ms', value: middle('join'), unit: 'ms', baseline: null, must: '<= 30', note };
}

/** A PodMetricsList as metrics-server writes it: by namespace and name, in nanocores and Ki, one pod in two with a second container. */
function answerOf(round: number): string {
  const timestamp = new Date(start + round * everyMs).toISOString().replace('.000', '');
  const each = pods / namespaces;
  const items = Array.from({ length: pods }, (_, index) => {
    const generation = index % replacedOneIn === round % replacedOneIn ? round : 0;
    const usage = (part: number) => ({
      cpu: `${(index * 7_919 + round * 104_729 + part * 31) % 2_000_000_000}n`,
      memory: `${((index + part) * 31 + round * 17) % 2_000_000}Ki`,
    });
    const name = `web-${String(index % each).padStart(4, '0')}-7c9d5b8f6d-${String(generation).padStart(5, 'x')}`;
    const containers = ['app', 'proxy'].slice(0, 1 + (index % 2)).map((container, part) => ({ name: container, usage: usage(part) }));
    const namespace = `team-${String(Math.floor(index / each)).padStart(3, '0')}`;
    return { metadata: { name, namespace, creationTimestamp: timestamp }, timestamp, window: '15.2s', containers };
  });
  return JSON.stringify({ kind: 'PodMetricsList', apiVersion: 'metrics.k8s.io/v1beta1', metadata: {}, items });
}

/** A transport that gives this answer to everything, in pieces as a connection has them. */
function answering(answer: Buffer): Transport {
  return {
    host: 'bench',
    request: async () => ({
      status: 200,
      contentType: 'application/json',
      body: (async function* () {
        for (let at = 0; at < answer.length; at += 65_536) yield answer.subarray(at, at + 65_536);
      })(),
    }),
  } as unknown as Transport;
}
