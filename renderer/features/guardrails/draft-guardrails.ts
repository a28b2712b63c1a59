import type { Grade, GuardRule, Protection } from '../../../shared/protection.ts';

/** A line of grades as it is being typed. `key` tells lines of one list apart while they change places. */
export interface GradeDraft {
  readonly key: number;
  readonly pattern: string;
  readonly grade: Grade;
}

/** A guardrail as it is being typed. */
export interface RuleDraft extends Omit<GuardRule, 'most'> {
  readonly key: number;
  /** Empty = any number. */
  readonly most: string;
}

/** Guardrails that are being edited; nothing of them counts before they are saved. */
export interface GuardrailsDraft {
  readonly grades: readonly GradeDraft[];
  readonly rules: readonly RuleDraft[];
}

/** What is wrong with one field. */
export type DraftProblem = 'empty' | 'too-long' | 'several' | 'not-a-number';

/** A draft as it would be saved, or what is wrong by field: `grades.2.pattern`, `rules.0.most`, with the key of the line. */
export interface CheckedDraft {
  readonly problems: ReadonlyMap<string, DraftProblem>;
  /** Null while there are problems. */
  readonly protection: Protection | null;
}

/** As the schema of the settings has it (shared/protection.ts). */
const longestText = 500;
const mostOfMost = 1_000_000;

/** The guardrails that are in force, to be edited. */
export function draftOf({ grades, rules }: Protection): GuardrailsDraft {
  return {
    grades: grades.map((grade, key) => ({ ...grade, key })),
    rules: rules.map((rule, key) => ({ ...rule, key, most: rule.most === null ? '' : String(rule.most) })),
  };
}

/** A key that no line of the list has. */
export function nextKey(lines: readonly { readonly key: number }[]): number {
  return Math.max(-1, ...lines.map(({ key }) => key)) + 1;
}

/** The list with one line a place up (`by` -1) or down (1); as it was where there is no such place. */
export function moved<Line>(lines: readonly Line[], index: number, by: 1 | -1): readonly Line[] {
  const line = lines[index];
  if (line === undefined || index + by < 0 || index + by >= lines.length) return lines;
  const rest = lines.toSpliced(index, 1);
  return rest.toSpliced(index + by, 0, line);
}

/** Whether it can be saved. Pure. Text is saved without blanks around it. */
export function checkDraft({ grades, rules }: GuardrailsDraft): CheckedDraft {
  const problems = new Map<string, DraftProblem>();
  const note = (field: string, problem: DraftProblem | null) => {
    if (problem !== null) problems.set(field, problem);
  };
  for (const { key, pattern } of grades) note(`grades.${key}.pattern`, pattern.trim() === '' ? 'empty' : tooLong(pattern));
  for (const { key, contexts, namespaces, kinds, most, reason } of rules) {
    note(`rules.${key}.contexts`, tooLong(contexts));
    // A namespace and a kind hold neither blanks nor commas: whoever types them means several patterns.
    note(`rules.${key}.namespaces`, tooLong(namespaces) ?? several(namespaces));
    note(`rules.${key}.kinds`, tooLong(kinds) ?? several(kinds));
    note(`rules.${key}.most`, isMost(most) ? null : 'not-a-number');
    note(`rules.${key}.reason`, tooLong(reason));
  }
  if (problems.size > 0) return { problems, protection: null };
  return {
    problems,
    protection: {
      grades: grades.map(({ pattern, grade }) => ({ pattern: pattern.trim(), grade })),
      rules: rules.map(({ key: _key, most, ...rule }) => ({
        ...rule,
        contexts: rule.contexts.trim(),
        namespaces: rule.namespaces.trim(),
        kinds: rule.kinds.trim(),
        reason: rule.reason.trim(),
        most: most.trim() === '' ? null : Number(most),
      })),
    },
  };
}

function tooLong(text: string): DraftProblem | null {
  return text.trim().length > longestText ? 'too-long' : null;
}

function several(text: string): DraftProblem | null {
  return /[\s,;]/.test(text.trim()) ? 'several' : null;
}

function isMost(text: string): boolean {
  return text.trim() === '' || (/^\d{1,7}$/.test(text.trim()) && Number(text) <= mostOfMost);
}
