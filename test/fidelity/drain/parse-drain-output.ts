import type { KubectlRun } from '../kubectl.ts';

/** What `kubectl drain --dry-run=client` said of one node. Pods are `namespace/name`, in its order; the text of warnings and errors is in the order of words. */
export interface NodeOutput {
  readonly evicted: readonly string[];
  readonly drained: boolean;
  /** The `Warning:` or `error: unable to drain` line of this node, normalised; empty when there is none. */
  readonly line: string;
}

/** One run: by node, and what stands after all nodes. */
export interface DrainOutput {
  readonly nodes: ReadonlyMap<string, NodeOutput>;
  /** From `There are pending nodes` on, normalised; empty when every node was drained. */
  readonly end: string;
}

const evictedLine = /^evicting pod (\S+) \(dry run\)$/;
const drainedLine = /^node\/(\S+) drained \(dry run\)$/;
const cordonedLine = /^node\/\S+ (already )?cordoned \(dry run\)$/;
const failedLine = /^error: unable to drain node "([^"]+)" due to error: .*, continuing command\.\.\.$/;

/**
 * Reads one run over the nodes that were drained, in their order. Standard output and error are two streams: a warning has no node of its own, so it
 * is given to the node whose pods it names (`nodeOf`). Throws on a line that kubectl was not expected to write.
 */
export function parseDrainOutput(run: KubectlRun, nodeOf: (pod: string) => string): DrainOutput {
  const nodes = new Map<string, NodeOutput>();
  const at = (name: string): NodeOutput => nodes.get(name) ?? { evicted: [], drained: false, line: '' };
  for (const line of linesOf(run.stdout)) {
    const evicted = evictedLine.exec(line)?.[1];
    const drained = drainedLine.exec(line)?.[1];
    if (evicted !== undefined) {
      const node = at(nodeOf(evicted));
      nodes.set(nodeOf(evicted), { ...node, evicted: [...node.evicted, evicted] });
    } else if (drained !== undefined) nodes.set(drained, { ...at(drained), drained: true });
    else if (!cordonedLine.test(line)) throw new Error(`kubectl wrote an unexpected line: ${line}`);
  }
  const [before = '', ...after] = run.stderr.split(/^(?=There are pending nodes to be drained:$)/m);
  for (const line of linesOf(before)) {
    const failed = failedLine.exec(line)?.[1];
    const warned = /^Warning: .*?: ([^\s,;]+)/.exec(line)?.[1];
    if (failed === undefined && warned === undefined) throw new Error(`kubectl wrote an unexpected line: ${line}`);
    const name = failed ?? nodeOf(warned ?? '');
    nodes.set(name, { ...at(name), line: normalised(line) });
  }
  return { nodes, end: endOf(linesOf(after.join(''))) };
}

/** After a single refused node each of its groups has a line of its own, in random order; after several each node has one. */
function endOf(lines: readonly string[]): string {
  const names = lines.filter((line) => line.startsWith(' '));
  const groups = lines.slice(1 + names.length).map(normalised);
  return [...lines.slice(0, 1), ...names, ...(names.length === 1 ? groups.sort() : groups)].join('\n');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Groups of one line come in the random order of a Go map: they are sorted, and nothing else is touched. */
export function normalised(line: string): string {
  if (line.startsWith('Warning: ')) return `Warning: ${line.slice('Warning: '.length).split('; ').sort().join('; ')}`;
  return line.replace(/\[(cannot delete .*)\](, continuing command\.\.\.)?$/, (_all, groups: string, rest = '') => {
    return `[${groups
      .split(/, (?=cannot delete )/)
      .sort()
      .join(', ')}]${rest}`;
  });
}
