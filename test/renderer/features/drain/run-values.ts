import { asContextId, type ContextId } from '../../../../shared/context-id.ts';
import { drainOptionsSchema } from '../../../../shared/drain.ts';
import { type DrainRun, drainPaceSchema, type PodStep, type RunContext, type RunNode, type RunPod } from '../../../../shared/drain-run.ts';

/* Runs as the main side tells them, for tests of what a page makes of them. */

/** The moment at which tests look, ms since the epoch; the runs began before it. */
export const now = Date.UTC(2026, 1, 3, 14, 9, 49);

/** A context of the runs. */
export const prod: ContextId = asContextId('file#prod');

/** A pod of Deployment `web`, in this step for ten seconds. */
export function pod(name: string, step: PodStep, changes: Partial<RunPod> = {}): RunPod {
  return {
    uid: `uid-${name}`,
    namespace: 'shop',
    name,
    owner: { kind: 'ReplicaSet', name: 'web-5c7f9d6b84' },
    workload: { kind: 'Deployment', name: 'web' },
    step,
    since: now - 10_000,
    ...changes,
  };
}

export function node(name: string, pods: readonly RunPod[], changes: Partial<RunNode> = {}): RunNode {
  return { name, step: 'draining', cordonedByRun: true, error: null, message: '', pods, ...changes };
}

export function context(nodes: readonly RunNode[], changes: Partial<RunContext> = {}): RunContext {
  return { contextId: prod, context: 'prod', nodes, trouble: null, ...changes };
}

export function run(contexts: readonly RunContext[], changes: Partial<DrainRun> = {}): DrainRun {
  return {
    id: 'r',
    state: 'running',
    startedAt: now - 221_000,
    endedAt: null,
    givesUpAt: null,
    heldAt: null,
    options: drainOptionsSchema.parse({}),
    pace: drainPaceSchema.parse({}),
    contexts,
    ...changes,
  };
}

export const waiting: PodStep = { step: 'waiting', for: 'slot' };

export function blocked(changes: Partial<Extract<PodStep, { step: 'blocked' }>> = {}): PodStep {
  return {
    ...{ step: 'blocked', budget: 'web', needs: 2, has: 2, expected: 2, ahead: null, unready: [], message: '', tries: 41 },
    nextAt: now + 3_000,
    ...changes,
  };
}

export function terminating(changes: Partial<Extract<PodStep, { step: 'terminating' }>> = {}): PodStep {
  return { step: 'terminating', graceSeconds: 30, dueAt: now + 12_000, stuck: null, ...changes };
}

type Found = Extract<Extract<PodStep, { step: 'gone' }>['replacement'], { type: 'found' }>;

export function replaced(changes: Partial<Found> = {}): PodStep {
  const found = { type: 'found', name: 'web-5c7f9d6b84-6tqzn', node: 'node-b', ready: true, message: '', readyAt: now - 1_000 } as const;
  return { step: 'gone', replacement: { ...found, ...changes } };
}

export const gone: PodStep = { step: 'gone', replacement: { type: 'none' } };
export const awaited: PodStep = { step: 'gone', replacement: { type: 'awaited' } };
export const lost: PodStep = { step: 'gone', replacement: { type: 'unknown' } };
export const failed: PodStep = {
  step: 'failed',
  error: { kind: 'status', code: 403, reason: 'Forbidden', message: 'no', causes: [], retryAfterSeconds: null },
};

export function skipped(why: Extract<PodStep, { step: 'skipped' }>['why'], message = ''): PodStep {
  return { step: 'skipped', why, message };
}
