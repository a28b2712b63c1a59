import type { ClusterError } from '../../../shared/cluster-error.ts';

/** Namespaces that failed alike, with the error of the first. */
export interface ErrorGroup {
  readonly namespaces: readonly string[];
  readonly error: ClusterError;
}

/**
 * Puts together the namespaces whose lists failed for the same reason: twelve refusals that differ in the name of their
 * namespace are one thing to read, and one thing to do.
 */
export function groupByError(failed: readonly { readonly namespace: string; readonly error: ClusterError }[]): readonly ErrorGroup[] {
  const groups = new Map<string, { namespaces: string[]; error: ClusterError }>();
  for (const { namespace, error } of failed) {
    const reason = reasonOf(error);
    const group = groups.get(reason);
    if (group === undefined) groups.set(reason, { namespaces: [namespace], error });
    else group.namespaces.push(namespace);
  }
  return [...groups.values()];
}

function reasonOf(error: ClusterError): string {
  if (error.kind === 'status') return `status ${error.code} ${error.reason}`;
  return 'cause' in error ? `${error.kind} ${error.cause}` : error.kind;
}
