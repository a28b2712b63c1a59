import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOwner } from '../../../shared/drain.ts';
import type { DrainRun, RunContext, RunNode, RunPod } from '../../../shared/drain-run.ts';
import { visibleText } from '../../../shared/visible-text.ts';
import { hasTwoBudgets, podKindOf } from './pod-kind.ts';
import { type RunWords, words } from './run-words.ts';

/** Something that holds a run, said once however many pods it holds. */
export interface Hold {
  /** Stays the same while it is the same hold: it is announced once. */
  readonly key: string;
  readonly type: 'trouble' | 'failed' | 'node' | 'budget' | 'stuck' | 'refused' | 'pending';
  /** `broken`: nothing goes on there before somebody does something. */
  readonly grade: 'broken' | 'attention';
  readonly contextId: ContextId;
  /** Context's name in its kubeconfig. */
  readonly context: string;
  /** Empty when it is about more than one. */
  readonly node: string;
  /** Those that it holds, in the order of the run. */
  readonly pods: readonly RunPod[];
  /** Namespace and name of the budget; empty where it is not about one. */
  readonly namespace: string;
  readonly budget: string;
  /** What the first of the pods stands behind. */
  readonly workload: DrainOwner | null;
  readonly title: RunWords;
  readonly details: readonly RunWords[];
  /** What was said by the server, the connection or a guardrail. */
  readonly error: ClusterError | null;
}

const order: readonly Hold['type'][] = ['trouble', 'failed', 'node', 'budget', 'stuck', 'refused', 'pending'];

/** All that holds a run, the worst first, contexts in its order. Pure, and without a clock: what holds does not change with time alone. */
export function planHolds(run: DrainRun): readonly Hold[] {
  const going = run.state === 'running' || run.state === 'stopping';
  const holds = run.contexts.flatMap((context) => {
    const always = [...failedPods(run, context), ...nodes(run, context)];
    return going ? [...trouble(context), ...always, ...budgets(run, context), ...stuck(context), ...pending(context)] : always;
  });
  return holds.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
}

function hold(context: RunContext, type: Hold['type'], about: string, rest: Partial<Hold> & Pick<Hold, 'title'>): Hold {
  const { contextId } = context;
  return {
    key: `${type}\n${contextId}\n${about}`,
    type,
    grade: 'broken',
    contextId,
    context: context.context,
    node: '',
    pods: [],
    namespace: '',
    budget: '',
    workload: rest.pods?.[0]?.workload ?? null,
    details: [],
    error: null,
    ...rest,
  };
}

/** A run whose pods have all gone is not held by a connection that is lost: what took their place is all that is not known then. */
function trouble(context: RunContext): readonly Hold[] {
  const { trouble: error } = context;
  if (error === null) return [];
  const off = error.kind === 'unsupported' && error.what === 'connection';
  if (off) return [hold(context, 'trouble', 'off', { title: words('hold.notConnected'), details: [words('hold.troubleDetail')] })];
  return [hold(context, 'trouble', error.kind, { title: words('hold.trouble'), details: [words('hold.troubleDetail')], error })];
}

function failedPods({ pace }: DrainRun, context: RunContext): readonly Hold[] {
  const pods = context.nodes.flatMap((node) => node.pods.filter((pod) => podKindOf(pod) === 'failed'));
  const [first] = pods;
  if (first?.step.step !== 'failed') return [];
  const title = words('hold.failed', { pod: visibleText(first.name), count: pods.length, others: pods.length - 1 });
  const halted = pace.stopOnFailure ? [words('hold.halted', { context: visibleText(context.context) })] : [];
  if (hasTwoBudgets(first.step.error))
    return [hold(context, 'failed', '', { pods, title, details: [words('hold.twoBudgets'), ...halted] })];
  return [hold(context, 'failed', '', { pods, title, details: halted, error: first.step.error })];
}

function nodes({ pace }: DrainRun, context: RunContext): readonly Hold[] {
  const halted = pace.stopOnFailure && context.nodes.length > 1 ? [words('hold.halted', { context: visibleText(context.context) })] : [];
  /** What every node of a context fails by (a right that is missing) is said once. */
  const said = new Set<string>();
  const alike = (error: ClusterError) => context.nodes.filter((node) => JSON.stringify(node.error) === JSON.stringify(error)).length;
  return context.nodes.flatMap((node) => {
    const name = visibleText(node.name);
    if (node.step === 'refused') {
      const pods = node.pods.filter((pod) => podKindOf(pod) === 'refused');
      const title = words('hold.refused', { node: name, count: pods.length });
      const details = [...new Set(pods.map(messageOf))].map((text) => words('said', { text: visibleText(text) }));
      return [hold(context, 'refused', node.name, { grade: 'attention', node: node.name, pods, title, details: [...details, ...halted] })];
    }
    // A node that failed by its pods is told of by them.
    if (node.step !== 'failed' || node.error === null || node.pods.some((pod) => podKindOf(pod) === 'failed')) return [];
    const text = JSON.stringify(node.error);
    if (said.has(text)) return [];
    said.add(text);
    const title = words('hold.node', { node: name, count: alike(node.error) });
    return [hold(context, 'node', node.name, { node: node.name, title, details: halted, error: node.error })];
  });
}

function budgets(run: DrainRun, context: RunContext): readonly Hold[] {
  const groups = grouped(context, (pod) =>
    podKindOf(pod) === 'blocked' && pod.step.step === 'blocked' ? `${pod.namespace}/${pod.step.budget}` : null,
  );
  return groups.flatMap(({ about, pods }) => {
    const [first] = pods;
    if (first?.step.step !== 'blocked') return [];
    const { budget, message } = first.step;
    const givesUp = run.givesUpAt === null ? [] : [words('hold.givesUp', { at: run.givesUpAt })];
    if (budget === '') {
      const title = words('hold.notNow', { count: pods.length });
      const details = [words('said', { text: visibleText(message) }), ...givesUp];
      return [hold(context, 'budget', about, { grade: 'attention', pods, namespace: first.namespace, title, details })];
    }
    const title = budgetTitle(first, first.step, pods.length);
    const details = [...whyBudgetHolds(first.step), ...givesUp];
    return [hold(context, 'budget', about, { pods, namespace: first.namespace, budget, title, details })];
  });
}

type Blocked = Extract<RunPod['step'], { step: 'blocked' }>;

function budgetTitle(pod: RunPod, { budget, needs, has }: Blocked, count: number): RunWords {
  const name = visibleText(pod.workload?.name ?? pod.name);
  const values = { name, budget: visibleText(budget), count };
  if (needs === null || has === null || has > needs) return words('hold.budget', values);
  return words(has === needs ? 'hold.budgetExactly' : 'hold.budgetShort', { ...values, needs, has });
}

/** What would let the drain go on: pods that get ready, or, where all are, another budget or more replicas. */
function whyBudgetHolds({ has, expected, unready, message }: Blocked): readonly RunWords[] {
  if (unready.length > 0) {
    const why = [...new Set(unready.map((pod) => visibleText(pod.why)).filter((text) => text !== ''))].join(', ');
    const said =
      why === '' ? words('hold.unready', { count: unready.length }) : words('hold.unreadyBecause', { count: unready.length, why });
    return [said, words('hold.unreadyOut')];
  }
  if (has !== null && expected !== null && has >= expected)
    return [words('hold.allHealthy', { count: expected }), words('hold.allHealthyOut')];
  return message === '' ? [] : [words('said', { text: visibleText(message) })];
}

function stuck(context: RunContext): readonly Hold[] {
  const groups = grouped(context, (pod, node) => {
    if (pod.step.step !== 'terminating' || pod.step.stuck === null || pod.step.stuck.on === 'unknown') return null;
    const { on, names } = pod.step.stuck;
    return on === 'kubelet' ? `kubelet\n${node.name}` : `finalizers\n${names.join()}`;
  });
  return groups.flatMap(({ about, pods, node }) => {
    const [first] = pods;
    if (first?.step.step !== 'terminating' || first.step.stuck === null) return [];
    const { on, names } = first.step.stuck;
    const values = { count: pods.length, pod: visibleText(first.name), node: visibleText(node), names: names.map(visibleText).join(', ') };
    const title = words(on === 'kubelet' ? 'hold.kubelet' : 'hold.finalizers', values);
    const details = [words(on === 'kubelet' ? 'hold.kubeletOut' : 'hold.finalizersOut', values)];
    return [hold(context, 'stuck', about, { node: on === 'kubelet' ? node : '', pods, title, details })];
  });
}

/** Replacements that do not come up, where something waits for them. */
function pending(context: RunContext): readonly Hold[] {
  const awaited = new Set(
    context.nodes.flatMap((node) =>
      node.pods.flatMap(({ step }) =>
        step.step === 'blocked' && step.ahead !== null && step.ahead.until === 'ready' ? [step.ahead.name] : [],
      ),
    ),
  );
  const groups = grouped(context, (pod, node) => {
    if (podKindOf(pod) !== 'pending' || pod.step.step !== 'gone' || pod.step.replacement.type !== 'found') return null;
    const { name, message } = pod.step.replacement;
    return awaited.has(name) || node.step === 'settling' ? message : null;
  });
  return groups.flatMap(({ about, pods }) => {
    const [first] = pods;
    if (first?.step.step !== 'gone' || first.step.replacement.type !== 'found') return [];
    const { name, message } = first.step.replacement;
    const title = words('hold.pending', { pod: visibleText(name), count: pods.length });
    return [hold(context, 'pending', about, { grade: 'attention', pods, title, details: [words('said', { text: visibleText(message) })] })];
  });
}

interface Group {
  readonly about: string;
  readonly pods: RunPod[];
  readonly node: string;
}

/** Pods of a context by what is said of them; those of which nothing is are left out. `node` is that of the first. */
function grouped({ nodes: all }: RunContext, about: (pod: RunPod, node: RunNode) => string | null): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const node of all)
    for (const pod of node.pods) {
      const key = about(pod, node);
      if (key === null) continue;
      const group = groups.get(key) ?? { about: key, pods: [], node: node.name };
      group.pods.push(pod);
      groups.set(key, group);
    }
  return [...groups.values()];
}

function messageOf({ step }: RunPod): string {
  return step.step === 'skipped' ? step.message : '';
}
