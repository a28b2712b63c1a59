/** The page of a kind with the scope (contexts, namespaces) of the current one; the filter and the open object stay behind. */
export function pathOfKind(key: string, search: string = window.location.search): string {
  return pathWithScope(`/r/${encodeURIComponent(key)}`, search);
}

/** A page with the scope (contexts, namespaces) of the current one. */
export function pathWithScope(path: string, search: string = window.location.search): string {
  const before = new URLSearchParams(search);
  const params = new URLSearchParams();
  for (const name of ['c', 'ns']) for (const value of before.getAll(name)) params.append(name, value);
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The kind under which the navigation shows where the user is: a drain is planned from nodes. `key` is that of a page of a kind. */
export function navKindOf(location: string, key: string | undefined): string | undefined {
  return location === '/drain' ? 'nodes' : key;
}
