import type { LabelChange } from '../../../shared/node-edits.ts';
import { type NodeEdit, nodePatch, refusedEdit } from './node-edit.ts';
import type { NodeFacts } from './node-facts.ts';

/** Values by key; null = the label is not there. */
export type LabelValues = Readonly<Record<string, string | null>>;

/**
 * The patch of `kubectl label` (pkg/cmd/label, labelFunc): only what changes; without `overwrite` a label that has another value refuses all of it, each in a line as kubectl prints them. What
 * is to be removed and is not there is no failure. Pure; `changes` passed `labelChangesFault`.
 */
export function planLabels(node: NodeFacts, changes: readonly LabelChange[], overwrite: boolean): NodeEdit {
  // Of the same key the last one counts, as in kubectl's map.
  const wanted = new Map(changes.map((change) => [change.key, change.type === 'set' ? change.value : null]));
  const refusals: string[] = [];
  const before: Record<string, string | null> = {};
  const after: Record<string, string | null> = {};
  for (const [key, value] of wanted) {
    const current = labelOf(node, key);
    if (current === value) continue;
    if (!overwrite && value !== null && current !== null) {
      refusals.push(`'${key}' already has a value (${current}), and --overwrite is false`);
    }
    define(before, key, current);
    define(after, key, value);
  }
  if (refusals.length > 0) return refusedEdit('exists', refusals.join('\n'));
  return labelPatch(node, before, after);
}

/** Sets and removes labels; nothing to do = unchanged. */
export function labelPatch(node: NodeFacts, before: LabelValues, after: LabelValues): NodeEdit {
  if (Object.keys(after).length === 0) return { type: 'unchanged' };
  return nodePatch('label', node, { metadata: { labels: after } }, { metadata: { labels: before } }, { metadata: { labels: after } });
}

/** The value that a node has of a label; null when it has none. */
export function labelOf({ labels }: Pick<NodeFacts, 'labels'>, key: string): string | null {
  return Object.hasOwn(labels, key) ? (labels[key] ?? null) : null;
}

/** Sets a field of any name: `__proto__` is a valid key of a label, and an assignment would lose it. */
function define(fields: Record<string, string | null>, key: string, value: string | null): void {
  Object.defineProperty(fields, key, { value, enumerable: true, writable: true, configurable: true });
}
