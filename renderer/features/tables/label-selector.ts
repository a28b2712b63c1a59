/** One requirement of a label selector, as `labels.Requirement` of apimachinery has it. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'exists' | 'absent' | 'in' | 'notin';
  readonly values: readonly string[];
}

const keyPattern = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const valuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/**
 * Reads a label selector as kubectl's `-l` does: `app=web`, `app!=x`, `app in (a,b)`, `app notin (a)`, `app`, `!app`, joined by commas.
 * null when it is not one. Source: apimachinery `pkg/labels/selector.go`.
 */
export function parseLabelSelector(text: string): readonly LabelRequirement[] | null {
  const requirements: LabelRequirement[] = [];
  for (const part of splitOutsideParentheses(text)) {
    const requirement = parseRequirement(part.trim());
    if (!requirement) return null;
    requirements.push(requirement);
  }
  return requirements;
}

function parseRequirement(text: string): LabelRequirement | null {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return valid({ key: set[1] ?? '', operator: set[2] === 'in' ? 'in' : 'notin', values });
  }
  const equal = /^([^=!]+?)\s*(!=|==|=)\s*(.*)$/.exec(text);
  if (equal) return valid({ key: equal[1] ?? '', operator: equal[2] === '!=' ? 'notin' : 'in', values: [equal[3] ?? ''] });
  if (text.startsWith('!')) return valid({ key: text.slice(1).trim(), operator: 'absent', values: [] });
  return valid({ key: text, operator: 'exists', values: [] });
}

function valid(requirement: LabelRequirement): LabelRequirement | null {
  if (!keyPattern.test(requirement.key)) return null;
  return requirement.values.every((value) => valuePattern.test(value)) ? requirement : null;
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/);
}

/** Whether labels satisfy all requirements. `!=` and `notin` also hold where the key is absent, as in Kubernetes. */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Readonly<Record<string, string>>): boolean {
  return requirements.every((requirement) =>
    holds(requirement, Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined),
  );
}

function holds({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  if (operator === 'exists') return value !== undefined;
  if (operator === 'absent') return value === undefined;
  const included = value !== undefined && values.includes(value);
  return operator === 'in' ? included : !included;
}
