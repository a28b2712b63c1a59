import { objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { isTerminating } from '../../../../kube/row-of-object.ts';
import { factsProjection } from '../../facts-projection.ts';

/** A PersistentVolumeClaim as problems see it. */
export interface ClaimFacts {
  /** `Bound`, `Pending`, `Lost`; empty before a controller saw it. */
  readonly phase: string;
  /** Null when it names none, so that the default class counts; empty when it wants none. */
  readonly storageClass: string | null;
  readonly volume: string;
  /** As asked for: `10Gi`. */
  readonly size: string;
  /** A pod that uses it was placed, so that provisioning was asked for. */
  readonly nodeSelected: boolean;
  readonly terminating: boolean;
}

/** A StorageClass as problems see it. */
export interface StorageClassFacts {
  /** Claims wait for a pod (`WaitForFirstConsumer`). */
  readonly waitsForPod: boolean;
  readonly isDefault: boolean;
  readonly provisioner: string;
}

/** Set by the scheduler when it has chosen a node for a pod that uses the claim (component-helpers storage/volume/pv_helpers.go). */
const selectedNode = 'volume.kubernetes.io/selected-node';
const defaultClass = 'storageclass.kubernetes.io/is-default-class';

/** PersistentVolumeClaims to ClaimFacts. */
export const projectClaimFacts: NamedProjection = factsProjection(
  'persistentvolumeclaims',
  {
    metadata: { annotations: true },
    spec: { storageClassName: true, volumeName: true, resources: { requests: true } },
    status: { phase: true },
  },
  (object): ClaimFacts => {
    const spec = objectOf(object.spec);
    return {
      phase: textOf(objectOf(object.status).phase),
      storageClass: typeof spec.storageClassName === 'string' ? spec.storageClassName : null,
      volume: textOf(spec.volumeName),
      size: textOf(objectOf(objectOf(spec.resources).requests).storage),
      nodeSelected: textOf(objectOf(objectOf(object.metadata).annotations)[selectedNode]) !== '',
      terminating: isTerminating(object),
    };
  },
);

/** StorageClasses to StorageClassFacts. */
export const projectStorageClassFacts: NamedProjection = factsProjection(
  'storageclasses',
  { metadata: { annotations: true }, provisioner: true, volumeBindingMode: true },
  (object): StorageClassFacts => ({
    waitsForPod: object.volumeBindingMode === 'WaitForFirstConsumer',
    isDefault: objectOf(objectOf(object.metadata).annotations)[defaultClass] === 'true',
    provisioner: textOf(object.provisioner),
  }),
);
