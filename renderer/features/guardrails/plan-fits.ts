import type { ContextView } from '../../../shared/context-view.ts';
import { gradeOfEnvironment, matchesContext } from '../../../shared/plan-grade.ts';
import type { Grade } from '../../../shared/protection.ts';
import { guardedContextOf } from '../../state/grades.ts';
import type { GradeDraft } from './draft-guardrails.ts';

/** What a line of grades does to the contexts there are. */
export interface GradeFit {
  /** Contexts whose grade it decides. */
  readonly decides: readonly ContextView[];
  /** Contexts that fit it, but fit a line above it too. */
  readonly above: readonly ContextView[];
}

/** What each line decides, and the contexts that none does: their environment decides. Pure. A line without a pattern decides nothing yet. */
export function planFits(
  grades: readonly GradeDraft[],
  contexts: readonly ContextView[],
): { readonly fits: ReadonlyMap<number, GradeFit>; readonly rest: ReadonlyMap<Grade, readonly ContextView[]> } {
  const decided = new Set<ContextView>();
  const fits = new Map<number, GradeFit>();
  for (const { key, pattern } of grades) {
    const fitting = pattern.trim() === '' ? [] : fittingContexts(pattern, contexts);
    fits.set(key, {
      decides: fitting.filter((context) => !decided.has(context)),
      above: fitting.filter((context) => decided.has(context)),
    });
    for (const context of fitting) decided.add(context);
  }
  const rest = contexts.filter((context) => !decided.has(context));
  return { fits, rest: Map.groupBy(rest, ({ environment }) => gradeOfEnvironment[environment]) };
}

/** The contexts that fit a pattern of a guardrail. */
export function fittingContexts(pattern: string, contexts: readonly ContextView[]): readonly ContextView[] {
  return contexts.filter((context) => matchesContext(pattern.trim(), guardedContextOf(context)));
}
