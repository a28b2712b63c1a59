import { createHash } from 'node:crypto';
import type { ClusterError } from '../../shared/cluster-error.ts';
import { type ContextId, contextIdOf } from '../../shared/context-id.ts';
import type { ContextWarning, KubeconfigFile } from '../../shared/context-view.ts';
import { checkContext, type FileFault } from './kubeconfig/check-context.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig/kubeconfig-entries.ts';
import type { LoadedPlaces } from './kubeconfig/load-kubeconfigs.ts';
import { type MergedContext, mergeKubeconfigs, resolveEachFile } from './kubeconfig/merge-kubeconfigs.ts';
import { kubeconfigPath, referencedFiles } from './kubeconfig/referenced-files.ts';

/** A context of some kubeconfig with everything that its names mean. Holds secrets: stays in the main process. */
export interface RegistryContext {
  readonly id: ContextId;
  readonly file: string;
  readonly from: KubeconfigFile['from'];
  readonly name: string;
  readonly clusterName: string;
  readonly userName: string;
  readonly namespace: string;
  readonly cluster: ClusterEntry | null;
  readonly user: UserEntry | null;
  readonly broken: ClusterError | null;
  readonly warnings: readonly ContextWarning[];
  /** Two versions of a context with equal fingerprints dial the same server in the same way. Computed when first asked. */
  fingerprint(): string;
}

/** What is known of the files that contexts refer to: a mark of their version, and why they cannot be read. */
export type ReferencedFacts = ReadonlyMap<string, { readonly mark: string; readonly fault: string | null }>;

/** The contexts of all loaded files in order: flags or $KUBECONFIG or home merged by kubectl's rules, the others each on its own. */
export function mergeLoaded(loaded: LoadedPlaces): { merged: MergedContext[]; fromOf: (file: string) => KubeconfigFile['from'] } {
  const from = new Map(loaded.files.map((file) => [file.path, file.from]));
  const parsed = (wanted: KubeconfigFile['from']) =>
    loaded.files.flatMap((file) => (file.from === wanted && file.parsed !== null ? [file.parsed] : []));
  const merged = [...resolveEachFile(parsed('flag')), ...mergeKubeconfigs(parsed('env')), ...mergeKubeconfigs(parsed('home'))];
  for (const own of [...parsed('added'), ...parsed('demo')]) merged.push(...mergeKubeconfigs([own]));
  return { merged, fromOf: (file) => from.get(file) ?? 'added' };
}

/** Gives a merged context its identity, its check and its fingerprint. */
export function registryContext(merged: MergedContext, from: KubeconfigFile['from'], facts: ReferencedFacts): RegistryContext {
  const { context, cluster, user } = merged;
  const fileFault: FileFault = (path) => facts.get(path)?.fault ?? null;
  const check = checkContext(merged, fileFault);
  let fingerprint: string | null = null;
  return {
    id: contextIdOf(context.file, context.name),
    file: context.file,
    from,
    name: context.name,
    clusterName: context.cluster,
    userName: context.user,
    namespace: context.namespace,
    cluster,
    user,
    broken: check.broken,
    warnings: check.warnings,
    fingerprint: () => {
      fingerprint ??= fingerprintOf(merged, facts);
      return fingerprint;
    },
  };
}

/** The namespace of a context is only a default for views; changing it reconnects nothing. A token file is read again in time anyway. */
function fingerprintOf(merged: MergedContext, facts: ReferencedFacts): string {
  const tokenFile = merged.user === null || merged.user.tokenFile === '' ? null : kubeconfigPath(merged.user.file, merged.user.tokenFile);
  const marks = referencedFiles(merged)
    .filter((path) => path !== tokenFile)
    .map((path) => facts.get(path)?.mark ?? '');
  const text = JSON.stringify([merged.cluster, merged.user, marks, merged.refusedBy !== null], (_key, value: unknown) =>
    value instanceof Map ? [...value] : value,
  );
  return createHash('sha1').update(text).digest('hex');
}
