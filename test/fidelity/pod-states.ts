/** A pod in a state that a kubelet would have to bring about: the spec is created, then the status is patched onto it. */
export interface PodState {
  readonly name: string;
  readonly spec?: object;
  readonly status?: object;
  /** Bound to the parking node and deleted: it stays Terminating, since no kubelet finishes it. */
  readonly deleted?: true;
}

/** A time in the API's form: whole seconds. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

const container = (name: string): object => ({ name, image: `registry.example/${name}:1` });
const sidecar = (name: string): object => ({ ...container(name), restartPolicy: 'Always' });
const running = { running: { startedAt: minutesAgo(90) } };
const waiting = (reason: string, message = ''): object => ({ waiting: { reason, message } });
const terminated = (exitCode: number, reason?: string, signal?: number): object => ({
  terminated: {
    exitCode,
    ...(reason === undefined ? {} : { reason }),
    ...(signal === undefined ? {} : { signal }),
    startedAt: minutesAgo(80),
    finishedAt: minutesAgo(75),
  },
});
const condition = (type: string, status: string, reason?: string): object => ({
  type,
  status,
  lastTransitionTime: minutesAgo(60),
  ...(reason === undefined ? {} : { reason }),
});

function status(name: string, state: object, more: object = {}): object {
  return { name, image: `registry.example/${name}:1`, imageID: '', ready: false, restartCount: 0, state, ...more };
}

const restarted = (count: number, minutes: number): object => ({
  restartCount: count,
  lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: minutesAgo(minutes + 1), finishedAt: minutesAgo(minutes) } },
});
const up = { ready: true, started: true };
const twoInits = { initContainers: [container('init-1'), container('init-2')] };
const withSidecar = { initContainers: [sidecar('proxy')] };
const twoContainers = { containers: [container('app'), container('helper')] };

/** Every branch of printPod, and mixtures of them. */
export const podStates: readonly PodState[] = [
  { name: 'pending' },
  { name: 'unschedulable', status: { conditions: [condition('PodScheduled', 'False', 'Unschedulable')] } },
  { name: 'gated', spec: { schedulingGates: [{ name: 'example.com/wait' }] } },
  {
    name: 'init-first',
    spec: twoInits,
    status: { initContainerStatuses: [status('init-1', running), status('init-2', waiting('PodInitializing'))] },
  },
  {
    name: 'init-second',
    spec: twoInits,
    status: { initContainerStatuses: [status('init-1', terminated(0, 'Completed')), status('init-2', waiting('PodInitializing'))] },
  },
  {
    name: 'init-crash-loop',
    spec: twoInits,
    status: {
      initContainerStatuses: [status('init-1', waiting('CrashLoopBackOff'), restarted(6, 4)), status('init-2', waiting('PodInitializing'))],
    },
  },
  {
    name: 'init-image',
    spec: twoInits,
    status: { initContainerStatuses: [status('init-1', waiting('ImagePullBackOff')), status('init-2', {})] },
  },
  { name: 'init-exit', spec: twoInits, status: { initContainerStatuses: [status('init-1', terminated(3))] } },
  { name: 'init-signal', spec: twoInits, status: { initContainerStatuses: [status('init-1', terminated(137, undefined, 9))] } },
  { name: 'init-error', spec: twoInits, status: { initContainerStatuses: [status('init-1', terminated(1, 'Error'))] } },
  {
    name: 'init-open',
    spec: twoInits,
    status: {
      phase: 'Running',
      conditions: [condition('Initialized', 'True'), condition('Ready', 'True')],
      initContainerStatuses: [status('init-1', {})],
      containerStatuses: [status('app', running, up)],
    },
  },
  {
    name: 'sidecar-starting',
    spec: withSidecar,
    status: {
      initContainerStatuses: [status('proxy', running, { started: false })],
      containerStatuses: [status('app', waiting('PodInitializing'))],
    },
  },
  {
    name: 'sidecar-up',
    spec: withSidecar,
    status: { initContainerStatuses: [status('proxy', running, up)], containerStatuses: [status('app', waiting('ContainerCreating'))] },
  },
  {
    name: 'sidecar-restarted',
    spec: withSidecar,
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'True')],
      initContainerStatuses: [status('proxy', running, { ...up, ...restarted(2, 3) })],
      containerStatuses: [status('app', running, { ...up, ...restarted(4, 200) })],
    },
  },
  {
    name: 'crash-loop',
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'False')],
      containerStatuses: [status('app', waiting('CrashLoopBackOff'), restarted(5, 3))],
    },
  },
  { name: 'image-pull', status: { containerStatuses: [status('app', waiting('ImagePullBackOff', 'Back-off pulling image'))] } },
  { name: 'config-error', status: { containerStatuses: [status('app', waiting('CreateContainerConfigError'))] } },
  { name: 'creating', status: { containerStatuses: [status('app', waiting('ContainerCreating'))] } },
  {
    name: 'running',
    status: {
      phase: 'Running',
      podIP: '10.1.2.3',
      podIPs: [{ ip: '10.1.2.3' }, { ip: 'fd00::3' }],
      conditions: [condition('Ready', 'True')],
      containerStatuses: [status('app', running, up)],
    },
  },
  {
    name: 'not-ready',
    status: { phase: 'Running', conditions: [condition('Ready', 'False')], containerStatuses: [status('app', running, { started: true })] },
  },
  {
    name: 'completed-beside-running',
    spec: twoContainers,
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'True')],
      containerStatuses: [status('app', terminated(0, 'Completed')), status('helper', running, up)],
    },
  },
  {
    name: 'completed-beside-running-unready',
    spec: twoContainers,
    status: {
      phase: 'Running',
      conditions: [condition('Ready', 'False')],
      containerStatuses: [status('app', terminated(0, 'Completed')), status('helper', running, up)],
    },
  },
  {
    name: 'completed-beside-failed',
    spec: twoContainers,
    status: { phase: 'Running', containerStatuses: [status('app', terminated(0, 'Completed')), status('helper', terminated(2, 'Error'))] },
  },
  {
    name: 'first-wins',
    spec: twoContainers,
    status: { containerStatuses: [status('app', waiting('ErrImagePull')), status('helper', terminated(1, 'Error'))] },
  },
  {
    name: 'oom-killed',
    spec: twoContainers,
    status: {
      phase: 'Running',
      containerStatuses: [status('app', running, up), status('helper', terminated(137, 'OOMKilled'), restarted(3, 15))],
    },
  },
  { name: 'exit-code', status: { phase: 'Running', containerStatuses: [status('app', terminated(0))] } },
  { name: 'signal', status: { phase: 'Running', containerStatuses: [status('app', terminated(143, undefined, 15))] } },
  { name: 'succeeded', status: { phase: 'Succeeded', containerStatuses: [status('app', terminated(0, 'Completed'))] } },
  { name: 'failed', status: { phase: 'Failed', containerStatuses: [status('app', terminated(1, 'Error'))] } },
  { name: 'evicted', status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' } },
  { name: 'restarts-unknown', status: { phase: 'Running', containerStatuses: [status('app', running, { ...up, restartCount: 9 })] } },
  { name: 'nominated', status: { nominatedNodeName: 'node-with-room' } },
  {
    name: 'gates',
    spec: { readinessGates: [{ conditionType: 'example.com/lb' }, { conditionType: 'example.com/dns' }] },
    status: {
      phase: 'Running',
      conditions: [condition('example.com/lb', 'True'), condition('example.com/dns', 'False'), condition('Ready', 'False')],
      containerStatuses: [status('app', running, up)],
    },
  },
  {
    name: 'terminating',
    status: { phase: 'Running', conditions: [condition('Ready', 'True')], containerStatuses: [status('app', running, up)] },
    deleted: true,
  },
  { name: 'node-lost', status: { phase: 'Running', reason: 'NodeLost', containerStatuses: [status('app', running, up)] }, deleted: true },
  { name: 'terminating-init', spec: twoInits, status: { initContainerStatuses: [status('init-1', running)] }, deleted: true },
];

/** The pod as it is created; the status comes later. */
export function podManifest(namespace: string, pod: PodState, parkingNode: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: pod.name, namespace, labels: { state: pod.name } },
    spec: {
      // No scheduler of this name runs: nobody else touches the pod.
      schedulerName: 'nobody',
      tolerations: [{ operator: 'Exists' }],
      automountServiceAccountToken: false,
      containers: [container('app')],
      ...(pod.deleted === true ? { nodeName: parkingNode } : {}),
      ...pod.spec,
    },
  };
}
