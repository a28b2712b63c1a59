import { type LabelChange, labelChangesFault, type TaintChange, taintChangesFault, taintEffects } from '../../../shared/node-edits.ts';
import { labelWords, taintWords } from '../../../shared/node-words.ts';
import type { Edit, NodeValue } from './edit-draft.ts';

/*
 * Taints and labels are edited by the same form: here is what they do not have in common.
 */

/** Changes of taints as their channel takes them. An effect that is none of Kubernetes' own (of an object from before its validation) is removed with its key. */
export function taintChanges(edits: readonly Edit[]): TaintChange[] {
  return edits.map((edit) => {
    const effect = taintEffects.find((each) => each === edit.effect);
    return edit.type === 'set'
      ? { type: 'set', key: edit.key, value: edit.value, effect: effect ?? 'NoSchedule' }
      : { type: 'remove', key: edit.key, effect: effect ?? '' };
  });
}

/** Changes of labels as their channel takes them. */
export function labelChanges(edits: readonly Edit[]): LabelChange[] {
  return edits.map((edit) => (edit.type === 'set' ? { type: 'set', key: edit.key, value: edit.value } : { type: 'remove', key: edit.key }));
}

/** What kubectl, or the API server for keys, refuses of these changes, in their words; null = nothing. */
export function faultOf(what: 'taints' | 'labels', edits: readonly Edit[]): string | null {
  return what === 'taints' ? taintChangesFault(taintChanges(edits)) : labelChangesFault(labelChanges(edits));
}

/** The words of the equal kubectl command. */
export function editWords(
  what: 'taints' | 'labels',
  nodes: readonly string[],
  edits: readonly Edit[],
  overwrite: boolean,
): readonly string[] {
  return what === 'taints' ? taintWords(nodes, taintChanges(edits), overwrite) : labelWords(nodes, labelChanges(edits), overwrite);
}

/** Labels as the form has them. */
export function valuesOfLabels(labels: Readonly<Record<string, unknown>>): readonly NodeValue[] {
  return Object.entries(labels).map(([key, value]) => ({ key, value: textOf(value), effect: '' }));
}

/** The labels of a node, as its object has them. */
export function labelsOfNode(object: unknown): readonly NodeValue[] {
  const labels = fieldOf(fieldOf(object, 'metadata'), 'labels');
  return typeof labels === 'object' && labels !== null ? valuesOfLabels(labels as Record<string, unknown>) : [];
}

/** The taints of a node, as its object has them. */
export function taintsOfNode(object: unknown): readonly NodeValue[] {
  const taints = fieldOf(fieldOf(object, 'spec'), 'taints');
  if (!Array.isArray(taints)) return [];
  return taints.map((taint: unknown) => ({
    key: textOf(fieldOf(taint, 'key')),
    value: textOf(fieldOf(taint, 'value')),
    effect: textOf(fieldOf(taint, 'effect')),
  }));
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
