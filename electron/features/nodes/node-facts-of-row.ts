import { parseTime } from '../../../shared/parse-time.ts';
import type { NodeConditionFacts, NodeFacts, NodeTaint } from '../../../shared/row-facts.ts';
import { arrayOf, type JsonObject, objectOf, textOf } from '../../kube/json-fields.ts';
import type { KubeObject } from '../../kube/projection.ts';
import { quantityMilli, quantityValue } from '../../kube/quantity.ts';
import { isTerminating } from '../../kube/row-of-object.ts';

/**
 * Annotations by which providers, autoscalers and Karpenter are known, by key or beginning of a key. Of all others only the key is kept:
 * `k3s.io/node-args` and the like may hold tokens.
 */
const annotationsThatTell = [
  'cluster-autoscaler.kubernetes.io/',
  'karpenter.sh/',
  'kubeadm.alpha.kubernetes.io/cri-socket',
  'cluster.x-k8s.io/',
  'machine.openshift.io/machine',
  'oci.oraclecloud.com/node-pool-id',
];
/** Longer values are no marks, in characters. */
const longestAnnotation = 200;
/** Messages of conditions are one line of a table; the object has them whole. In characters. */
const longestMessage = 300;

/** What a row of nodes carries beside its cells. Total: odd fields read as absent. */
export function nodeFacts(object: KubeObject): NodeFacts {
  const spec = objectOf(object.spec);
  const status = objectOf(object.status);
  const info = objectOf(status.nodeInfo);
  return {
    providerID: textOf(spec.providerID),
    unschedulable: spec.unschedulable === true,
    taints: arrayOf(spec.taints).map(taintOf),
    allocatable: amountsOf(objectOf(status.allocatable)),
    capacity: amountsOf(objectOf(status.capacity)),
    conditions: arrayOf(status.conditions).map(conditionOf),
    kubeletVersion: textOf(info.kubeletVersion),
    osImage: textOf(info.osImage),
    architecture: textOf(info.architecture),
    containerRuntime: textOf(info.containerRuntimeVersion),
    addresses: arrayOf(status.addresses).map((item) => {
      const { type, address } = objectOf(item);
      return [textOf(type), textOf(address)] as const;
    }),
    annotations: annotationsOf(objectOf(objectOf(object.metadata).annotations)),
    terminating: isTerminating(object),
  };
}

function taintOf(item: unknown): NodeTaint {
  const { key, value, effect } = objectOf(item);
  return { key: textOf(key), value: textOf(value), effect: textOf(effect) };
}

function conditionOf(item: unknown): NodeConditionFacts {
  const { type, status, reason, message, lastTransitionTime } = objectOf(item);
  return {
    type: textOf(type),
    status: textOf(status),
    reason: textOf(reason),
    message: textOf(message).slice(0, longestMessage),
    since: parseTime(lastTransitionTime),
  };
}

function amountsOf(list: JsonObject): NodeFacts['allocatable'] {
  return {
    cpu: quantityMilli(textOf(list.cpu)) ?? 0,
    memory: quantityValue(textOf(list.memory)) ?? 0,
    pods: quantityValue(textOf(list.pods)) ?? 0,
  };
}

function annotationsOf(annotations: JsonObject): NodeFacts['annotations'] {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(annotations)) {
    const text = textOf(value);
    const tells = annotationsThatTell.some((start) => key.startsWith(start)) && text.length <= longestAnnotation;
    kept[key] = tells ? text : '';
  }
  return kept;
}
