/** The resourceVersion a BOOKMARK carries, in its object or, for a watch of Tables, in the Table's row; empty when there is none. */
export function versionOfBookmark(object: unknown): string {
  const own = versionIn(object);
  if (own !== '') return own;
  const rows = field(object, 'rows');
  return Array.isArray(rows) ? versionIn(field(rows[0], 'object')) : '';
}

function versionIn(object: unknown): string {
  const version = field(field(object, 'metadata'), 'resourceVersion');
  return typeof version === 'string' ? version : '';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
