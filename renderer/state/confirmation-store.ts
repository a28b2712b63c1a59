import type { LucideIcon } from 'lucide-react';
import { create } from 'zustand';
import type { ContextId } from '../../shared/context-id.ts';
import type { CallArguments } from '../../shared/contract.ts';
import type { Confirmation } from '../../shared/protection.ts';
import type { Health } from '../../shared/row.ts';

/** An object that a write is about: its health, its name as kubectl writes it, and a few words on its state. */
export interface ConfirmationObject {
  readonly health: Health;
  readonly name: string;
  readonly state: string;
}

/** A sentence on what the write does. `done` is a plain fact; the other marks say how much it matters. */
export interface ConfirmationFact {
  readonly mark: Health;
  readonly text: string;
}

/** What would be written in one context. */
export interface ConfirmationContext {
  readonly contextId: ContextId;
  /** All writes of the action, as the guardrails look at them. */
  readonly actions: CallArguments<'writes.guard'>['actions'];
  readonly objects: readonly ConfirmationObject[];
  readonly facts: readonly ConfirmationFact[];
  /** The equal `kubectl` command, which can be run as it stands (several lines for several); empty where there is none. */
  readonly command: string;
}

/** What the user is asked before something is written. All texts are in words already. */
export interface ConfirmationQuestion {
  /** `Drain 2 nodes?` */
  readonly title: string;
  /** Word on the button for those contexts that no guardrail refuses: `Drain 2 nodes`. */
  readonly action: (going: readonly ConfirmationContext[]) => string;
  readonly icon?: LucideIcon;
  /** What interrupts or loses something: its button is red. */
  readonly danger: boolean;
  /** Facts about all contexts together. */
  readonly facts?: readonly ConfirmationFact[];
  /** At least one; in the user's order of contexts. */
  readonly contexts: readonly ConfirmationContext[];
  /** Where no context demands anything the dialog is not shown and the answer is yes: for what one step takes back. */
  readonly quiet: boolean;
}

/** What the user confirmed, by context. A context that a guardrail refuses is not in it: nothing may be asked of it. */
export type Confirmations = ReadonlyMap<ContextId, Confirmation>;

/** A question that waits for its answer. */
export interface OpenQuestion {
  readonly id: number;
  readonly question: ConfirmationQuestion;
}

/** Questions in the order in which they were asked; the first is on screen. */
export const useConfirmation = create<{ readonly questions: readonly OpenQuestion[] }>(() => ({ questions: [] }));

const answers = new Map<number, (confirmations: Confirmations | null) => void>();
let lastId = 0;

/**
 * Asks the user before a write, as the guardrails of each context demand, and answers what they confirmed; null when they cancelled, or
 * when guardrails refuse all of it, which the dialog has said. One question is on screen at a time, the others wait behind it. What is
 * answered goes to the channel of the write, whose gate checks it again.
 */
export function askConfirmation(question: ConfirmationQuestion): Promise<Confirmations | null> {
  const id = ++lastId;
  return new Promise((resolve) => {
    answers.set(id, resolve);
    useConfirmation.setState(({ questions }) => ({ questions: [...questions, { id, question }] }));
  });
}

/** Answers a question, once, and lets the next one on screen. Called by the dialog. */
export function answerConfirmation(id: number, confirmations: Confirmations | null): void {
  useConfirmation.setState(({ questions }) => ({ questions: questions.filter((each) => each.id !== id) }));
  answers.get(id)?.(confirmations);
  answers.delete(id);
}
