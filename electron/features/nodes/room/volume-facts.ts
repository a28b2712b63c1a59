import { arrayOf, isObject, type JsonObject, numberOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import { type NodeMatcher, nodeSelectorOf } from './match-node.ts';

/** What the scheduler looks at of a PersistentVolumeClaim. */
export interface ClaimFacts {
  readonly namespace: string;
  readonly name: string;
  /** Empty while it is not bound. */
  readonly volume: string;
  readonly storageClass: string;
  readonly lost: boolean;
  readonly terminating: boolean;
}

/** What it looks at of a PersistentVolume. */
export interface VolumeFacts {
  readonly name: string;
  /** Nodes that can reach it; null = any. */
  readonly nodes: NodeMatcher | null;
  /** Zones and regions of its labels: each must be one of these. */
  readonly topology: readonly { readonly key: string; readonly values: ReadonlySet<string> }[];
  /** CSI driver and handle; empty for other volumes, which no limit counts. */
  readonly driver: string;
  readonly handle: string;
}

/** What it looks at of a StorageClass. */
export interface ClassFacts {
  readonly name: string;
  readonly waitsForConsumer: boolean;
  /** The CSI driver that makes its volumes; empty when it makes none (local volumes) and one that is free has to be found. */
  readonly provisioner: string;
  /** Nodes at which it makes volumes (allowedTopologies). */
  readonly nodes: (labels: JsonObject) => boolean;
  readonly isDefault: boolean;
}

/** The volumes of a cluster; all of it, or nothing is known. */
export interface StorageFacts {
  /** By `namespace/name`. */
  readonly claims: ReadonlyMap<string, ClaimFacts>;
  readonly volumes: ReadonlyMap<string, VolumeFacts>;
  readonly classes: ReadonlyMap<string, ClassFacts>;
  /** Most volumes of a CSI driver on a node: by node, then driver. */
  readonly limits: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** volume_zone.go, topologyLabels. */
const topologyLabels = [
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
];
/** Several zones of one label (cloud-provider volume helpers, LabelMultiZoneDelimiter). */
const zoneDelimiter = '__';
/** Annotations by which a claim names its class where the field is empty, and a class says that it is the default. */
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const defaultAnnotations = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** Reads a v1.PersistentVolumeClaim as JSON. */
export function claimFactsOf(object: unknown): ClaimFacts {
  const { metadata: metadataField, spec: specField, status } = objectOf(object);
  const metadata = objectOf(metadataField);
  const spec = objectOf(specField);
  return {
    namespace: textOf(metadata.namespace),
    name: textOf(metadata.name),
    volume: textOf(spec.volumeName),
    storageClass: textOf(objectOf(metadata.annotations)[classAnnotation]) || textOf(spec.storageClassName),
    lost: objectOf(status).phase === 'Lost',
    terminating: textOf(metadata.deletionTimestamp) !== '',
  };
}

/** Reads a v1.PersistentVolume as JSON. */
export function volumeFactsOf(object: unknown): VolumeFacts {
  const { metadata: metadataField, spec: specField } = objectOf(object);
  const { name, labels: labelsField } = objectOf(metadataField);
  const labels = objectOf(labelsField);
  const spec = objectOf(specField);
  const { required } = objectOf(spec.nodeAffinity);
  const csi = objectOf(spec.csi);
  return {
    name: textOf(name),
    nodes: isObject(required) ? nodeSelectorOf(required) : null,
    topology: topologyLabels
      .filter((key) => Object.hasOwn(labels, key))
      .map((key) => ({ key, values: new Set(textOf(labels[key]).split(zoneDelimiter)) })),
    driver: textOf(csi.driver),
    handle: textOf(csi.volumeHandle),
  };
}

/** Reads a storage.k8s.io/v1 StorageClass as JSON. */
export function classFactsOf(object: unknown): ClassFacts {
  const { metadata, volumeBindingMode, provisioner, allowedTopologies } = objectOf(object);
  const { name, annotations } = objectOf(metadata);
  const terms = arrayOf(allowedTopologies).map((term) =>
    arrayOf(objectOf(term).matchLabelExpressions).map((item) => {
      const { key, values } = objectOf(item);
      return { key: textOf(key), values: arrayOf(values).map(textOf) };
    }),
  );
  return {
    name: textOf(name),
    waitsForConsumer: volumeBindingMode === 'WaitForFirstConsumer',
    provisioner: provisioner === 'kubernetes.io/no-provisioner' ? '' : textOf(provisioner),
    // MatchTopologySelectorTerms: no terms match everything, a term of nothing matches nothing.
    nodes: (labels) =>
      terms.length === 0 || terms.some((term) => term.length > 0 && term.every(({ key, values }) => values.includes(textOf(labels[key])))),
    isDefault: defaultAnnotations.some((annotation) => objectOf(annotations)[annotation] === 'true'),
  };
}

/** Most volumes of each driver on the node of a storage.k8s.io/v1 CSINode. */
export function volumeLimitsOf(object: unknown): { readonly node: string; readonly limits: ReadonlyMap<string, number> } {
  const { metadata, spec } = objectOf(object);
  const limits = new Map<string, number>();
  for (const item of arrayOf(objectOf(spec).drivers)) {
    const { name, allocatable } = objectOf(item);
    const { count } = objectOf(allocatable);
    if (typeof count === 'number') limits.set(textOf(name), numberOf(count));
  }
  return { node: textOf(objectOf(metadata).name), limits };
}
