import { z } from 'zod';
import type { ContextId } from './context-id.ts';

/** How wide, in which order and which columns of one kind are shown; keyed by resourceKey. */
const tableSettings = z.object({
  hidden: z.array(z.string()).default([]),
  shown: z.array(z.string()).default([]),
  order: z.array(z.string()).default([]),
  widths: z.record(z.string(), z.number()).default({}),
  sort: z.object({ column: z.string(), descending: z.boolean() }).nullable().default(null),
  drawerWidth: z.number().nullable().default(null),
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
  /** Empty = the system's. */
  language: z.enum(['', 'en', 'fr']).default(''),
  /** Kubeconfig files and folders the user added, absolute paths. */
  kubeconfigs: z.array(z.string()).default([]),
  contexts: z.record(z.string(), contextSettings).default({}),
  tables: z.record(z.string(), tableSettings).default({}),
  recent: z.array(z.string()).default([]),
});

export type Settings = z.infer<typeof settingsSchema>;
export type TableSettings = z.infer<typeof tableSettings>;
export type ContextSettings = z.infer<typeof contextSettings>;

/**
 * What the page may say about a context. Trust has one way in, `contexts.trustPlugin`, connecting has its own channels, and the
 * cluster is found out by the main side: a change of settings that names them is refused, so that none can happen by a side door.
 */
const contextSettingsPatch = z.strictObject(
  contextSettings.omit({ connected: true, trustedPlugins: true, clusterUid: true }).partial().shape,
);

/** A change to the settings that the page may make: top-level scalars replace; `contexts` and `tables` entries are merged field by field. */
export const settingsPatchSchema = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']),
    density: z.enum(['default', 'compact']),
    language: z.enum(['', 'en', 'fr']),
    contexts: z.record(z.string(), contextSettingsPatch),
    tables: z.record(z.string(), tableSettings.partial()),
    recent: z.array(z.string().max(500)).max(50),
  })
  .partial();

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

/** The settings of one context; an empty record when the user never said anything about it. */
export function settingsOf(settings: Settings, id: ContextId): ContextSettings {
  return settings.contexts[id] ?? {};
}
