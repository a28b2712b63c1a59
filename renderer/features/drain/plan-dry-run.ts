import type { ContextId } from '../../../shared/context-id.ts';
import type { DrainPlan, DrainPodPlan } from '../../../shared/drain.ts';
import type { DryRunAnswer } from '../../../shared/drain-access.ts';
import { message, type Words } from './plan-budget-words.ts';

/** Pods of one question, as the channel takes them. */
const mostPods = 1_000;

/** What a dry run said, and when (ms since the epoch). */
export interface DryRunOutcome {
  readonly outcome: DryRunAnswer;
  readonly takenAt: number;
}

/** A question to one cluster. */
export interface DryRunQuestion {
  readonly contextId: ContextId;
  readonly pods: readonly DrainPodPlan[];
}

/** The pods of all plans that the drain asks for, cut into questions. */
export function dryRunQuestions(plans: readonly { readonly contextId: ContextId; readonly plan: DrainPlan }[]): readonly DryRunQuestion[] {
  return plans.flatMap(({ contextId, plan }) => {
    const pods = plan.nodes.flatMap((node) => node.pods.filter(({ verdict }) => verdict.removes));
    const questions: DryRunQuestion[] = [];
    for (let from = 0; from < pods.length; from += mostPods) questions.push({ contextId, pods: pods.slice(from, from + mostPods) });
    return questions;
  });
}

/** How many pods were answered what. */
export function countDryRun(
  outcomes: Iterable<DryRunOutcome>,
): Readonly<Record<DryRunAnswer['answer'], number>> & { readonly all: number } {
  const counts = { goes: 0, refused: 0, gone: 0, unknown: 0, all: 0 };
  for (const { outcome } of outcomes) {
    counts[outcome.answer]++;
    counts.all++;
  }
  return counts;
}

/** An answer with its shape. The server's own words where it refuses. */
export function dryRunWords(outcome: DryRunAnswer): { readonly health: 'ok' | 'broken' | 'none' | 'unknown'; readonly words: Words } {
  switch (outcome.answer) {
    case 'goes':
      return { health: 'ok', words: message('dryRun.goes') };
    case 'refused':
      return { health: 'broken', words: message('dryRun.refused', { message: outcome.message }) };
    case 'gone':
      return { health: 'none', words: message('dryRun.gone') };
    case 'unknown':
      return { health: 'unknown', words: message('dryRun.unknown') };
  }
}
