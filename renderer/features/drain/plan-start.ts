import type { DrainOptions, DrainPlan } from '../../../shared/drain.ts';
import type { DrainPace } from '../../../shared/drain-run.ts';
import { message, type Words } from './plan-budget-words.ts';
import { countPods } from './plan-counts.ts';

/** One context and the plan for it; null while there is none. */
export interface PlannedContext {
  readonly name: string;
  readonly plan: DrainPlan | null;
  /** Its cluster says that a right is missing without which the drain does not begin. */
  readonly denied: boolean;
}

/** Whether a drain of this context is begun with the others. */
export function isStarted({ plan, denied }: Pick<PlannedContext, 'plan' | 'denied'>): boolean {
  return plan !== null && !denied;
}

/** What is said above the button that starts the drain, and why it cannot be pressed. */
export interface StartWords {
  readonly sentences: readonly Words[];
  /** Null when it can. */
  readonly off: Words | null;
}

/**
 * What will come of it, the worst first. A refused node is cordoned and none of its pods is evicted, as kubectl does; with `stopOnFailure` the
 * nodes behind it in its context are not begun.
 */
export function startWords(
  contexts: readonly PlannedContext[],
  options: Pick<DrainOptions, 'timeoutSeconds' | 'disableEviction'>,
  pace: DrainPace,
): StartWords {
  const plans = contexts.flatMap((context) => (context.plan !== null && isStarted(context) ? [context.plan] : []));
  const denied = contexts.filter((context) => context.denied).map(({ name }) => name);
  const leftOut = contexts.filter((context) => !context.denied && context.plan === null).map(({ name }) => name);
  const others = [
    ...(denied.length > 0 ? [message('start.denied', { count: denied.length, contexts: denied.join(', ') })] : []),
    ...(leftOut.length > 0 ? [message('start.leftOut', { count: leftOut.length, contexts: leftOut.join(', ') })] : []),
  ];
  if (plans.length === 0) return { sentences: denied.length > 0 ? others : [], off: message('start.noPlan') };
  const nodes = plans.flatMap((plan) => plan.nodes);
  const refused = nodes.filter((node) => node.refused);
  if (refused.length === nodes.length)
    return { sentences: [...others, message('start.allRefused', { count: nodes.length })], off: message('start.nothing') };
  const counts = countPods(nodes.filter((node) => !node.refused).flatMap(({ pods }) => pods));
  const leaving = new Set(nodes.filter((node) => !node.refused).flatMap(({ pods }) => pods.map(({ uid }) => uid)));
  const homeless = plans.reduce((sum, { room }) => sum + room.pods.filter(({ uid, fits }) => fits === 'no' && leaving.has(uid)).length, 0);
  const sentences: Words[] = [];
  const [first] = refused;
  if (first !== undefined) sentences.push(message('start.refused', { count: refused.length, node: first.name }));
  const behind = pace.stopOnFailure ? plans.reduce((sum, { nodes: each }) => sum + notBegun(each, pace.nodesAtOnce), 0) : 0;
  if (behind > 0) sentences.push(message('start.notBegun', { count: behind }));
  if (counts.blocked > 0)
    sentences.push(message(options.timeoutSeconds > 0 ? 'start.blockedUntil' : 'start.blocked', { count: counts.blocked }));
  if (counts.unknown > 0) sentences.push(message('start.unknown', { count: counts.unknown }));
  if (homeless > 0) sentences.push(message('start.homeless', { count: homeless }));
  if (counts.waits > 0) sentences.push(message('start.waits', { count: counts.waits }));
  if (sentences.length === 0)
    sentences.push(message(options.disableEviction ? 'start.deletes' : 'start.fine', { count: counts.goes, stays: counts.stays }));
  return { sentences: [...sentences, ...others], off: null };
}

/** Nodes behind the first refused one that are not begun at the same time as it. */
function notBegun(nodes: DrainPlan['nodes'], atOnce: number): number {
  const first = nodes.findIndex(({ refused }) => refused);
  return first < 0 ? 0 : Math.max(0, nodes.length - first - atOnce);
}
