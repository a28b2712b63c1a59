import { objectOf, textOf } from '../../../kube/json-fields.ts';

/** A NodePool of OVHcloud (nodepools.kube.cloud.ovh.com, cluster-autoscaler's cloudprovider/ovhcloud). */
export interface OvhPool {
  readonly name: string;
  /** Machine type; empty when it says none. */
  readonly flavor: string;
  readonly desired: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly autoscaled: boolean;
}

/** A NodePool of Karpenter (nodepools.karpenter.sh, its pkg/apis/v1/nodepool.go). */
export interface KarpenterPool {
  readonly name: string;
  /** `cpu 1000`, `memory 1000Gi`, sorted. */
  readonly limits: readonly string[];
  /** Nodes that it may have, when it says so. */
  readonly max: number | null;
  /** Nodes that a static pool has always; null for a pool that follows its pods. */
  readonly replicas: number | null;
}

/** Reads an OVHcloud NodePool as JSON. Odd fields are absent. */
export function ovhPoolOf(object: unknown): OvhPool {
  const { metadata, spec: specField } = objectOf(object);
  const spec = objectOf(specField);
  return {
    name: textOf(objectOf(metadata).name),
    flavor: textOf(spec.flavor),
    desired: countOf(spec.desiredNodes),
    min: countOf(spec.minNodes),
    max: countOf(spec.maxNodes),
    autoscaled: spec.autoscale === true,
  };
}

/** Reads a Karpenter NodePool as JSON. Odd fields are absent. */
export function karpenterPoolOf(object: unknown): KarpenterPool {
  const { metadata, spec: specField } = objectOf(object);
  const spec = objectOf(specField);
  const limits = Object.entries(objectOf(spec.limits)).map(([name, amount]) => [name, String(amount)] as const);
  const nodes = limits.find(([name]) => name === 'nodes')?.[1];
  return {
    name: textOf(objectOf(metadata).name),
    limits: limits
      .filter(([name]) => name !== 'nodes')
      .map(([name, amount]) => `${name} ${amount}`)
      .sort(),
    max: nodes !== undefined && /^\d{1,9}$/.test(nodes) ? Number(nodes) : null,
    replicas: countOf(spec.replicas),
  };
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
