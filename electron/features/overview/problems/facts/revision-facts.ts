import { controllerMembers, controllerOf } from '../../../../kube/controller-of.ts';
import { arrayOf, numberOf, objectOf, textOf } from '../../../../kube/json-fields.ts';
import type { NamedProjection } from '../../../../kube/projection.ts';
import { factsProjection } from '../../facts-projection.ts';

/** A template that a workload had: a ReplicaSet of a Deployment, or a ControllerRevision of a StatefulSet or DaemonSet. */
export interface RevisionFacts {
  readonly owner: readonly [kind: string, name: string] | null;
  /** 0 when it says none. */
  readonly revision: number;
  /** Images of its containers, in order. */
  readonly images: readonly string[];
}

const images = { containers: { image: true } };

/** ReplicaSets to RevisionFacts. */
export const projectReplicaSetFacts: NamedProjection = factsProjection(
  'replicasets',
  { metadata: { annotations: true, ...controllerMembers }, spec: { template: { spec: images } } },
  (object): RevisionFacts => {
    const revision = Number(textOf(objectOf(objectOf(object.metadata).annotations)['deployment.kubernetes.io/revision']));
    return {
      owner: controllerOf(object),
      revision: Number.isSafeInteger(revision) ? revision : 0,
      images: imagesOf(objectOf(object.spec).template),
    };
  },
);

/** ControllerRevisions to RevisionFacts; `data` holds the template as a patch (apps/v1 types.go). */
export const projectControllerRevisionFacts: NamedProjection = factsProjection(
  'controllerrevisions',
  { metadata: controllerMembers, revision: true, data: { spec: { template: { spec: images } } } },
  (object): RevisionFacts => ({
    owner: controllerOf(object),
    revision: numberOf(object.revision),
    images: imagesOf(objectOf(objectOf(object.data).spec).template),
  }),
);

function imagesOf(template: unknown): readonly string[] {
  return arrayOf(objectOf(objectOf(template).spec).containers).map((container) => textOf(objectOf(container).image));
}
