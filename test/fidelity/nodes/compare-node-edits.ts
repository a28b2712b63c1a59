import type { Result } from '../../../shared/cluster-error.ts';
import { contextIdOf } from '../../../shared/context-id.ts';
import type { WriteOutcome } from '../../../shared/journal.ts';
import { parseLabelWords, parseTaintWords, type TaintChange } from '../../../shared/node-edits.ts';
import type { NodeWriteAnswer } from '../../../shared/node-writes.ts';
import { NodeWritesHarness } from '../../electron/features/nodes/node-writes-harness.ts';
import { connectionTo } from '../../electron/kube/test-context.ts';
import type { Comparison } from '../compare-kind.ts';
import { create, each } from '../drain/make.ts';
import { type Api, type Kubectl, type KubectlRun, runKubectl } from '../kubectl.ts';
import { type EditCase, editCases } from './edit-cases.ts';

/** The context of our writes. */
const contextId = contextIdOf('test', 'one');
const cases = editCases(220);

interface NodeState {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly unschedulable: boolean;
}

/**
 * Each case is done to two equal nodes of a real API server: by `kubectl label`, `taint`, `cordon` and `uncordon` to one, by our writes to the other.
 * Compared are whether it was refused, the message, whether anything changed, and labels, taints and `unschedulable` afterwards. One difference is
 * meant, and checked: a taint that is there with the wanted value is no refusal of ours, but nothing to do.
 */
export async function compareNodeEdits(judge: Kubectl, api: Api): Promise<Comparison> {
  const harness = new NodeWritesHarness();
  harness.thread.connect(connectionTo(api.url));
  const differences: string[] = [];
  let cells = 0;
  try {
    await each(cases, async (edit) => {
      const [their, our] = [`edit-${edit.id}-kubectl`, `edit-${edit.id}-ours`];
      for (const name of [their, our]) await create(api, '/api/v1/nodes', nodeOf(name, edit));
      const before = await stateOf(api, our);
      const run = await runKubectl(judge, wordsFor(edit, their));
      const answer = await ourWrite(harness, edit, our);
      const [theirs, ours] = [await stateOf(api, their), await stateOf(api, our)];
      const same = (what: string, a: unknown, b: unknown) => {
        cells++;
        if (JSON.stringify(a) === JSON.stringify(b)) return;
        differences.push(`${wordsFor(edit, 'NODE').join(' ')} ${what}: ours ${JSON.stringify(a)} kubectl ${JSON.stringify(b)}`);
      };
      const [said, expected] = [saidByUs(answer, our), saidByKubectl(run, their)];
      if (edit.command === 'taint' && said !== expected && /--overwrite is false$/.test(expected))
        same('nothing to overwrite', isThere(edit, before), true);
      else {
        same('message', said, expected);
        // `kubectl taint` says "modified" whenever it may overwrite, also where nothing changes.
        if (said === '' && edit.command !== 'taint')
          same('changed', hasChanged(answer), !/not labeled|already (?:un)?cordoned/.test(run.stdout));
      }
      same('labels', ours.labels, theirs.labels);
      // kubectl puts what was set first, also where that is all it changes; the order means nothing.
      const unchanged = said === '' && !hasChanged(answer);
      const ordered = ({ taints }: NodeState) => (unchanged ? taints.map((taint) => JSON.stringify(taint)).sort() : taints);
      same('taints', ordered(ours), ordered(theirs));
      same('unschedulable', ours.unschedulable, theirs.unschedulable);
    });
  } finally {
    await harness.close();
  }
  return { cells, differences };
}

function nodeOf(name: string, { node }: EditCase): object {
  const { labels, taints, unschedulable } = node;
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { taints, unschedulable } };
}

async function stateOf(api: Api, name: string): Promise<NodeState> {
  const { metadata, spec } = (await api.get(`/api/v1/nodes/${name}`)) as {
    metadata: { labels?: Record<string, string> };
    spec: { taints?: NodeState['taints']; unschedulable?: boolean };
  };
  const labels = Object.fromEntries(Object.entries(metadata.labels ?? {}).sort());
  const taints = (spec.taints ?? []).map(({ key, value, effect }) => ({ key, ...(value === undefined ? {} : { value }), effect }));
  return { labels, taints, unschedulable: spec.unschedulable === true };
}

/** The command for kubectl. */
function wordsFor({ command, words, overwrite }: EditCase, node: string): readonly string[] {
  if (command === 'cordon' || command === 'uncordon') return [command, node];
  return [command, 'nodes', node, ...words, ...(overwrite ? ['--overwrite'] : [])];
}

async function ourWrite(
  harness: NodeWritesHarness,
  { command, words, overwrite }: EditCase,
  node: string,
): Promise<Result<NodeWriteAnswer> | string> {
  if (command === 'cordon' || command === 'uncordon') return harness.cordon(contextId, [node], command === 'cordon');
  if (command === 'taint') {
    const parsed = parseTaintWords(words);
    return parsed.ok ? harness.taint(contextId, [node], parsed.value, overwrite) : parsed.error;
  }
  const parsed = parseLabelWords(words);
  return parsed.ok ? harness.label(contextId, [node], parsed.value, overwrite) : parsed.error;
}

/** Our refusal; empty when there was none. */
function saidByUs(answer: Result<NodeWriteAnswer> | string, node: string): string {
  if (typeof answer === 'string') return answer;
  if (!answer.ok) return answer.error.kind === 'edit' ? answer.error.message : JSON.stringify(answer.error);
  const outcome = outcomeOf(answer);
  if (outcome?.type === 'done') return '';
  const error = outcome?.type === 'failed' && outcome.error.kind === 'edit' ? outcome.error.message : JSON.stringify(outcome);
  return inOrder(error.replaceAll(node, 'NODE'));
}

/** kubectl's refusal without its `error:` and its hint to the help; empty when there was none. */
function saidByKubectl({ stderr, code }: KubectlRun, node: string): string {
  if (code === 0) return '';
  const said = stderr
    .replace(/\nSee 'kubectl \w+ -h' for help and examples\n?$/, '')
    .replace(/^error: /, '')
    // What the API server refused: one cause in the line, several below it.
    .replace(/^The Node "[^"]*" is invalid: ?\n?/, '')
    .trim()
    .split(/\n\* /)
    .join(', ')
    .replace(/^\* /, '');
  return inOrder(said.replaceAll(node, 'NODE'));
}

/** Messages of several labels come in the order of a Go map. */
function inOrder(message: string): string {
  return message.split('\n').sort().join('\n');
}

function outcomeOf(answer: Result<NodeWriteAnswer>): WriteOutcome | undefined {
  return answer.ok ? answer.value.nodes[0]?.outcome : undefined;
}

function hasChanged(answer: Result<NodeWriteAnswer> | string): boolean {
  const outcome = typeof answer === 'string' ? undefined : outcomeOf(answer);
  return outcome?.type === 'done' && outcome.changed;
}

/** Whether every taint of the case that the node has already has the wanted value. */
function isThere({ words }: EditCase, { taints }: NodeState): boolean {
  const parsed = parseTaintWords(words);
  const set = parsed.ok ? parsed.value.filter((change): change is TaintChange & { type: 'set' } => change.type === 'set') : [];
  const there = set.flatMap((change) =>
    taints.filter(({ key, effect }) => key === change.key && effect === change.effect).map(({ value }) => (value ?? '') === change.value),
  );
  return there.length > 0 && there.every(Boolean);
}
