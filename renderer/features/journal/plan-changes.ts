/** A field that a write changed; `null` = it is not there. Values are texts as they are, everything else as JSON, an item of a list in a line. */
export interface Change {
  /** `spec.unschedulable`, `metadata.labels["team"]`. */
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Fields of which more is not looked at, so that one entry cannot fill the page. */
const mostChanges = 500;

/** Field by field, what differs between the values before and after. Lists are compared as a whole. Pure. */
export function planChanges(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  const walk = (field: string, from: unknown, to: unknown) => {
    if (changes.length >= mostChanges || JSON.stringify(from) === JSON.stringify(to)) return;
    if (!isBranch(from) && !isBranch(to)) {
      changes.push({ field, before: textOf(from), after: textOf(to) });
      return;
    }
    // Where one side is no object, all fields of the other came or went.
    const [left, right] = [from, to].map((side) => (isBranch(side) ? side : {}));
    if ((from !== undefined && from !== null && !isBranch(from)) || (to !== undefined && to !== null && !isBranch(to)))
      changes.push({ field, before: isBranch(from) ? null : textOf(from), after: isBranch(to) ? null : textOf(to) });
    for (const name of new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})].sort()))
      walk(join(field, name), left?.[name], right?.[name]);
  };
  walk('', before, after);
  return changes;
}

type Branch = Readonly<Record<string, unknown>>;

function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(',\n ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function join(field: string, name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${field}[${JSON.stringify(name)}]`;
  return field === '' ? name : `${field}.${name}`;
}
