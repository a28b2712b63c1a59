import { minutesAgo } from './facts-of-objects.ts';

/*
 * Objects as controllers and kubelets of Kubernetes 1.36 write them, with the fields that tell their trouble.
 */

const hash = '5d9c7b4f6d';

/** A pod of Deployment `app`, an hour old, on node n1. */
export function podOf(app: string, suffix: string, status: object, more: { readonly spec?: object; readonly metadata?: object } = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${app}-${hash}-${suffix}`,
      namespace: 'shop',
      uid: `uid-${app}-${suffix}`,
      creationTimestamp: minutesAgo(60),
      labels: { app, 'pod-template-hash': hash },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${app}-${hash}`, uid: `rs-${app}`, controller: true }],
      ...more.metadata,
    },
    spec: {
      nodeName: 'n1',
      containers: [
        {
          name: 'main',
          image: 'registry.example/shop/main:1.4',
          resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        },
      ],
      ...more.spec,
    },
    status,
  };
}

const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: minutesAgo(60) };
const notReady = {
  type: 'Ready',
  status: 'False',
  reason: 'ContainersNotReady',
  message: 'containers with unready status: [main]',
  lastTransitionTime: minutesAgo(19),
};

/** status of a pod that is well. */
export const running = {
  phase: 'Running',
  conditions: [scheduled, { type: 'Ready', status: 'True', lastTransitionTime: minutesAgo(59) }],
  containerStatuses: [{ name: 'main', ready: true, started: true, restartCount: 0, state: { running: { startedAt: minutesAgo(59) } } }],
};

/** status of a pod whose container was killed for memory, again and again. */
export const oomKilled = {
  phase: 'Running',
  conditions: [scheduled, notReady],
  containerStatuses: [
    {
      name: 'main',
      image: 'registry.example/shop/main:1.4',
      ready: false,
      started: false,
      restartCount: 17,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: 'back-off 5m0s restarting failed container=main pod=payments-5d9c7b4f6d-a_shop(0b1c)',
        },
      },
      lastState: {
        terminated: {
          exitCode: 137,
          reason: 'OOMKilled',
          startedAt: minutesAgo(5),
          finishedAt: minutesAgo(4),
          containerID: 'containerd://a',
        },
      },
    },
  ],
};

/** status of a pod whose image cannot be pulled, with the words of containerd. */
export function imagePull(message: string, reason = 'ImagePullBackOff') {
  return {
    phase: 'Pending',
    conditions: [scheduled, notReady],
    containerStatuses: [
      {
        name: 'main',
        image: 'registry.example/shop/main:2.41.0-rc3',
        ready: false,
        started: false,
        restartCount: 0,
        state: { waiting: { reason, message } },
      },
    ],
  };
}

/** status of a pod whose container waits with a reason, as `imagePull` but of any kind. */
export function waiting(reason: string, message: string) {
  return imagePull(message, reason);
}

/** status of a pod that has no node, with the scheduler's words. */
export function unscheduled(message: string, minutes = 11) {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: minutesAgo(minutes) }],
  };
}

/** A node with these conditions beside a good Ready, or another Ready. */
export function nodeOf(name: string, conditions: readonly object[], more: { readonly spec?: object; readonly metadata?: object } = {}) {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `node-${name}`, creationTimestamp: minutesAgo(10_000), ...more.metadata },
    spec: { ...more.spec },
    status: {
      conditions,
      allocatable: { cpu: '4', memory: '16Gi', pods: '110' },
      capacity: { cpu: '4', memory: '16Gi', pods: '110' },
      nodeInfo: { kubeletVersion: 'v1.36.3' },
    },
  };
}

/** Condition Ready as the node lifecycle controller sets it for a kubelet that is silent. */
export const silent = {
  type: 'Ready',
  status: 'Unknown',
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
  lastTransitionTime: minutesAgo(11),
};

/** Condition Ready of a node that is well. */
export const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'KubeletReady',
  message: 'kubelet is posting ready status',
  lastTransitionTime: minutesAgo(9_000),
};

/** A Deployment of `shop` with this status. */
export function deploymentOf(name: string, replicas: number, status: object) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'shop',
      uid: `deployment-${name}`,
      generation: 4,
      creationTimestamp: minutesAgo(9_000),
      annotations: { 'deployment.kubernetes.io/revision': '4' },
    },
    spec: { replicas, template: { spec: { containers: [{ name: 'main', image: 'registry.example/shop/main:2.41.0-rc3' }] } } },
    status: { observedGeneration: 4, ...status },
  };
}

/** A Job of `shop` that failed, or went well, some minutes ago. */
export function jobOf(name: string, state: 'failed' | 'complete' | 'running', minutes: number, cronJob?: string) {
  const condition =
    state === 'failed'
      ? {
          type: 'Failed',
          status: 'True',
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
          lastTransitionTime: minutesAgo(minutes),
        }
      : { type: 'Complete', status: 'True', reason: 'CompletionsReached', lastTransitionTime: minutesAgo(minutes) };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      namespace: 'batch',
      uid: `job-${name}`,
      creationTimestamp: minutesAgo(minutes + 5),
      ...(cronJob === undefined ? {} : { ownerReferences: [{ kind: 'CronJob', name: cronJob, uid: 'c', controller: true }] }),
    },
    spec: {},
    status: state === 'running' ? { active: 1 } : { failed: state === 'failed' ? 7 : 0, conditions: [condition] },
  };
}

/** An event about an object of `shop`, the last time some minutes ago. */
export function eventOf(type: string, reason: string, kind: string, name: string, message: string, minutes: number, namespace = 'shop') {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${reason}.${minutes}`, namespace, uid: `event-${kind}-${name}-${reason}-${minutes}` },
    type,
    reason,
    message,
    involvedObject: { kind, namespace, name },
    source: { component: 'controller' },
    firstTimestamp: minutesAgo(minutes),
    lastTimestamp: minutesAgo(minutes),
    count: 1,
  };
}
