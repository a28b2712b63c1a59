import type { WorkloadFacts } from '../../../../../shared/cluster-component.ts';
import { arrayOf, type JsonObject, numberOf, objectOf, textOf, textsOf } from '../../../../kube/json-fields.ts';
import type { Members } from '../../../../kube/json-members.ts';
import type { KubeObject, NamedProjection } from '../../../../kube/projection.ts';
import { isTerminating } from '../../../../kube/row-of-object.ts';
import { type ConditionFacts, conditionFacts, conditionFactsMembers, factsProjection } from '../../facts-projection.ts';

/** A Deployment, StatefulSet or DaemonSet: what components and problems are found by. */
export interface WorkloadRowFacts extends WorkloadFacts {
  /** Pods of the newest template, and those that count as available. */
  readonly updated: number;
  readonly available: number;
  /** Pods that there are. */
  readonly existing: number;
  /** Its controller has not seen the newest spec, or pods of an older template are left, and nothing paused it. */
  readonly rolling: boolean;
  readonly paused: boolean;
  readonly terminating: boolean;
  /** `deployment.kubernetes.io/revision`; empty where there is none. */
  readonly revision: string;
  /** Progressing, Available and ReplicaFailure of a Deployment. */
  readonly conditions: readonly ConditionFacts[];
}

/** Longer arguments are no flags that tell a component, in characters. */
const longestArgument = 120;
const revisionAnnotation = 'deployment.kubernetes.io/revision';

const template: Members = { spec: { containers: { image: true, command: true, args: true } } };
const metadata: Members = { annotations: true };

/** Deployments to WorkloadRowFacts. */
export const projectDeploymentFacts: NamedProjection = factsProjection(
  'deployments',
  {
    metadata,
    spec: { replicas: true, paused: true, template },
    status: {
      replicas: true,
      readyReplicas: true,
      updatedReplicas: true,
      availableReplicas: true,
      observedGeneration: true,
      conditions: conditionFactsMembers,
    },
  },
  (object) => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    // The API's default for replicas is 1.
    const desired = numberOf(spec.replicas, 1);
    const updated = numberOf(status.updatedReplicas);
    const old = numberOf(status.replicas) > updated || updated < desired;
    return workload(object, 'Deployment', {
      ready: readyOf(status, numberOf(status.readyReplicas)),
      desired,
      updated,
      available: numberOf(status.availableReplicas),
      existing: numberOf(status.replicas),
      rolling: unseen(object, status) || old,
      paused: spec.paused === true,
      conditions: conditionFacts(status, ['Progressing', 'Available', 'ReplicaFailure']),
    });
  },
);

/** StatefulSets to WorkloadRowFacts. Pods above the partition of a rolling update keep the old template on purpose. */
export const projectStatefulSetFacts: NamedProjection = factsProjection(
  'statefulsets',
  {
    metadata,
    spec: { replicas: true, template, updateStrategy: { type: true, rollingUpdate: { partition: true } } },
    status: {
      replicas: true,
      readyReplicas: true,
      updatedReplicas: true,
      availableReplicas: true,
      currentRevision: true,
      updateRevision: true,
      observedGeneration: true,
    },
  },
  (object) => {
    const spec = objectOf(object.spec);
    const status = objectOf(object.status);
    const desired = numberOf(spec.replicas, 1);
    const updated = numberOf(status.updatedReplicas);
    const strategy = objectOf(spec.updateStrategy);
    const partition = numberOf(objectOf(strategy.rollingUpdate).partition);
    const differs = textOf(status.currentRevision) !== textOf(status.updateRevision);
    const rolls = strategy.type !== 'OnDelete' && differs && updated < desired - partition;
    return workload(object, 'StatefulSet', {
      ready: readyOf(status, numberOf(status.readyReplicas)),
      desired,
      updated,
      available: numberOf(status.availableReplicas),
      existing: numberOf(status.replicas),
      rolling: unseen(object, status) || rolls,
      paused: false,
      conditions: [],
    });
  },
);

/** DaemonSets to WorkloadRowFacts; desired is what the controller counted, nodes that fit. */
export const projectDaemonSetFacts: NamedProjection = factsProjection(
  'daemonsets',
  {
    metadata,
    spec: { template, updateStrategy: { type: true } },
    status: {
      desiredNumberScheduled: true,
      currentNumberScheduled: true,
      numberReady: true,
      updatedNumberScheduled: true,
      numberAvailable: true,
      observedGeneration: true,
    },
  },
  (object) => {
    const status = objectOf(object.status);
    const known = status.desiredNumberScheduled !== undefined;
    const desired = numberOf(status.desiredNumberScheduled);
    const updated = numberOf(status.updatedNumberScheduled);
    const onDelete = objectOf(objectOf(object.spec).updateStrategy).type === 'OnDelete';
    return workload(object, 'DaemonSet', {
      ready: known ? numberOf(status.numberReady) : null,
      desired: known ? desired : null,
      updated,
      available: numberOf(status.numberAvailable),
      existing: numberOf(status.currentNumberScheduled),
      rolling: unseen(object, status) || (!onDelete && updated < desired),
      paused: false,
      conditions: [],
    });
  },
);

type Counted = Pick<WorkloadRowFacts, 'ready' | 'desired' | 'updated' | 'available' | 'existing' | 'rolling' | 'paused' | 'conditions'>;

function workload(object: KubeObject, kind: WorkloadFacts['kind'], counted: Counted): WorkloadRowFacts {
  const { namespace, name, labels, annotations } = objectOf(object.metadata);
  const containers = arrayOf(objectOf(objectOf(objectOf(object.spec).template).spec).containers).map(objectOf);
  return {
    kind,
    namespace: textOf(namespace),
    name: textOf(name),
    labels: objectOf(labels) as WorkloadFacts['labels'],
    images: containers.map(({ image }) => textOf(image)),
    args: containers.flatMap(({ command, args }) => [...textsOf(command), ...textsOf(args)]).filter(isFlag),
    terminating: isTerminating(object),
    revision: textOf(objectOf(annotations)[revisionAnnotation]),
    ...counted,
  };
}

function isFlag(argument: string): boolean {
  return argument.startsWith('-') && argument.length <= longestArgument;
}

/** A status that no controller wrote yet says nothing of readiness. */
function readyOf(status: JsonObject, ready: number): number | null {
  return status.observedGeneration === undefined ? null : ready;
}

function unseen(object: KubeObject, status: JsonObject): boolean {
  return numberOf(status.observedGeneration) < numberOf(objectOf(object.metadata).generation);
}
