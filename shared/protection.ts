import { z } from 'zod';

/*
 * What stands between a click and a cluster. Decided in one place of the main side, before anything is sent (features/writes/write-gate.ts):
 * the page asks beforehand to show the right dialog, but what it says is checked again.
 */

/** Verbs of writes as RBAC names them (Kubernetes documentation, "Authorization Overview"); an eviction is `create` on `pods/eviction`. */
export const writeVerbs = ['create', 'update', 'patch', 'delete', 'deletecollection'] as const;

/** One of `writeVerbs`. */
export type WriteVerb = (typeof writeVerbs)[number];

/** Presets of a context, from the freest: `confirm` asks, `protected` wants the context's name typed, `read-only` refuses. */
export const grades = ['open', 'confirm', 'protected', 'read-only'] as const;

/** One of `grades`. */
export type Grade = (typeof grades)[number];

/** Longest pattern or reason, in characters. */
const longestText = 500;

/** A shell pattern with `*` and `?`, compared without regard to case; empty = everything. */
const pattern = z.string().max(longestText);

/** Contexts whose name or alias matches `pattern` have this grade; the first that matches counts. */
const gradeRule = z.strictObject({ pattern, grade: z.enum(grades) });

/** A guardrail: what is asked before a write that it matches. The first that matches counts, before any grade. */
const guardRule = z.strictObject({
  contexts: pattern.default(''),
  /** Namespaces; a cluster-scoped object has the empty one, which only an empty pattern or `*` matches. */
  namespaces: pattern.default(''),
  /** `pods`, `deployments.apps`, `pods/eviction`, `*.cert-manager.io`: resource, subresource and group as kubectl writes them. */
  kinds: pattern.default(''),
  /** Empty = all. */
  verbs: z.array(z.enum(writeVerbs)).default([]),
  effect: z.enum(['allow', 'confirm', 'type-name', 'deny']),
  /** At most so many objects by one action; null = any number. More are refused. */
  most: z.number().int().min(0).max(1_000_000).nullable().default(null),
  /** Shown to whoever meets the rule. */
  reason: z.string().max(longestText).default(''),
});

/** The user's guardrails, as settings hold them. */
export const protectionFields = { grades: z.array(gradeRule).max(200), rules: z.array(guardRule).max(200) };

/** Guardrails with their defaults: whatever is called prod is protected. */
export const protectionSchema = z.object({
  grades: protectionFields.grades.default([{ pattern: '*prod*', grade: 'protected' }]),
  rules: protectionFields.rules.default([]),
});

export type Protection = z.output<typeof protectionSchema>;
export type GuardRule = z.output<typeof guardRule>;

/** What is asked before an action in one context. */
export interface Guard {
  /** `type-name`: the name of the context in its kubeconfig, letter by letter. `deny`: nothing is sent, whatever is said. */
  readonly demand: 'none' | 'confirm' | 'type-name' | 'deny';
  readonly grade: Grade;
  /** The user's words of the rule, or ours of the grade as a message key; shown. */
  readonly reason: string;
  /** 0-based place of the rule that decided; null = the grade did. */
  readonly rule: number | null;
}

/** What the user said in the dialog; checked by the gate against the Guard. `typed` is empty where no name was asked for. */
export const confirmationSchema = z.strictObject({ confirmed: z.boolean(), typed: z.string().max(253) });

export type Confirmation = z.output<typeof confirmationSchema>;
