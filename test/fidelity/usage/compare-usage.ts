import { projectNodes } from '../../../electron/features/nodes/project-nodes.ts';
import { findMetricsApi } from '../../../electron/features/overview/usage/find-metrics-api.ts';
import { readSamples, type Sample } from '../../../electron/features/overview/usage/read-samples.ts';
import { millicoresOf } from '../../../electron/features/overview/usage/usage-quantity.ts';
import type { KubeObject } from '../../../electron/kube/projection.ts';
import type { Transport } from '../../../electron/kube/transport.ts';
import { formatCpu, formatMemory, percentOf } from '../../../shared/format-usage.ts';
import { nodeFactsOf, type Resources } from '../../../shared/row-facts.ts';
import type { Comparison } from '../compare-kind.ts';
import { type Api, type Kubectl, kubectl, runKubectl } from '../kubectl.ts';
import { usagePods } from './fill-usage.ts';

/** Readings of one sample before giving up: kubectl must have printed the sample that we read. */
const mostAttempts = 30;
/** The first samples of pods take up to a minute (metrics-server needs two scrapes), in ms. */
const longestWait = 180_000;
const betweenMs = 2_000;

const signal = new AbortController().signal;

/**
 * Our numbers beside those of `kubectl top nodes`, `top pods -A` and `top pods -A --containers`, each at the same sample: read before and after kubectl printed, and only compared
 * when nothing changed meanwhile. Every line is a cell of name and one of each number.
 */
export async function compareUsage(judge: Kubectl, api: Api, transport: Transport): Promise<Comparison> {
  const version = await waitForSamples(judge, transport);
  const read = (resource: 'nodes' | 'pods') => readSamples(transport, version, resource, '', signal);
  const allocatable = await readAllocatable(api);
  const lines = [
    await compareAtOneSample(
      () => read('nodes'),
      ['top', 'nodes', '--no-headers'],
      judge,
      (samples) => nodeLines(samples, allocatable),
    ),
    await compareAtOneSample(
      () => read('pods'),
      ['top', 'pods', '-A', '--no-headers'],
      judge,
      (samples) => samples.map(podLine),
    ),
    await compareAtOneSample(
      () => read('pods'),
      ['top', 'pods', '-A', '--containers', '--no-headers'],
      judge,
      (samples) => samples.flatMap(containerLines),
    ),
  ];
  return { cells: lines.reduce((sum, { cells }) => sum + cells, 0), differences: lines.flatMap(({ differences }) => differences) };
}

async function waitForSamples(judge: Kubectl, transport: Transport): Promise<string> {
  const end = Date.now() + longestWait;
  for (;;) {
    const version = await findMetricsApi(transport, signal);
    if (version !== null) {
      const pods = (await runKubectl(judge, ['top', 'pods', '-A', '--no-headers'])).stdout
        .split('\n')
        .filter((line) => line.startsWith('usage-'));
      const nodes = (await runKubectl(judge, ['top', 'nodes', '--no-headers'])).stdout;
      if (pods.length === usagePods && nodes !== '') return version;
    }
    if (Date.now() > end) throw new Error('metrics-server has no samples of all pods and nodes');
    await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
}

async function readAllocatable(api: Api): Promise<ReadonlyMap<string, Resources>> {
  const list = (await api.get('/api/v1/nodes')) as { readonly items: readonly KubeObject[] };
  return new Map(
    list.items.map((item) => {
      const row = projectNodes.project(item);
      return [row.name, nodeFactsOf(row)?.allocatable ?? { cpu: 0, memory: 0 }];
    }),
  );
}

async function compareAtOneSample(
  read: () => Promise<readonly Sample[]>,
  args: readonly string[],
  judge: Kubectl,
  print: (samples: readonly Sample[]) => readonly string[],
): Promise<Comparison> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    // metrics-server lists containers in another order every time.
    const before = [...print(await read())].sort();
    const theirs = (await kubectl(judge, args)).split('\n').filter((line) => line !== '');
    const after = [...print(await read())].sort();
    if (before.join('\n') !== after.join('\n')) continue;
    const ours = new Set(before);
    const printed = new Set(theirs.map((line) => line.trim().split(/\s+/).join(' ')));
    const differences = [
      ...[...ours].filter((line) => !printed.has(line)).map((line) => `usage: ${args.join(' ')}: only ours: ${line}`),
      ...[...printed].filter((line) => !ours.has(line)).map((line) => `usage: ${args.join(' ')}: only kubectl's: ${line}`),
    ];
    return { cells: theirs.reduce((sum, line) => sum + line.trim().split(/\s+/).length, 0), differences };
  }
  return { cells: 0, differences: [`usage: ${args.join(' ')}: samples changed during each of ${mostAttempts} readings`] };
}

/** Nodes without a sample (kwok's fake ones without a pod) are said to be unknown, as kubectl does. */
function nodeLines(samples: readonly Sample[], allocatable: ReadonlyMap<string, Resources>): string[] {
  const measured = new Set(samples.map(({ name }) => name));
  const unknown = [...allocatable.keys()].filter((name) => !measured.has(name));
  return [
    ...samples.map((sample) => nodeLine(sample, allocatable)),
    ...unknown.map((name) => `${name} <unknown> <unknown> <unknown> <unknown>`),
  ];
}

function nodeLine(sample: Sample, allocatable: ReadonlyMap<string, Resources>): string {
  const base = allocatable.get(sample.name);
  const milli = millicoresOf(sample.nanocores);
  const shares = [percentOf(milli, base?.cpu ?? null), percentOf(sample.bytes, base?.memory ?? null)];
  return [sample.name, formatCpu(milli), `${shares[0]}%`, formatMemory(sample.bytes), `${shares[1]}%`].join(' ');
}

function podLine(sample: Sample): string {
  return [sample.namespace, sample.name, formatCpu(millicoresOf(sample.nanocores)), formatMemory(sample.bytes)].join(' ');
}

function containerLines({ namespace, name, containers }: Sample): string[] {
  return containers.map((container) =>
    [namespace, name, container.name, formatCpu(millicoresOf(container.nanocores)), formatMemory(container.bytes)].join(' '),
  );
}
