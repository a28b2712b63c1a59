import { type ClusterError, failure, type Result, success } from '../../../../shared/cluster-error.ts';
import type { DrainCommand } from '../../../../shared/drain-run.ts';
import { toStep } from './run-moment.ts';
import { type ContextState, isContextOver, isPodOver, isRunOver, type NodeState, type PodState, type RunState } from './run-state.ts';

/**
 * The run after a command of the user; fails with `not-now` where it makes no sense. Pure. `forget` only asks whether it may be: taking the run away is the
 * caller's.
 */
export function commandRun(run: RunState, command: DrainCommand, now: number): Result<RunState> {
  const { state } = run;
  switch (command.type) {
    case 'pause':
      return state === 'running' ? success({ ...run, state: 'paused', heldAt: now }) : notNow(run, 'pause');
    case 'resume':
      if (state === 'paused') return success(goOn(run, now));
      return state === 'interrupted' ? success(goOn(readAnew(run), now)) : notNow(run, 'resume');
    case 'stop': {
      if (isRunOver(run)) return notNow(run, 'stop');
      return success({ ...run, state: 'stopping', heldAt: null, uncordonAtEnd: run.uncordonAtEnd || command.uncordon });
    }
    case 'skip':
      return skip(run, command.contextId, command.uid, now);
    case 'uncordon':
      return isRunOver(run) ? success(uncordon(run)) : notNow(run, 'uncordon');
    case 'forget':
      return isRunOver(run) ? success(run) : notNow(run, 'forget');
  }
}

/** The app ended, or the machine slept, while the run was under way. What was paused before stays paused. */
export function interruptRun(run: RunState, at: number): RunState {
  return run.state === 'running' || run.state === 'stopping' ? { ...run, state: 'interrupted', heldAt: at } : run;
}

/** A run as it is found on disk: nobody will hear the answers to what was under way, so the cluster has to say what became of it. */
export function afterInterruption(run: RunState, now: number): RunState {
  const asked = {
    ...run,
    contexts: run.contexts.map((each): ContextState => (each.access === 'asking' ? { ...each, access: 'none' } : each)),
  };
  return changeNodes(asked, (node) => ({
    ...node,
    step: node.step === 'cordoning' ? 'waiting' : node.step,
    cordon: node.cordon === 'asking' ? 'none' : node.cordon,
    plan: node.plan === 'asking' ? 'none' : node.plan,
    uncordon: node.uncordon === 'asking' ? 'wanted' : node.uncordon,
    pods: node.pods.map((pod): PodState => {
      const next = pod.looking ? { ...pod, looking: false } : pod;
      return pod.step.step === 'asking' ? toStep({ ...next, nextAt: now }, { step: 'unknown', error: null }, now) : next;
    }),
  }));
}

/** The run once no context has anything left to do; before that, as it was. */
export function concludeRun(run: RunState, now: number): RunState {
  if (isRunOver(run) || run.state === 'interrupted' || !run.contexts.every(isContextOver)) return run;
  const failed = run.contexts.some(({ nodes }) => nodes.some(({ step }) => step === 'failed' || step === 'refused'));
  const state = run.state === 'stopping' ? 'stopped' : failed ? 'failed' : 'done';
  const over: RunState = { ...run, state, endedAt: now, heldAt: null };
  return run.uncordonAtEnd ? uncordon(over) : over;
}

/** Pods and verdicts of nodes that are being emptied are asked for again: others may have come meanwhile. */
function readAnew(run: RunState): RunState {
  return changeNodes(run, (node) => (node.step === 'draining' && node.plan === 'done' ? { ...node, plan: 'none' } : node));
}

function goOn(run: RunState, now: number): RunState {
  const away = run.heldAt === null ? 0 : Math.max(0, now - run.heldAt);
  return { ...run, state: 'running', heldAt: null, givesUpAt: run.givesUpAt === null ? null : run.givesUpAt + away };
}

function skip(run: RunState, contextId: string, uid: string, now: number): Result<RunState> {
  const pod = run.contexts
    .filter((context) => context.contextId === contextId)
    .flatMap(({ nodes }) => nodes.flatMap(({ pods }) => pods))
    .find((each) => each.uid === uid);
  // One that is being asked for is left to its answer.
  if (pod === undefined || isPodOver(pod) || pod.step.step === 'asking') return notNow(run, 'skip');
  const skipped = changeNodes(run, (node, context) =>
    context.contextId === contextId && node.pods.includes(pod)
      ? {
          ...node,
          pods: node.pods.map((each) => (each === pod ? toStep(each, { step: 'skipped', why: 'user', message: '' }, now) : each)),
        }
      : node,
  );
  return success(skipped);
}

function uncordon(run: RunState): RunState {
  return changeNodes(run, (node) => (node.cordonedByRun && node.uncordon === 'no' ? { ...node, uncordon: 'wanted', nextAt: 0 } : node));
}

function changeNodes(run: RunState, change: (node: NodeState, context: ContextState) => NodeState): RunState {
  return { ...run, contexts: run.contexts.map((context) => ({ ...context, nodes: context.nodes.map((node) => change(node, context)) })) };
}

function notNow({ state }: RunState, what: string): { readonly ok: false; readonly error: ClusterError } {
  return failure({ kind: 'drain', cause: 'not-now', detail: `${what}: the drain is ${state}` });
}
