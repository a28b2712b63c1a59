/**
 * What the scheduler says of the nodes it looked at, as numbers: `nodes` is how many there are, the others how many of them were left out for each reason.
 * A node that is short of several resources counts for each of them. Absent = none.
 */
export interface SchedulerFacts {
  readonly nodes?: number;
  readonly insufficientCpu?: number;
  readonly insufficientMemory?: number;
  readonly insufficientOther?: number;
  readonly tooManyPods?: number;
  readonly taints?: number;
  readonly nodeAffinity?: number;
  readonly podAffinity?: number;
  readonly spread?: number;
  readonly volumes?: number;
  readonly ports?: number;
  readonly cordoned?: number;
  readonly other?: number;
  /** The extended resource that is short: `nvidia.com/gpu`. */
  readonly resource?: string;
  /** The taint that no toleration fits, where only one is named: `dedicated: batch`. */
  readonly taint?: string;
}

type Counted = Exclude<keyof SchedulerFacts, 'nodes' | 'resource' | 'taint'>;

/** Reasons of the scheduler's plugins (kubernetes pkg/scheduler/framework/plugins, the ErrReason constants). */
const reasons: readonly (readonly [RegExp, Counted])[] = [
  [/^Insufficient cpu$/, 'insufficientCpu'],
  [/^Insufficient memory$/, 'insufficientMemory'],
  [/^Insufficient /, 'insufficientOther'],
  [/^Too many pods$/, 'tooManyPods'],
  [/^node\(s\) had untolerated taint/, 'taints'],
  [/^node\(s\) had taint/, 'taints'],
  [/node affinity\/selector|scheduler-enforced node affinity/, 'nodeAffinity'],
  [/volume|PersistentVolume|persistent ?volume|storage/i, 'volumes'],
  [/pod (anti-)?affinity|existing pods anti-affinity/i, 'podAffinity'],
  [/topology spread/, 'spread'],
  [/free ports/, 'ports'],
  [/^node\(s\) were unschedulable/, 'cordoned'],
];

/**
 * Reads the message of condition PodScheduled: `0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint {a: b}. preemption: …`
 * (pkg/scheduler/framework/types.go, FitError.Error). What does not read like that gives nothing.
 */
export function schedulerFacts(message: string): SchedulerFacts {
  const [, nodes, list = ''] = /^\d+\/(\d+) nodes are available: ([\s\S]*)$/.exec(message) ?? [];
  if (nodes === undefined) return {};
  // After the reasons stands what came of making room: `. no new claims to deallocate, preemption: 0/4 nodes are available: …`.
  const own = list.split(/\.(?:\s|$)/, 1)[0] ?? '';
  const counts: Partial<Record<Counted, number>> = {};
  let resource = '';
  let taint = '';
  for (const part of own.split(/, (?=\d+ )/)) {
    const [, number, reason = ''] = /^(\d+) ([\s\S]+)$/.exec(part.trim()) ?? [];
    // Reasons of a PreFilter plugin stand without a number and are of all nodes.
    const count = number === undefined ? Number(nodes) : Number(number);
    const text = number === undefined ? part : reason;
    if (text.trim() === '') continue;
    const what = reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
    counts[what] = (counts[what] ?? 0) + count;
    if (what === 'insufficientOther') resource = text.slice('Insufficient '.length);
    if (what === 'taints') taint = /\{([^}]*)\}/.exec(text)?.[1]?.replace(/: $/, '') ?? '';
  }
  return { nodes: Number(nodes), ...counts, ...(resource === '' ? {} : { resource }), ...(taint === '' ? {} : { taint }) };
}
