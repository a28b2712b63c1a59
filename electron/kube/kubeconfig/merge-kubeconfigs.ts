import type { ClusterEntry, ContextEntry, ParsedKubeconfig, UserEntry } from './kubeconfig-entries.ts';

/** A context with the cluster and the user that its names mean, each possibly from another file of the list. */
export interface MergedContext {
  readonly context: ContextEntry;
  /** Null when no file of the list defines it. */
  readonly cluster: ClusterEntry | null;
  readonly user: UserEntry | null;
  /** The file that refused to be read holds this context; it is listed but cannot be used. */
  readonly refusedBy: ParsedKubeconfig | null;
  /** Sentences about names that other files of the list define as well. */
  readonly warnings: readonly string[];
}

/**
 * Merges the files of one list as kubectl does for $KUBECONFIG (loader.go, ClientConfigLoadingRules.Load): for each name
 * the first file that defines it wins, whole entries, never field by field. Files that kubectl refuses add nothing but
 * the names of their contexts (where no good file has that name), so that they stay listed with the reason.
 */
export function mergeKubeconfigs(files: readonly ParsedKubeconfig[]): MergedContext[] {
  const good = files.filter((file) => file.refused === null);
  const clusters = firstWins(good.map((file) => file.clusters));
  const users = firstWins(good.map((file) => file.users));
  const contexts = firstWins(good.map((file) => file.contexts));
  const merged: MergedContext[] = [];
  for (const [name, found] of contexts) {
    const context = found.entry;
    const cluster = clusters.get(context.cluster);
    const user = users.get(context.user);
    merged.push({
      context,
      cluster: cluster?.entry ?? null,
      user: user?.entry ?? null,
      refusedBy: null,
      warnings: [...twice('context', name, found), ...twice('cluster', context.cluster, cluster), ...twice('user', context.user, user)],
    });
  }
  for (const file of files) if (file.refused !== null) merged.push(...listRefused(file, contexts));
  return merged;
}

/**
 * The contexts of files that are each loaded on their own, with names looked up in the own file first and then in the
 * others in order: what several `--kubeconfig` flags mean, for which kubectl has no rule (it takes one).
 */
export function resolveEachFile(files: readonly ParsedKubeconfig[]): MergedContext[] {
  const good = files.filter((file) => file.refused === null);
  const clusters = firstWins(good.map((file) => file.clusters));
  const users = firstWins(good.map((file) => file.users));
  return files.flatMap((file) =>
    file.refused !== null
      ? listRefused(file, new Map())
      : [...file.contexts.values()].map((context) => ({
          context,
          cluster: file.clusters.get(context.cluster) ?? clusters.get(context.cluster)?.entry ?? null,
          user: file.users.get(context.user) ?? users.get(context.user)?.entry ?? null,
          refusedBy: null,
          warnings: [],
        })),
  );
}

function listRefused(file: ParsedKubeconfig, taken: ReadonlyMap<string, unknown>): MergedContext[] {
  return [...file.contexts.values()]
    .filter((context) => !taken.has(context.name))
    .map((context) => ({
      context,
      cluster: file.clusters.get(context.cluster) ?? null,
      user: file.users.get(context.user) ?? null,
      refusedBy: file,
      warnings: [],
    }));
}

interface Found<Entry> {
  readonly entry: Entry;
  readonly ignored: readonly string[];
}

function firstWins<Entry extends { readonly file: string }>(maps: readonly ReadonlyMap<string, Entry>[]): Map<string, Found<Entry>> {
  const found = new Map<string, Found<Entry>>();
  for (const map of maps)
    for (const [name, entry] of map) {
      const first = found.get(name);
      found.set(name, first === undefined ? { entry, ignored: [] } : { ...first, ignored: [...first.ignored, entry.file] });
    }
  return found;
}

function twice(what: string, name: string, found: Found<{ readonly file: string }> | undefined): string[] {
  return (found?.ignored ?? []).map(
    (file) => `${what} "${name}" is also defined in ${file} (ignored; the one in ${found?.entry.file} is used)`,
  );
}
