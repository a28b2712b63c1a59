import { arrayOf, isObject, type JsonObject, objectOf, textOf } from './json-fields.ts';

/** Whether an object with these labels is selected. */
export type LabelMatcher = (labels: JsonObject) => boolean;

const nothing: LabelMatcher = () => false;

/**
 * A metav1.LabelSelector as a predicate: LabelSelectorAsSelector of apimachinery `pkg/apis/meta/v1/helpers.go`. No selector selects nothing, an
 * empty one everything; one that the server would call invalid selects nothing, which is how its controllers and the eviction API take it.
 */
export function labelMatcher(selector: unknown): LabelMatcher {
  if (!isObject(selector)) return nothing;
  const wanted = Object.entries(objectOf(selector.matchLabels));
  const requirements: LabelMatcher[] = wanted.map(
    ([key, value]) =>
      (labels) =>
        Object.hasOwn(labels, key) && labels[key] === value,
  );
  for (const expression of arrayOf(selector.matchExpressions)) {
    const requirement = requirementOf(objectOf(expression));
    if (requirement === null) return nothing;
    requirements.push(requirement);
  }
  return (labels) => requirements.every((holds) => holds(labels));
}

/** NewRequirement and Requirement.Matches of apimachinery `pkg/labels/selector.go`; null when it is invalid. */
function requirementOf({ key: keyField, operator, values: valuesField }: JsonObject): LabelMatcher | null {
  const key = textOf(keyField);
  const values = new Set(arrayOf(valuesField));
  const has = (labels: JsonObject) => Object.hasOwn(labels, key);
  switch (operator) {
    case 'In':
      return values.size === 0 ? null : (labels) => has(labels) && values.has(labels[key]);
    case 'NotIn':
      return values.size === 0 ? null : (labels) => !has(labels) || !values.has(labels[key]);
    case 'Exists':
      return values.size === 0 ? has : null;
    case 'DoesNotExist':
      return values.size === 0 ? (labels) => !has(labels) : null;
    default:
      return null;
  }
}
