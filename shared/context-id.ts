/**
 * Names one context of one kubeconfig file: `<absolute file path>#<context name>`.
 *
 * Two files may hold a context of the same name, so the name alone never identifies a cluster. It is a branded
 * string so that a bare context name cannot be passed where a context is meant.
 */
export type ContextId = string & { readonly __brand: 'ContextId' };

/** Builds the id of the context called `name` in the kubeconfig at `file` (absolute path, or a source name such as `demo`). */
export function contextIdOf(file: string, name: string): ContextId {
  return `${file}#${name}` as ContextId;
}

/** The name of the context in its kubeconfig, for files that leave this machine: the path says who uses it. */
export function contextNameOf(id: ContextId): string {
  return id.slice(id.indexOf('#') + 1);
}

/** Takes a string that came from outside (URL, settings, wire) as a context id; it may name a context that does not exist. */
export function asContextId(text: string): ContextId {
  return text as ContextId;
}
