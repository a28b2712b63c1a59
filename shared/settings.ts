import { z } from 'zod';
import type { ContextId } from './context-id.ts';
import { ignoreRuleSchema, mostIgnoreRules } from './ignore-rules.ts';
import { protectionFields, protectionSchema } from './protection.ts';

/*
 * Fields stand apart from their defaults where a change may name some of them: a default inside a patch would be filled in
 * and reset what the change does not speak of.
 */

/** How wide, in which order and which columns of one kind are shown. */
const tableFields = {
  hidden: z.array(z.string()),
  shown: z.array(z.string()),
  order: z.array(z.string()),
  widths: z.record(z.string(), z.number()),
  sort: z.object({ column: z.string(), descending: z.boolean() }).nullable(),
  drawerWidth: z.number().nullable(),
};

/** Tables, keyed by resourceKey. */
const tableSettings = z.object({
  hidden: tableFields.hidden.default([]),
  shown: tableFields.shown.default([]),
  order: tableFields.order.default([]),
  widths: tableFields.widths.default({}),
  sort: tableFields.sort.default(null),
  drawerWidth: tableFields.drawerWidth.default(null),
});

/** Sizes of log text, in px: below 9 letters cannot be told apart, above 24 a line of 80 letters no longer fits half a window. */
export const logFontSizes = { smallest: 9, usual: 12, largest: 24 } as const;

/** How log views begin and look; the same for every view that is opened. */
const logFields = {
  /** From where a view reads at first. A point in time is said for one view and not remembered. */
  since: z.discriminatedUnion('type', [
    z.object({ type: z.literal('all') }),
    z.object({ type: z.literal('duration'), seconds: z.number().int().positive().max(31_536_000) }),
  ]),
  /** Last lines of each source; null = all that `since` allows. */
  tailLines: z.number().int().min(0).max(10_000_000).nullable(),
  /** The time column: none, in this machine's zone, in UTC, as the kubelet wrote it, or the time since the line before. */
  times: z.enum(['none', 'local', 'utc', 'full', 'delta']),
  wrap: z.boolean(),
  /** px. */
  fontSize: z.number().int().min(logFontSizes.smallest).max(logFontSizes.largest),
  /** JSON and logfmt lines as their message and fields. */
  fold: z.boolean(),
  /** Fields that have a column of their own, in order. */
  fields: z.array(z.string().min(1).max(200)).max(20),
  /** What stands before a line: the pod's name without what all have in common, all of it, or nothing. */
  prefix: z.enum(['short', 'long', 'none']),
  /** Case counts in searches. */
  matchCase: z.boolean(),
  /** Searches are regular expressions. */
  regex: z.boolean(),
  /** The chart above the lines. */
  histogram: z.boolean(),
  /** The list of sources left of the lines, where there is room for it. */
  sources: z.boolean(),
  /** A saved file has stamps and names of sources. */
  saveTimestamps: z.boolean(),
  savePrefix: z.boolean(),
};

const logSettings = z.object({
  since: logFields.since.default({ type: 'duration', seconds: 600 }),
  tailLines: logFields.tailLines.default(null),
  times: logFields.times.default('local'),
  wrap: logFields.wrap.default(false),
  fontSize: logFields.fontSize.default(logFontSizes.usual),
  fold: logFields.fold.default(true),
  fields: logFields.fields.default([]),
  prefix: logFields.prefix.default('short'),
  matchCase: logFields.matchCase.default(false),
  regex: logFields.regex.default(false),
  histogram: logFields.histogram.default(true),
  sources: logFields.sources.default(true),
  saveTimestamps: logFields.saveTimestamps.default(true),
  savePrefix: logFields.savePrefix.default(true),
});

/** What the user said about one context; keyed by ContextId. */
const contextSettings = z.object({
  alias: z.string().optional(),
  colour: z.number().int().min(1).max(8).optional(),
  group: z.string().optional(),
  environment: z.enum(['prod', 'staging', 'dev', 'unknown']).optional(),
  /** uid of the cluster (its kube-system namespace) that `environment` was said of. */
  clusterUid: z.string().optional(),
  pinned: z.boolean().optional(),
  order: z.number().optional(),
  connected: z.boolean().optional(),
  /** Namespaces to read where listing over all of them is refused and namespaces cannot be listed either. */
  namespaces: z.array(z.string()).optional(),
  /** Exact exec command paths the user agreed to run although they are relative to the kubeconfig. */
  trustedPlugins: z.array(z.string()).optional(),
});

/** Everything Timonier remembers between starts. No secrets, no cluster data. The file carries `version` for migrations. */
export const settingsSchema = z.object({
  version: z.literal(1).default(1),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  density: z.enum(['default', 'compact']).default('default'),
  /** How the page of the fleet shows clusters; `auto`: panels while they are few. */
  fleetView: z.enum(['auto', 'panels', 'compact']).default('auto'),
  /** Empty = the system's. */
  language: z.enum(['', 'en', 'fr']).default(''),
  /** Kubeconfig files and folders the user added, absolute paths. */
  kubeconfigs: z.array(z.string()).default([]),
  contexts: z.record(z.string(), contextSettings).default({}),
  tables: z.record(z.string(), tableSettings).default({}),
  recent: z.array(z.string()).default([]),
  logs: logSettings.prefault({}),
  /** Guardrails before writes. */
  protection: protectionSchema.prefault({}),
  /** Problems that are not shown for now; changed as a whole (`withIgnoreRule`). */
  ignoreRules: z.array(ignoreRuleSchema).max(mostIgnoreRules).default([]),
});

export type Settings = z.infer<typeof settingsSchema>;
export type TableSettings = z.infer<typeof tableSettings>;
export type LogSettings = z.infer<typeof logSettings>;
export type ContextSettings = z.infer<typeof contextSettings>;

/**
 * What the page may say about a context. Trust has one way in, `contexts.trustPlugin`, connecting has its own channels, and the
 * cluster is found out by the main side: a change of settings that names them is refused, so that none can happen by a side door.
 */
const contextSettingsPatch = z.strictObject(
  contextSettings.omit({ connected: true, trustedPlugins: true, clusterUid: true }).partial().shape,
);

/** A change to the settings that the page may make: top-level scalars replace; `logs`, `protection` and entries of `contexts` and `tables` are merged field by field. */
export const settingsPatchSchema = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    density: z.enum(['default', 'compact']),
    fleetView: z.enum(['auto', 'panels', 'compact']),
    language: z.enum(['', 'en', 'fr']),
    contexts: z.record(z.string(), contextSettingsPatch),
    tables: z.record(z.string(), z.object(tableFields).partial()),
    recent: z.array(z.string().max(500)).max(50),
    logs: z.strictObject(logFields).partial(),
    protection: z.strictObject(protectionFields).partial(),
    ignoreRules: z.array(ignoreRuleSchema).max(mostIgnoreRules),
  })
  .partial();

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** The settings of one context; an empty record when the user never said anything about it. */
export function settingsOf(settings: Settings, id: ContextId): ContextSettings {
  return settings.contexts[id] ?? {};
}
