import type { KubeObject } from './kube-object.ts';
import { at, isRecord, listAt, mapAt, textAt } from './kube-object.ts';
import { badRequest } from './status-error.ts';

/** Decides whether an object is wanted. */
export type Selector = (object: KubeObject) => boolean;

const SET_BASED = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)$/;
const EQUALITY = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;

/** Splits on commas outside parentheses. */
function requirements(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Reads a label selector (apimachinery labels.Parse): equality, `in`, `notin`, `key`, `!key`. Throws 400 for anything else. */
export function parseLabelSelector(text: string): Selector {
  const tests = requirements(text).map((part): ((labels: Readonly<Record<string, string>>) => boolean) => {
    const set = SET_BASED.exec(part);
    if (set) {
      const [, key = '', operator, list = ''] = set;
      const values = new Set(list.split(',').map((value) => value.trim()));
      return operator === 'in'
        ? (labels) => labels[key] !== undefined && values.has(labels[key])
        : (labels) => labels[key] === undefined || !values.has(labels[key]);
    }
    const equality = EQUALITY.exec(part);
    if (equality) {
      const [, key = '', operator, value = ''] = equality;
      return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
    }
    if (/^![^\s!=,()]+$/.test(part)) return (labels) => labels[part.slice(1)] === undefined;
    if (/^[^\s!=,()]+$/.test(part)) return (labels) => labels[part] !== undefined;
    throw badRequest(`unable to parse requirement: found '${part}', expected: ',' or 'end of string'`);
  });
  return (object) => tests.every((test) => test(object.metadata.labels ?? {}));
}

const EVENT_FIELDS = [
  'involvedObject.kind',
  'involvedObject.namespace',
  'involvedObject.name',
  'involvedObject.uid',
  'involvedObject.apiVersion',
  'involvedObject.resourceVersion',
  'involvedObject.fieldPath',
  'reason',
  'reportingComponent',
  'source',
  'type',
];
const POD_FIELDS = [
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'spec.hostNetwork',
  'status.phase',
  'status.podIP',
  'status.nominatedNodeName',
];

/** Fields each resource can be selected by, beside metadata.name and metadata.namespace (registry strategies' ToSelectableFields). */
const SELECTABLE: Readonly<Record<string, readonly string[]>> = {
  pods: POD_FIELDS,
  events: EVENT_FIELDS,
  nodes: ['spec.unschedulable'],
  namespaces: ['status.phase'],
  secrets: ['type'],
  'replicasets.apps': ['status.replicas'],
  'jobs.batch': ['status.successful'],
};

/** Reads a field selector for a resource; an unsupported field is the server's own 400. */
export function parseFieldSelector(resourceKey: string, text: string): Selector {
  const supported = new Set(['metadata.name', 'metadata.namespace', ...(SELECTABLE[resourceKey] ?? [])]);
  const tests = requirements(text).map((part): Selector => {
    const [, field = '', operator = '', value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
    if (operator === '') throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
    if (!supported.has(field)) throw badRequest(`field label not supported: ${field}`);
    const read = (object: KubeObject): string => {
      if (field === 'source') return textAt(object, 'source', 'component');
      const found = at(object, ...field.split('.'));
      return found === undefined || found === null
        ? field === 'spec.unschedulable' || field === 'spec.hostNetwork'
          ? 'false'
          : ''
        : String(found);
    };
    return operator === '!=' ? (object) => read(object) !== value : (object) => read(object) === value;
  });
  return (object) => tests.every((test) => test(object));
}

/** Whether labels match a metav1.LabelSelector. An empty one matches all, none at all matches nothing. */
export function matchesLabelSelector(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  if (!isRecord(selector)) return false;
  if (!Object.entries(mapAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value)) return false;
  return listAt(selector, 'matchExpressions').every((one) => {
    const value = labels[textAt(one, 'key')];
    const among = value !== undefined && listAt(one, 'values').includes(value);
    switch (textAt(one, 'operator')) {
      case 'In':
        return among;
      case 'NotIn':
        return !among;
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}
