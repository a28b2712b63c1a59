import type { EditError } from '../../../shared/cluster-error.ts';
import { type TaintChange, taintWord } from '../../../shared/node-edits.ts';
import type { NodeTaint } from '../../../shared/node-writes.ts';
import { type JsonObject, textOf } from '../../kube/json-fields.ts';
import { type NodeEdit, nodePatch, refusedEdit } from './node-edit.ts';
import type { NodeFacts } from './node-facts.ts';

/** What becomes of a node's taints. */
export type ChangedTaints =
  | { readonly type: 'taints'; readonly taints: readonly JsonObject[]; readonly changed: boolean; readonly overwrites: readonly string[] }
  | { readonly type: 'refused'; readonly error: EditError };

/**
 * The taints of a node after these changes, in the order in which `kubectl taint` leaves them (pkg/cmd/taint, reorganizeTaints). `overwrites` = keys whose
 * value is replaced. What is to be removed and is not there refuses all of it, each in a line as kubectl prints them. A taint that is there with the same value stays as it is, with
 * the time at which it was added. Pure; `changes` passed `taintChangesFault`.
 */
export function changeTaints(current: readonly JsonObject[], changes: readonly TaintChange[]): ChangedTaints {
  const set: JsonObject[] = [];
  const overwrites: string[] = [];
  let changed = false;
  for (const change of changes) {
    if (change.type === 'remove') continue;
    const { key, value, effect } = change;
    const same = current.find((taint) => matches(taint, key, effect));
    if (same !== undefined && textOf(same.value) === value) {
      set.push(same);
      continue;
    }
    if (hasOtherValue(current, change)) overwrites.push(key);
    set.push({ key, ...(value === '' ? {} : { value }), effect });
    changed = true;
  }
  let taints = [...set, ...current.filter((taint) => !set.some((other) => matches(taint, textOf(other.key), textOf(other.effect))))];
  const missing: string[] = [];
  for (const change of changes) {
    if (change.type === 'set') continue;
    const left = taints.filter((taint) => !matches(taint, change.key, change.effect));
    if (left.length === taints.length) missing.push(`taint "${taintWord(change).slice(0, -1)}" not found`);
    else changed = true;
    taints = left;
  }
  if (missing.length > 0) return refusedEdit('not-found', missing.join('\n'));
  return { type: 'taints', taints, changed, overwrites };
}

/**
 * The patch of `kubectl taint`: the whole list, which the server takes as one (listType=atomic). Without `overwrite` a taint that has another value refuses
 * all of it, with kubectl's message; unlike kubectl, one that has the wanted value already does not. Pure.
 */
export function planTaints(node: NodeFacts, changes: readonly TaintChange[], overwrite: boolean): NodeEdit {
  const replaced = changes.some((change) => change.type === 'set' && hasOtherValue(node.taints, change));
  // Before it looks for what is to be removed, as kubectl does.
  if (!overwrite && replaced) {
    // kubectl names all keys that are there, whatever their value.
    const there = changes.filter(({ type, key, effect }) => type === 'set' && node.taints.some((taint) => matches(taint, key, effect)));
    const keys = there.map(({ key }) => key).join(',');
    return refusedEdit('exists', `node ${node.name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`);
  }
  const next = changeTaints(node.taints, changes);
  if (next.type === 'refused') return next;
  return next.changed ? taintPatch(node, next.taints) : { type: 'unchanged' };
}

/** Puts these taints in the place of all that the node has. */
export function taintPatch(node: NodeFacts, taints: readonly JsonObject[]): NodeEdit {
  const before = { spec: { taints: node.taints } };
  const after = { spec: { taints } };
  return nodePatch('taint', node, { spec: { taints: taints.length === 0 ? null : taints } }, before, after);
}

/** A v1.Taint as JSON; absent fields are empty. */
export function taintOf({ key, value, effect }: JsonObject): NodeTaint {
  return { key: textOf(key), value: textOf(value), effect: textOf(effect) };
}

function hasOtherValue(taints: readonly JsonObject[], { key, value, effect }: Extract<TaintChange, { type: 'set' }>): boolean {
  return taints.some((taint) => matches(taint, key, effect) && textOf(taint.value) !== value);
}

/** v1.Taint.MatchTaint: taints are one by key and effect. An empty effect is any. */
function matches(taint: JsonObject, key: string, effect: string): boolean {
  return textOf(taint.key) === key && (effect === '' || textOf(taint.effect) === effect);
}
