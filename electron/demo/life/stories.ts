import type { ClusterState } from '../cluster-state.ts';
import type { ClusterSpec } from '../clusters/cluster-spec.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, listAt, numberAt, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { Condition, Pod, PodTemplate } from './pod-types.ts';
import { setCondition } from './pod-types.ts';
import type { Simulation } from './simulation.ts';

/** How often a kubelet renews its lease (nodeLeaseDurationSeconds 40 x 0.25). */
const LEASE_MS = 10_000;
/** How often a kubelet reports an unchanged status (nodeStatusReportFrequency). */
const HEARTBEAT_MS = 300_000;

/** Rolls a workload out to another image, and other requests when given. */
export function rollOut(state: ClusterState, resource: string, namespace: string, name: string, image: string, cpu?: string): void {
  state.update(resource, namespace, name, (copy) => {
    const template = at(copy, 'spec', 'template') as PodTemplate;
    const [container] = template.spec.containers;
    if (container) {
      container.image = image;
      if (cpu !== undefined) container.resources.requests.cpu = cpu;
    }
    copy.metadata.managedFields = [templateWrittenBy('argocd-controller', kubeTime(state.now()))];
    copy.metadata.generation = (copy.metadata.generation ?? 1) + 1;
  });
}

/** managedFields of whoever wrote a template last. */
function templateWrittenBy(manager: string, time: string): object {
  const fieldsV1 = { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': {} } } } };
  return { manager, operation: 'Update', apiVersion: 'apps/v1', time, fieldsType: 'FieldsV1', fieldsV1 };
}

/** A kubelet stops: its node turns Unknown, its pods unready, and after five minutes they are deleted for its taint and never confirm it. */
export function loseNode(state: ClusterState, simulation: Simulation, events: EventRecorder, name: string): void {
  const time = kubeTime(simulation.now);
  const node = state.update('nodes', '', name, (copy) => {
    const conditions = (at(copy, 'status', 'conditions') ?? []) as Condition[];
    const unknown = conditions.map(
      (c): Condition =>
        c.type === 'NetworkUnavailable'
          ? c
          : {
              ...c,
              status: 'Unknown',
              reason: 'NodeStatusUnknown',
              message: 'Kubelet stopped posting node status.',
              lastTransitionTime: time,
            },
    );
    copy.status = { ...(copy.status as object), conditions: unknown };
    copy.spec = {
      ...(copy.spec as object),
      taints: ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect, timeAdded: time })),
    };
  });
  if (!node) return;
  events.record(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`, 'node-controller');
  const there = (): readonly KubeObject[] => state.list('pods').filter((pod) => textAt(pod, 'spec', 'nodeName') === name);
  for (const pod of there()) {
    state.update<Pod>('pods', pod.metadata.namespace ?? '', pod.metadata.name, (copy) => {
      copy.status.conditions = setCondition(copy.status.conditions ?? [], {
        type: 'Ready',
        status: 'False',
        lastProbeTime: null,
        lastTransitionTime: time,
      });
    });
    events.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready', 'node-controller');
  }
}

/** What goes on for as long as the demo runs: rollouts, autoscaling, heartbeats, leases, events that expire. */
export function startStories(
  state: ClusterState,
  simulation: Simulation,
  events: EventRecorder,
  cluster: ClusterSpec,
  nodeIsDead: (node: string) => boolean,
): void {
  const { random } = simulation;
  for (const story of cluster.rolling) {
    let turn = 0;
    const first = random.between(15_000, 60_000);
    let delay = first;
    simulation.every(
      () => delay,
      () => {
        delay = story.everyMinutes * 60_000 * random.between(0.8, 1.2);
        const image = story.images[turn % story.images.length];
        turn += 1;
        if (image !== undefined) rollOut(state, 'deployments.apps', story.namespace, story.name, image);
      },
    );
  }
  for (const scaler of state.list('horizontalpodautoscalers.autoscaling')) {
    // One that cannot read its metric stays as it is.
    if (listAt(scaler, 'status', 'conditions').some((condition) => textAt(condition, 'status') === 'False')) continue;
    const { namespace = '', name } = scaler.metadata;
    simulation.every(
      () => random.between(15_000, 25_000),
      () => {
        const utilization = Math.round(58 + 34 * Math.sin(simulation.now / 400_000 + name.length) + random.between(-6, 6));
        state.update('horizontalpodautoscalers.autoscaling', namespace, name, (copy) => {
          copy.status = {
            ...(copy.status as object),
            currentMetrics: [
              {
                type: 'Resource',
                resource: { name: 'cpu', current: { averageUtilization: utilization, averageValue: `${utilization * 3}m` } },
              },
            ],
          };
        });
        const target = state.get('deployments.apps', namespace, name);
        const replicas = numberAt(target, 'spec', 'replicas');
        const settled = numberAt(target, 'status', 'availableReplicas') === replicas && numberAt(target, 'status', 'replicas') === replicas;
        const wanted = utilization > 84 ? replicas + 1 : utilization < 30 ? replicas - 1 : replicas;
        if (
          !target ||
          !settled ||
          wanted === replicas ||
          wanted < numberAt(scaler, 'spec', 'minReplicas') ||
          wanted > numberAt(scaler, 'spec', 'maxReplicas')
        )
          return;
        state.update('deployments.apps', namespace, name, (copy) => {
          copy.spec = { ...(copy.spec as object), replicas: wanted };
          copy.metadata.generation = (copy.metadata.generation ?? 1) + 1;
        });
        const current = state.get('horizontalpodautoscalers.autoscaling', namespace, name);
        if (current)
          events.record(
            current,
            'Normal',
            'SuccessfulRescale',
            `New size: ${wanted}; reason: ${wanted > replicas ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target'}`,
            'horizontal-pod-autoscaler',
          );
      },
    );
  }
  for (const node of state.list('nodes')) {
    const { name, uid = '' } = node.metadata;
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: 'kube-node-lease', ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: new Date(simulation.now).toISOString() },
    };
    state.create('leases.coordination.k8s.io', lease);
    simulation.every(
      () => LEASE_MS * random.between(0.95, 1.05),
      () => {
        if (!nodeIsDead(name))
          state.update('leases.coordination.k8s.io', 'kube-node-lease', name, (copy) => {
            copy.spec = { ...(copy.spec as object), renewTime: new Date(simulation.now).toISOString() };
          });
      },
    );
    simulation.every(
      () => HEARTBEAT_MS * random.between(0.9, 1.1),
      () => {
        if (!nodeIsDead(name))
          state.update('nodes', '', name, (copy) => {
            const conditions = listAt(copy, 'status', 'conditions').map((condition) => ({
              ...(condition as object),
              lastHeartbeatTime: kubeTime(simulation.now),
            }));
            copy.status = { ...(copy.status as object), conditions };
          });
      },
    );
  }
  // Wakes the scheduler for its retries, and forgets old events.
  simulation.every(
    () => 5_000,
    () => undefined,
  );
  simulation.every(
    () => 30_000,
    () => events.expire(),
  );
}
