import { conditionStatus } from '../../../kube/conditions.ts';
import { arrayOf, isObject, type JsonObject, objectOf, textOf } from '../../../kube/json-fields.ts';
import { type Amounts, amountsOf } from './pod-requests.ts';
import type { Toleration } from './schedulable-pod.ts';

/** A taint: core/v1.Taint. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What the scheduler looks at of a node. */
export interface SchedulingNode {
  readonly name: string;
  readonly labels: JsonObject;
  readonly unschedulable: boolean;
  /** Condition Ready is True. The scheduler goes by taints, which the node controller sets a little later. */
  readonly ready: boolean;
  readonly taints: readonly Taint[];
  readonly allocatable: Amounts;
}

/** Whether a node is one that a pod may be on. */
export type NodeMatcher = (node: Pick<SchedulingNode, 'name' | 'labels'>) => boolean;

/** Reads a v1.Node as JSON. */
export function schedulingNodeOf(object: unknown): SchedulingNode {
  const { metadata: metadataField, spec: specField, status: statusField } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  const status = objectOf(statusField);
  return {
    name: textOf(metadata.name),
    labels: objectOf(metadata.labels),
    unschedulable: spec.unschedulable === true,
    ready: conditionStatus(status, 'Ready') === 'True',
    taints: arrayOf(spec.taints).map((item) => {
      const { key, value, effect } = objectOf(item);
      return { key: textOf(key), value: textOf(value), effect: textOf(effect) };
    }),
    allocatable: amountsOf(status.allocatable),
  };
}

/** GetRequiredNodeAffinity of component-helpers scheduling/corev1/nodeaffinity: nodeSelector, and the required node affinity. Null = any node. */
export function requiredNodesOf(spec: JsonObject): NodeMatcher | null {
  const wanted = Object.entries(objectOf(spec.nodeSelector));
  const required = objectOf(objectOf(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution;
  const affinity = isObject(required) ? nodeSelectorOf(required) : null;
  if (wanted.length === 0) return affinity;
  return (node) => wanted.every(([key, value]) => node.labels[key] === value) && (affinity === null || affinity(node));
}

/** A v1.NodeSelector: its terms are ORed, a term of nothing selects nothing, and one that is invalid neither. */
export function nodeSelectorOf(selector: JsonObject): NodeMatcher {
  const terms = arrayOf(selector.nodeSelectorTerms).flatMap((item) => termOf(objectOf(item)) ?? []);
  return (node) => terms.some((matches) => matches(node));
}

function termOf({ matchExpressions, matchFields }: JsonObject): NodeMatcher | null {
  const requirements: NodeMatcher[] = [];
  for (const item of arrayOf(matchExpressions)) {
    const matches = labelRequirement(objectOf(item));
    if (matches === null) return null;
    requirements.push(({ labels }) => matches(labels));
  }
  for (const item of arrayOf(matchFields)) {
    const { key, operator, values } = objectOf(item);
    const [name, ...more] = arrayOf(values);
    if (more.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return null;
    // Only metadata.name is a field of nodes here; a node that is only labels (of a volume's topology) has no fields.
    requirements.push((node) => node.name === '' || (key === 'metadata.name' && (node.name === name) === (operator === 'In')));
  }
  return requirements.length === 0 ? null : (node) => requirements.every((matches) => matches(node));
}

/** A NodeSelectorRequirement over labels (labels.NewRequirement and Matches of apimachinery `pkg/labels/selector.go`); null when it is invalid. */
function labelRequirement({ key: keyField, operator, values: valuesField }: JsonObject): ((labels: JsonObject) => boolean) | null {
  const key = textOf(keyField);
  const values = arrayOf(valuesField).map(textOf);
  const has = (labels: JsonObject) => Object.hasOwn(labels, key);
  switch (operator) {
    case 'In':
      return values.length === 0 ? null : (labels) => has(labels) && values.includes(textOf(labels[key]));
    case 'NotIn':
      return values.length === 0 ? null : (labels) => !has(labels) || !values.includes(textOf(labels[key]));
    case 'Exists':
      return values.length > 0 ? null : has;
    case 'DoesNotExist':
      return values.length > 0 ? null : (labels) => !has(labels);
    case 'Gt':
    case 'Lt': {
      const [limit] = values;
      if (limit === undefined || values.length > 1 || !isInteger(limit)) return null;
      const holds = operator === 'Gt' ? (number: bigint) => number > BigInt(limit) : (number: bigint) => number < BigInt(limit);
      return (labels) => has(labels) && isInteger(textOf(labels[key])) && holds(BigInt(textOf(labels[key])));
    }
    default:
      return null;
  }
}

/** What strconv.ParseInt takes, but for its limit of 64 bits. */
function isInteger(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** The first taint that keeps a pod away from a node (FindMatchingUntoleratedTaint with DoNotScheduleTaintsFilterFunc); null when there is none. */
export function untoleratedTaint(taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | null {
  const keeps = ({ effect }: Taint) => effect === 'NoSchedule' || effect === 'NoExecute';
  return taints.find((taint) => keeps(taint) && !isTolerated(taint, tolerations)) ?? null;
}

/** Whether one of the tolerations is for this taint: Toleration.ToleratesTaint of core/v1. Comparing ones (Gt, Lt) are behind a gate that is off. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some(({ key, operator, value, effect }) => {
    if (effect !== '' && effect !== taint.effect) return false;
    if (key !== '' && key !== taint.key) return false;
    return operator === 'Exists' || ((operator === '' || operator === 'Equal') && value === taint.value);
  });
}
