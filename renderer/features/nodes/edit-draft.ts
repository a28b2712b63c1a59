import type { ContextId } from '../../../shared/context-id.ts';
import { type TaintEffect, taintEffects } from '../../../shared/node-edits.ts';

/** A taint, or a label: a label has the empty effect. */
export interface NodeValue {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What one node has; `values` null = that is not known. */
export interface NodeValues {
  readonly contextId: ContextId;
  readonly node: string;
  readonly values: readonly NodeValue[] | null;
}

/** A key (and effect) that some of the chosen nodes have. */
export interface HeldKey {
  readonly key: string;
  readonly effect: string;
  /** Its values, each with the number of nodes that have it; the most frequent first. */
  readonly values: readonly { readonly value: string; readonly nodes: number }[];
  /** Nodes that have it, with whatever value. */
  readonly nodes: number;
}

/** A line that was added to what is there. */
export interface AddedLine {
  readonly id: number;
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

/** What the user wants changed. `held` is by `heldId`; a key that is in neither is left as it is. */
export interface EditDraft {
  readonly held: ReadonlyMap<string, { readonly remove: boolean; readonly value: string | null }>;
  readonly added: readonly AddedLine[];
}

/** One change, as both forms make them. */
export type Edit =
  | {
      readonly type: 'set';
      readonly key: string;
      readonly value: string;
      readonly effect: string;
      /** Another value for those nodes that have the key; the others are not given it. */
      readonly onlyWhereHeld: boolean;
    }
  | { readonly type: 'remove'; readonly key: string; readonly effect: string };

/** Nodes of one context that are told the same, as one command. */
export interface EditGroup {
  readonly contextId: ContextId;
  readonly nodes: readonly string[];
  readonly edits: readonly Edit[];
  /** A node has another value for a key that is set: `--overwrite` is needed. */
  readonly overwrites: boolean;
}

/** Tells keys of what is there apart. */
export function heldId({ key, effect }: Pick<NodeValue, 'key' | 'effect'>): string {
  return `${key}\n${effect}`;
}

/** What the nodes have together, by key. Nodes that are not known count for nothing. */
export function heldKeys(nodes: readonly NodeValues[]): readonly HeldKey[] {
  const all = nodes.flatMap(({ values }) => values ?? []);
  return [...Map.groupBy(all, heldId).values()]
    .flatMap((same): HeldKey[] => {
      const [first] = same;
      if (first === undefined) return [];
      const values = [...Map.groupBy(same, ({ value }) => value)].map(([value, group]) => ({ value, nodes: group.length }));
      return [{ key: first.key, effect: first.effect, values: values.sort((a, b) => b.nodes - a.nodes), nodes: same.length }];
    })
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : effectRank(a.effect) - effectRank(b.effect)));
}

/** The changes of a draft, in the order in which they stand on screen: what is there, then what was added. Lines without a key are not there yet. */
export function editsOf({ held, added }: EditDraft, keys: readonly HeldKey[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { key, effect, values } of keys) {
    const change = held.get(heldId({ key, effect }));
    if (change === undefined) continue;
    if (change.remove) edits.push({ type: 'remove', key, effect });
    else if (change.value !== null && !(values.length === 1 && values[0]?.value === change.value.trim())) {
      edits.push({ type: 'set', key, value: change.value.trim(), effect, onlyWhereHeld: true });
    }
  }
  for (const { key, value, effect } of added) {
    if (key.trim() !== '') edits.push({ type: 'set', key: key.trim(), value: value.trim(), effect, onlyWhereHeld: false });
  }
  return edits;
}

/**
 * What each node is told. Pure. A node is not told to remove what it does not have, nor to set what it has: kubectl refuses both. Nodes whose values
 * are not known are told everything that does no harm where it is not so, and answer for themselves; nodes that are told nothing are left out.
 */
export function groupEdits(nodes: readonly NodeValues[], edits: readonly Edit[]): readonly EditGroup[] {
  const groups = new Map<string, { contextId: ContextId; nodes: string[]; edits: readonly Edit[]; overwrites: boolean }>();
  for (const { contextId, node, values } of nodes) {
    const own = edits.filter((edit) => (values === null ? edit.type === 'remove' || !edit.onlyWhereHeld : applies(edit, values)));
    if (own.length === 0) continue;
    const overwrites = values !== null && own.some((edit) => edit.type === 'set' && values.some((value) => heldId(value) === heldId(edit)));
    const id = JSON.stringify([contextId, overwrites, own]);
    const group = groups.get(id);
    if (group) group.nodes.push(node);
    else groups.set(id, { contextId, nodes: [node], edits: own, overwrites });
  }
  return [...groups.values()];
}

function applies(edit: Edit, values: readonly NodeValue[]): boolean {
  const has = values.find((value) => heldId(value) === heldId(edit));
  if (edit.type === 'remove') return has !== undefined;
  return has === undefined ? !edit.onlyWhereHeld : has.value !== edit.value;
}

/** From what keeps least away to what evicts; what nobody knows comes last. */
function effectRank(effect: string): number {
  const rank = (taintEffects as readonly string[]).indexOf(effect);
  return rank < 0 ? taintEffects.length : rank;
}

/** The keys of added lines that some node has with another value already: they replace it, which has to be said so. */
export function replacedKeys({ added }: EditDraft, keys: readonly HeldKey[], effectOf: (line: AddedLine) => string): readonly string[] {
  return added.flatMap((line) => {
    const same = keys.find(({ key, effect }) => key === line.key.trim() && effect === effectOf(line));
    return same?.values.some(({ value }) => value !== line.value.trim()) ? [same.key] : [];
  });
}
