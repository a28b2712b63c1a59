import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import { type LabelMatcher, labelMatcher } from '../../../kube/match-labels.ts';
import { type NodeMatcher, requiredNodesOf } from './match-node.ts';
import { type Amounts, requestsOf, takenBy } from './pod-requests.ts';

/** A toleration: core/v1.Toleration with Go's zero values. */
export interface Toleration {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
}

/** A required term of pod affinity or anti-affinity. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly matches: LabelMatcher;
  /** Pods of these namespaces are meant, and those of namespaces with such labels. */
  readonly namespaces: ReadonlySet<string>;
  /** Null when the term selects no namespaces by label. */
  readonly namespaceSelector: LabelMatcher | null;
}

/** A topologySpreadConstraint with `DoNotSchedule`. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly matches: LabelMatcher;
  /** It selects by nothing, and then counts no pods (countPodsMatchSelector). */
  readonly empty: boolean;
  readonly honoursAffinity: boolean;
  readonly honoursTaints: boolean;
}

/** A port of the node that a container takes. */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** A volume that is a PersistentVolumeClaim. */
export interface ClaimVolume {
  readonly claim: string;
  /** A generic ephemeral volume, whose claim is made anew with the pod: its StorageClass, null = the default one. Undefined for claims that stay. */
  readonly ephemeralClass?: string | null;
}

/** What the scheduler looks at of a pod. */
export interface SchedulablePod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: JsonObject;
  /** Empty while it waits for a node. */
  readonly node: string;
  readonly terminating: boolean;
  /** What it takes from its node. */
  readonly taken: Amounts;
  /** What another pod of its spec asks for. */
  readonly requests: Amounts;
  readonly tolerations: readonly Toleration[];
  /** nodeSelector and required node affinity; null when it has neither. */
  readonly nodes: NodeMatcher | null;
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly spread: readonly SpreadConstraint[];
  readonly hostPorts: readonly HostPort[];
  readonly claims: readonly ClaimVolume[];
  readonly schedulerName: string;
  /** It uses ResourceClaims (dynamic resource allocation). */
  readonly claimsDevices: boolean;
}

const none: readonly never[] = [];

/** Reads a v1.Pod as JSON. Odd input gives Go's zero values, never a throw. */
export function schedulablePodOf(object: unknown): SchedulablePod {
  const { metadata: metadataField, spec: specField, status: statusField } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  const namespace = textOf(metadata.namespace);
  const name = textOf(metadata.name);
  const labels = objectOf(metadata.labels);
  const affinity = objectOf(spec.affinity);
  return {
    uid: textOf(metadata.uid),
    namespace,
    name,
    labels,
    node: textOf(spec.nodeName),
    terminating: textOf(metadata.deletionTimestamp) !== '',
    taken: takenBy(spec, objectOf(statusField)),
    requests: requestsOf(spec),
    tolerations: arrayOf(spec.tolerations).map(tolerationOf),
    nodes: requiredNodesOf(spec),
    affinity: termsOf(affinity.podAffinity, namespace),
    antiAffinity: termsOf(affinity.podAntiAffinity, namespace),
    spread: spreadOf(spec, labels),
    hostPorts: hostPortsOf(spec),
    claims: claimsOf(spec, name),
    schedulerName: textOf(spec.schedulerName),
    claimsDevices: arrayOf(spec.resourceClaims).length > 0,
  };
}

function tolerationOf(item: unknown): Toleration {
  const { key, operator, value, effect } = objectOf(item);
  return { key: textOf(key), operator: textOf(operator), value: textOf(value), effect: textOf(effect) };
}

/** newAffinityTerm of kube-scheduler framework/types.go. Without namespaces and selector the pod's own is meant. */
function termsOf(affinity: unknown, namespace: string): readonly AffinityTerm[] {
  const terms = arrayOf(objectOf(affinity).requiredDuringSchedulingIgnoredDuringExecution);
  if (terms.length === 0) return none;
  return terms.map((item) => {
    const { topologyKey, labelSelector, namespaces, namespaceSelector } = objectOf(item);
    const named = arrayOf(namespaces).map(textOf);
    const selects = isObject(namespaceSelector);
    return {
      topologyKey: textOf(topologyKey),
      matches: labelMatcher(labelSelector),
      namespaces: new Set(named.length === 0 && !selects ? [namespace] : named),
      namespaceSelector: selects ? labelMatcher(namespaceSelector) : null,
    };
  });
}

/** filterTopologySpreadConstraints of podtopologyspread/common.go. The scheduler's default constraints are wishes (ScheduleAnyway). */
function spreadOf(spec: JsonObject, labels: JsonObject): readonly SpreadConstraint[] {
  const constraints = arrayOf(spec.topologySpreadConstraints);
  if (constraints.length === 0) return none;
  return constraints
    .map(objectOf)
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
    .map((constraint) => {
      const selector = constraint.labelSelector;
      const matches = labelMatcher(selector);
      const keys = arrayOf(constraint.matchLabelKeys)
        .map(textOf)
        .filter((key) => Object.hasOwn(labels, key));
      const { matchLabels, matchExpressions } = objectOf(selector);
      return {
        topologyKey: textOf(constraint.topologyKey),
        maxSkew: numberOf(constraint.maxSkew),
        minDomains: numberOf(constraint.minDomains, 1),
        matches: keys.length === 0 ? matches : (others) => matches(others) && keys.every((key) => others[key] === labels[key]),
        empty: isObject(selector) && keys.length + Object.keys(objectOf(matchLabels)).length + arrayOf(matchExpressions).length === 0,
        honoursAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
        honoursTaints: constraint.nodeTaintsPolicy === 'Honor',
      };
    });
}

/** GetHostPorts of pkg/scheduler/util: also of sidecars. A pod on the host's network has them all set by the server. */
function hostPortsOf(spec: JsonObject): readonly HostPort[] {
  const sidecars = arrayOf(spec.initContainers).filter((container) => objectOf(container).restartPolicy === 'Always');
  const found: HostPort[] = [];
  for (const container of [...sidecars, ...arrayOf(spec.containers)]) {
    for (const item of arrayOf(objectOf(container).ports)) {
      const { hostPort, hostIP, protocol } = objectOf(item);
      const port = numberOf(hostPort);
      if (port > 0) found.push({ ip: textOf(hostIP) || '0.0.0.0', protocol: textOf(protocol) || 'TCP', port });
    }
  }
  return found.length === 0 ? none : found;
}

function claimsOf(spec: JsonObject, pod: string): readonly ClaimVolume[] {
  const found: ClaimVolume[] = [];
  for (const item of arrayOf(spec.volumes)) {
    const { name, persistentVolumeClaim, ephemeral } = objectOf(item);
    if (isObject(persistentVolumeClaim)) found.push({ claim: textOf(persistentVolumeClaim.claimName) });
    else if (isObject(ephemeral)) {
      const { storageClassName } = objectOf(objectOf(ephemeral.volumeClaimTemplate).spec);
      found.push({ claim: `${pod}-${textOf(name)}`, ephemeralClass: typeof storageClassName === 'string' ? storageClassName : null });
    }
  }
  return found.length === 0 ? none : found;
}
