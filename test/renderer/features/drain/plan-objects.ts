import type { DrainBudget, DrainNodePlan, DrainPlan, DrainPodPlan, DrainWorkload, EvictionOutlook } from '../../../../shared/drain.ts';
import type { DrainRoom } from '../../../../shared/drain-room.ts';

/** A healthy pod of namespace `shop` that goes as its plan says; `changes` are what a test is about. */
export function podPlan(name: string, changes: Partial<DrainPodPlan> = {}): DrainPodPlan {
  return {
    uid: `uid-${name}`,
    namespace: 'shop',
    name,
    phase: 'Running',
    ready: true,
    controller: { kind: 'ReplicaSet', name: 'web-1' },
    graceSeconds: 30,
    verdict: { status: 'okay', removes: true, message: '' },
    eviction: { answer: 'goes', because: 'no-budget', budget: '' },
    notes: [],
    ...changes,
  };
}

/** One with another answer to its eviction. */
export function answered(name: string, eviction: EvictionOutlook): DrainPodPlan {
  return podPlan(name, { eviction });
}

/** kubectl's message for pods without a controller. */
export const bareMessage = 'Pods that declare no controller (use --force to override)';

/** A pod that kubectl refuses since nothing recreates it. */
export function barePod(name: string): DrainPodPlan {
  return podPlan(name, {
    controller: null,
    verdict: { status: 'error', removes: false, message: bareMessage },
    eviction: { answer: 'not-asked' },
    notes: [{ note: 'nothing-restarts', why: 'no-controller' }],
  });
}

/** A pod of DaemonSet `owner` that is left alone. */
export function daemonPod(name: string, owner = name): DrainPodPlan {
  return podPlan(name, {
    controller: { kind: 'DaemonSet', name: owner },
    verdict: { status: 'warning', removes: false, message: 'ignoring DaemonSet-managed Pods' },
    eviction: { answer: 'not-asked' },
  });
}

/** A budget that needs 2 of its 3 pods and has all. */
export function budgetOf(name: string, changes: Partial<DrainBudget> = {}): DrainBudget {
  return {
    namespace: 'shop',
    name,
    allowed: 1,
    syncFailure: '',
    expectedPods: 3,
    currentHealthy: 3,
    desiredHealthy: 2,
    unhealthyPodEvictionPolicy: 'IfHealthyBudget',
    goesNow: [],
    waits: [],
    blocked: [],
    ...changes,
  };
}

/** A workload with one replica that goes. */
export function workloadOf(name: string, changes: Partial<DrainWorkload> = {}): DrainWorkload {
  return { kind: 'Deployment', namespace: 'shop', name, replicas: 1, ready: 1, pods: [], leaving: 1, outlook: 'down', ...changes };
}

/** A node with these pods, refused as kubectl would. */
export function nodePlan(name: string, pods: readonly DrainPodPlan[], changes: Partial<DrainNodePlan> = {}): DrainNodePlan {
  return {
    name,
    unschedulable: false,
    zone: '',
    pool: '',
    refused: pods.some(({ verdict }) => verdict.status === 'error'),
    pods,
    ...changes,
  };
}

/** Room enough. */
export const amplyRoomy: DrainRoom = { fits: 'probably', nodes: 3, closedNodes: 0, resources: [], pods: [], gaps: [] };

/** A plan of these nodes. */
export function planOf(nodes: readonly DrainNodePlan[], changes: Partial<DrainPlan> = {}): DrainPlan {
  return { nodes, budgets: [], workloads: [], gaps: [], room: amplyRoomy, kubectl: { words: [], stderr: '' }, takenAt: 0, ...changes };
}
