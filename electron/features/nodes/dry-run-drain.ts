import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainOptions } from '../../../shared/drain.ts';
import type { DrainDryRun, DryRunAnswer } from '../../../shared/drain-access.ts';
import type { Clock } from '../../kube/clock.ts';
import { readEvictionAnswer } from './run/read-eviction-answer.ts';
import { type RunWrite, removalWrite, type WriteAnswer } from './run/run-writes.ts';

/** What is to be tried, after the gate's parser. */
export interface DryRunAsked {
  readonly contextId: ContextId;
  readonly pods: readonly { readonly namespace: string; readonly name: string; readonly uid: string }[];
  readonly options: DrainOptions;
}

/** Sends a write as a dry run: the server does everything but keep it. Never rejects. */
export type TryWrite = (contextId: ContextId, write: RunWrite) => Promise<WriteAnswer>;

/** Dry runs that are on their way at the same time: half of what a drain may have. */
const atOnce = 10;

/** Tries the removal of each pod, in order. What cannot be asked is unknown; never rejects. */
export async function dryRunDrain(
  { contextId, pods, options }: DryRunAsked,
  tryWrite: TryWrite,
  clock: Pick<Clock, 'now'>,
): Promise<DrainDryRun> {
  const outcomes = new Map<string, DryRunAnswer>();
  const rest = pods.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const pod of rest) outcomes.set(pod.uid, dryRunAnswerOf(await tryWrite(contextId, removalWrite(pod, options))));
    }),
  );
  return { pods: pods.flatMap(({ uid }) => ({ uid, outcome: outcomes.get(uid) ?? unknown(null) })), takenAt: clock.now() };
}

/** What the answer to a dry run says. */
export function dryRunAnswerOf(answer: WriteAnswer): DryRunAnswer {
  const read = readEvictionAnswer(answer);
  switch (read.answer) {
    case 'accepted':
      return { answer: 'goes' };
    case 'gone':
      return { answer: 'gone' };
    case 'refused':
      return { answer: 'refused', code: 429, budget: read.budget, message: read.message };
    case 'namespace-terminating':
      return { answer: 'refused', code: 403, budget: '', message: read.message };
    case 'look':
      // Its uid is another: the pod that was meant is gone.
      return read.error?.kind === 'status' && read.error.code === 409 ? { answer: 'gone' } : unknown(read.error);
    case 'not-sent':
      return unknown(read.error);
    case 'failed':
      return read.error.kind === 'status'
        ? { answer: 'refused', code: read.error.code, budget: '', message: read.error.message }
        : unknown(read.error);
  }
}

function unknown(error: ClusterError | null): DryRunAnswer {
  return { answer: 'unknown', error: error ?? { kind: 'internal', message: 'nobody saw an answer' } };
}
