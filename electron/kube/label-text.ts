import { arrayOf, isObject, type JsonObject, objectOf, textOf } from './json-fields.ts';
import type { Members } from './json-members.ts';

/*
 * Labels and label selectors as kubectl prints them: apimachinery `pkg/labels` (Set.String, FormatLabels, Requirement.String)
 * and `pkg/apis/meta/v1/helpers.go` (LabelSelectorAsSelector, FormatLabelSelector).
 */

/** `a=1,b=2`, sorted by key; null when there are none (kubectl: `<none>`). */
export function labelsText(labels: unknown): string | null {
  const fields = objectOf(labels);
  const keys = Object.keys(fields);
  if (keys.length === 0) return null;
  if (keys.length > 1) keys.sort();
  let text = '';
  for (const key of keys) text += `${text === '' ? '' : ','}${key}=${textOf(fields[key])}`;
  return text;
}

/** `app=web,tier in (a,b),!old`; empty when it selects everything or nothing; `invalid` when the server would refuse it. */
export type SelectorText = { readonly text: string } | 'invalid';

/** What is read of a metav1.LabelSelector: for the `reads` of a projection. */
export const selectorMembers: Members = { matchLabels: true, matchExpressions: { key: true, operator: true, values: true } };

/** A metav1.LabelSelector in the form of a `--selector` flag. */
export function selectorText(selector: unknown): SelectorText {
  const { matchLabels, matchExpressions } = objectOf(selector);
  const expressions = arrayOf(matchExpressions);
  if (expressions.length === 0) return { text: labelsText(matchLabels) ?? '' };
  const requirements: { readonly key: string; readonly text: string }[] = [];
  const labels = objectOf(matchLabels);
  for (const key of Object.keys(labels).sort()) requirements.push({ key, text: `${key}=${textOf(labels[key])}` });
  for (const expression of expressions) {
    const text = requirementText(expression);
    if (text === null) return 'invalid';
    requirements.push({ key: textOf(objectOf(expression).key), text });
  }
  requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { text: requirements.map((requirement) => requirement.text).join(',') };
}

/** FormatLabelSelector: what most kinds print. Null is printed `<none>`. */
export function selectorCell(selector: unknown): string | null {
  const result = selectorText(selector);
  return result === 'invalid' ? '<error>' : result.text || null;
}

function requirementText(expression: unknown): string | null {
  if (!isObject(expression)) return null;
  const key = textOf(expression.key);
  switch (expression.operator) {
    case 'In':
      return valuesText(key, 'in', expression);
    case 'NotIn':
      return valuesText(key, 'notin', expression);
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return null;
  }
}

/** A set without values is invalid for In and NotIn. */
function valuesText(key: string, operator: string, expression: JsonObject): string | null {
  const values = arrayOf(expression.values).map(textOf).sort();
  return values.length === 0 ? null : `${key} ${operator} (${values.join(',')})`;
}
