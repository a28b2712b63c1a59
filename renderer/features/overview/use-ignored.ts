import { useMemo } from 'react';
import type { ContextId } from '../../../shared/context-id.ts';
import { hides, type IgnoreRule, liveRules, withIgnoreRule, withoutIgnoreRule } from '../../../shared/ignore-rules.ts';
import type { Problem } from '../../../shared/problem.ts';
import { useNowAs } from '../../state/clock.ts';
import { saveSettings, useSettings } from '../../state/settings-store.ts';

/** The rule that hides a problem now; null when none does. */
export type IgnoringRule = (contextId: ContextId, problem: Problem) => IgnoreRule | null;

/** Which rule hides a problem, by the rules of the settings whose time is not over. The same function until a rule comes, goes, or ends. */
export function useIgnoringRule(): IgnoringRule {
  const rules = useSettings((state) => state.settings.ignoreRules);
  const count = useNowAs((now) => liveRules(rules, now).length);
  return useMemo(() => {
    const live = count === 0 ? [] : liveRules(rules, Date.now());
    return (context, problem) => live.find((rule) => hides(rule, { context, problem })) ?? null;
  }, [rules, count]);
}

/** Saves a rule in place of the one of the same id; answers why it was not saved, null when it was. */
export function addIgnoreRule(rule: IgnoreRule): ReturnType<typeof saveSettings> {
  return saveSettings({ ignoreRules: withIgnoreRule(useSettings.getState().settings.ignoreRules, rule, Date.now()) });
}

/** Takes a rule back; answers as `addIgnoreRule`. */
export function removeIgnoreRule(id: string): ReturnType<typeof saveSettings> {
  return saveSettings({ ignoreRules: withoutIgnoreRule(useSettings.getState().settings.ignoreRules, id, Date.now()) });
}
