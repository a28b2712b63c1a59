import type { ContextId } from '../../shared/context-id.ts';
import type { Confirmation, Guard } from '../../shared/protection.ts';
import { visibleText } from '../../shared/visible-text.ts';
import type { Confirmations } from '../state/confirmation-store.ts';

/** One context of a question, with what its guardrails demand. */
export interface GuardedQuestion {
  readonly contextId: ContextId;
  /** The context's name in its kubeconfig. */
  readonly name: string;
  readonly guard: Guard;
}

/** How far the answer to a question is. */
export interface ConfirmationPlan {
  /** Nothing is demanded of any context. */
  readonly free: boolean;
  /** Guardrails refuse every context: there is nothing to confirm. */
  readonly refused: boolean;
  /** The first context whose name is still to be typed; null = all that is demanded is there. */
  readonly missing: ContextId | null;
  /** What pressing the button confirms; without the contexts that are refused. */
  readonly confirmations: Confirmations;
}

/**
 * What is demanded and what is there, from the guards and what was typed so far. Pure. A name with hidden characters is typed as it is shown
 * (`prod<U+202E>`), since nobody could type it otherwise; what is confirmed is the name itself.
 */
export function planConfirmation(asked: readonly GuardedQuestion[], typed: ReadonlyMap<ContextId, string>): ConfirmationPlan {
  const going = asked.filter(({ guard }) => guard.demand !== 'deny');
  const isMissing = ({ contextId, name, guard }: GuardedQuestion) =>
    guard.demand === 'type-name' && !isTyped(name, typed.get(contextId) ?? '');
  const confirmation = ({ name, guard }: GuardedQuestion): Confirmation => ({
    confirmed: guard.demand !== 'none',
    typed: guard.demand === 'type-name' ? name : '',
  });
  return {
    free: asked.every(({ guard }) => guard.demand === 'none'),
    refused: going.length === 0,
    missing: going.find(isMissing)?.contextId ?? null,
    confirmations: new Map(going.map((each) => [each.contextId, confirmation(each)])),
  };
}

/** Whether this is the name, letter by letter. */
export function isTyped(name: string, text: string): boolean {
  return text === name || text === visibleText(name);
}

/** Whether what is typed so far cannot become the name any more. */
export function isMistyped(name: string, text: string): boolean {
  return !name.startsWith(text) && !visibleText(name).startsWith(text);
}
