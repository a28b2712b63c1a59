import { type DrainFacts, type DrainOutcome, planDrain } from '../../../electron/features/nodes/plan-drain.ts';
import { readDrainFacts } from '../../../electron/features/nodes/read-drain-facts.ts';
import { type DrainOptions, drainOptionsSchema } from '../../../shared/drain.ts';
import type { Comparison } from '../compare-kind.ts';
import { type Api, type Kubectl, type KubectlRun, runKubectl } from '../kubectl.ts';
import { transportTo } from '../transport-to.ts';
import { drainPods, nodeLabel, podSelector } from './drain-manifests.ts';
import { type DrainOutput, parseDrainOutput } from './parse-drain-output.ts';

/** Runs of kubectl at once: each waits for its own limit of five requests a second nearly all the time. */
const atOnce = 16;
/** Whole seconds past a deletion in the runs with `--skip-wait-for-delete-timeout`: those in an hour are not overdue, those at once are. */
const overdueSeconds = 1;

const switches: readonly Partial<DrainOptions>[] = [
  { force: true },
  { ignoreDaemonSets: true },
  { deleteEmptyDirData: true },
  { disableEviction: true },
  { podSelector },
];

/** All combinations of the five switches, and the eight of the first three with pods skipped whose deletion is overdue. */
function combinations(): readonly DrainOptions[] {
  const all = Array.from({ length: 2 ** switches.length }, (_, bits) =>
    drainOptionsSchema.parse(Object.assign({}, ...switches.filter((_switch, bit) => (bits & (1 << bit)) !== 0))),
  );
  return [...all, ...all.slice(0, 8).map((options) => ({ ...options, skipWaitForDeleteTimeoutSeconds: overdueSeconds }))];
}

/**
 * Compares plans with what `kubectl drain --dry-run=client` prints, for every pod and combination of switches: whether it would be evicted, and every
 * warning and refusal, word for word. Compared are verdicts (one for each pod and run) and lines. `combinations` says how many runs there were.
 */
export async function compareDrains(judge: Kubectl, api: Api): Promise<Comparison & { readonly combinations: number }> {
  const transport = transportTo(api);
  try {
    const { items } = (await api.get(`/api/v1/nodes?labelSelector=${nodeLabel}`)) as { items: { metadata: { name: string } }[] };
    const names = items.map(({ metadata }) => metadata.name);
    const read = (selector: string) =>
      readDrainFacts(transport, names, drainOptionsSchema.parse({ podSelector: selector }), AbortSignal.timeout(120_000));
    const all = await read('');
    const facts = new Map<string, DrainFacts>([
      ['', all],
      [podSelector, await read(podSelector)],
    ]);
    const nodes = new Map(all.nodes.flatMap(({ name, pods }) => pods.map((pod) => [`${pod.namespace}/${pod.name}`, name] as const)));
    if (nodes.size !== drainPods.length) throw new Error(`${nodes.size} of ${drainPods.length} pods are there to be compared`);
    const todo = combinations();
    const rest = todo.values();
    const found: Comparison[] = [];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const options of rest) {
          const own = facts.get(options.podSelector) ?? all;
          const plan = planDrain(own, options, Date.now());
          const flags = plan.kubectl.words.slice(1 + names.length);
          const run = await runKubectl(judge, ['drain', '--selector', nodeLabel, ...flags, '--dry-run=client']);
          found.push(compareRun(plan, run, nodes, flags.join(' ')));
        }
      }),
    );
    return {
      cells: found.reduce((sum, { cells }) => sum + cells, 0),
      differences: found.flatMap(({ differences }) => differences),
      combinations: todo.length,
    };
  } finally {
    transport.close();
  }
}

/** One run against its plan. */
function compareRun(plan: DrainOutcome, run: KubectlRun, nodeOfPod: ReadonlyMap<string, string>, flags: string): Comparison {
  const nodeOf = (pod: string) => nodeOfPod.get(pod) ?? '';
  const theirs = parseDrainOutput(run, nodeOf);
  const ours = parseDrainOutput({ stdout: dryRunOutput(plan), stderr: plan.kubectl.stderr, code: 0 }, nodeOf);
  const differences: string[] = [];
  let cells = 0;
  const same = (what: string, our: unknown, their: unknown) => {
    cells++;
    if (our !== their) differences.push(`drain ${flags} ${what}: ours ${JSON.stringify(our)} kubectl ${JSON.stringify(their)}`);
  };
  same('exit', plan.nodes.some(({ refused }) => refused) ? 1 : 0, run.code);
  same('end', ours.end, theirs.end);
  for (const { name, pods } of plan.nodes) {
    const [our, their] = [outputOf(ours, name), outputOf(theirs, name)];
    same(`${name} drained`, our.drained, their.drained);
    same(`${name} line`, our.line, their.line);
    for (const { namespace, name: pod } of pods) {
      const key = `${namespace}/${pod}`;
      same(key, our.evicted.includes(key), their.evicted.includes(key));
    }
    same(`${name} evicted`, our.evicted.join(), their.evicted.join());
  }
  return { cells, differences };
}

function outputOf(output: DrainOutput, name: string) {
  return output.nodes.get(name) ?? { evicted: [], drained: false, line: '' };
}

/** What kubectl would write to its standard output, of the plan. */
function dryRunOutput({ nodes }: DrainOutcome): string {
  return nodes
    .filter(({ refused }) => !refused)
    .map(({ name, pods }) => {
      const evicted = pods.filter(({ verdict }) => verdict.removes).map((pod) => `evicting pod ${pod.namespace}/${pod.name} (dry run)\n`);
      return `${evicted.join('')}node/${name} drained (dry run)\n`;
    })
    .join('');
}
