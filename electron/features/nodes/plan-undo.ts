import type { JournalEntry } from '../../../shared/journal.ts';
import { arrayOf, isObject, type JsonObject, objectOf } from '../../kube/json-fields.ts';
import { type NodeEdit, refusedEdit } from './node-edit.ts';
import type { NodeFacts } from './node-facts.ts';
import { planCordon } from './plan-cordon.ts';
import { labelOf, labelPatch } from './plan-labels.ts';
import { taintText } from './plan-taint-fates.ts';
import { taintOf, taintPatch } from './plan-taints.ts';

/** What a recorded write left, and what is to be there again. */
export type UndoableEntry = Pick<JournalEntry, 'action' | 'target' | 'before' | 'after' | 'undoable' | 'outcome'>;

/** Whether a write can be taken back by one step: it was done, or may have been, and its fields are known as they were. */
export function canUndo({ action, target, outcome, undoable }: UndoableEntry): boolean {
  const written = (outcome.type === 'done' && outcome.changed) || outcome.type === 'unknown';
  const known = target.resource === 'nodes' && ['cordon', 'uncordon', 'taint', 'label'].includes(action);
  return undoable && written && known;
}

/**
 * Takes back what a recorded write did to a node, and no more: of what it changed everything must be as the write left it, on the same node (uid),
 * else somebody decided otherwise since and it is refused as `changed`. What others changed beside it stays; what is as it was before the write is left
 * alone. Pure.
 */
export function planUndo(node: NodeFacts, entry: UndoableEntry): NodeEdit {
  if (!canUndo(entry)) return refusedEdit('not-undoable', '');
  if (entry.target.uid !== '' && entry.target.uid !== node.uid) {
    return refusedEdit('changed', `node ${node.name} is another one than it was: it has been created anew`);
  }
  if (entry.action === 'taint') return undoTaints(node, entry);
  if (entry.action === 'label') return undoLabels(node, entry);
  const left = entry.action === 'cordon';
  return planCordon(node, !left);
}

function undoTaints(node: NodeFacts, { before, after }: UndoableEntry): NodeEdit {
  const [was, left] = [taintsOf(before), taintsOf(after)];
  const same = (a: JsonObject | undefined, b: JsonObject | undefined) => textOrNone(a) === textOrNone(b);
  const touched = [...new Set([...was.keys(), ...left.keys()])].filter((id) => !same(was.get(id), left.get(id)));
  const now = byId(node.taints);
  if (touched.every((id) => same(now.get(id), was.get(id)))) return { type: 'unchanged' };
  const other = touched.find((id) => !same(now.get(id), left.get(id)));
  if (other !== undefined) {
    const taint = now.get(other);
    const state = taint === undefined ? `has no taint ${other}` : `has the taint ${taintText(taintOf(taint))}`;
    return refusedEdit('changed', `node ${node.name} ${state} now`);
  }
  const kept = node.taints.filter((taint) => !touched.includes(idOf(taint)));
  const back = touched.map((id) => was.get(id)).filter((taint) => taint !== undefined);
  return taintPatch(node, [...kept, ...back]);
}

function undoLabels(node: NodeFacts, { before, after }: UndoableEntry): NodeEdit {
  const [was, left] = [labelsOf(before), labelsOf(after)];
  if (Object.entries(was).every(([key, value]) => labelOf(node, key) === value)) return { type: 'unchanged' };
  for (const [key, value] of Object.entries(left)) {
    const now = labelOf(node, key);
    if (now !== value)
      return refusedEdit('changed', `node ${node.name} ${now === null ? `has no label ${key}` : `has the label ${key}=${now}`} now`);
  }
  return labelPatch(node, left, was);
}

/** Of a recorded `{ spec: { taints } }`, by key and effect. */
function taintsOf(recorded: unknown): ReadonlyMap<string, JsonObject> {
  return byId(arrayOf(objectOf(objectOf(recorded).spec).taints).filter(isObject));
}

function byId(taints: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  return new Map(taints.map((taint) => [idOf(taint), taint]));
}

/** Of a recorded `{ metadata: { labels } }`. */
function labelsOf(recorded: unknown): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(objectOf(objectOf(objectOf(recorded).metadata).labels)).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : null,
    ]),
  );
}

function idOf(taint: JsonObject): string {
  return taintText({ ...taintOf(taint), value: '' });
}

function textOrNone(taint: JsonObject | undefined): string {
  return taint === undefined ? '' : taintText(taintOf(taint));
}
