import type { ContextView } from '../../shared/context-view.ts';
import { type GuardedContext, planGrade } from '../../shared/plan-grade.ts';
import type { Grade } from '../../shared/protection.ts';
import { contextNameOf } from './context-command.ts';
import { useContexts } from './contexts-store.ts';
import { useScope } from './scope.ts';
import { useSettings } from './settings-store.ts';

/** A context as the guardrails know it: the gate of the main side reads the same names. */
export function guardedContextOf(context: ContextView): GuardedContext {
  return { names: [contextNameOf(context), context.displayName], environment: context.environment };
}

/** The grade of a context, as the settings have it now. */
export function useGradeOf(): (context: ContextView) => Grade {
  const grades = useSettings((state) => state.settings.protection.grades);
  return (context) => planGrade(grades, guardedContextOf(context));
}

/** The contexts in scope by their grade, each list in the user's order. */
export function useScopeGrades(): { readonly total: number; readonly byGrade: ReadonlyMap<Grade, readonly ContextView[]> } {
  const { contextIds } = useScope();
  const byId = useContexts((state) => state.byId);
  const gradeOf = useGradeOf();
  const inScope = contextIds.flatMap((id) => byId.get(id) ?? []);
  return { total: inScope.length, byGrade: Map.groupBy(inScope, gradeOf) };
}
