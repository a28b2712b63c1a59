import { ClusterState } from './cluster-state.ts';
import { buildAccess } from './clusters/build-access.ts';
import { createClusterWide } from './clusters/build-cluster-wide.ts';
import { buildNodes } from './clusters/build-nodes.ts';
import { buildBudget, buildJob, buildLonePod, buildMirrorPod } from './clusters/build-pods.ts';
import { buildCronJob, buildWorkload } from './clusters/build-workloads.ts';
import type { ClusterSpec } from './clusters/cluster-spec.ts';
import { createCompanions } from './clusters/create-companions.ts';
import { createTrouble } from './clusters/create-troubles.ts';
import { DisruptionController } from './life/disruption-controller.ts';
import { EventRecorder } from './life/event-recorder.ts';
import { JobController, periodMinutes } from './life/job-controller.ts';
import { Kubelets } from './life/kubelet.ts';
import { NodeController } from './life/node-controller.ts';
import { Scheduler } from './life/scheduler.ts';
import { ServiceController } from './life/service-controller.ts';
import { Simulation } from './life/simulation.ts';
import { loseNode, rollOut, startStories } from './life/stories.ts';
import { createUsage } from './life/usage.ts';
import { WorkloadController } from './life/workload-controller.ts';
import type { MetricsSource } from './metrics-handler.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A made-up cluster and the life in it. */
export interface DemoCluster {
  readonly spec: ClusterSpec;
  readonly state: ClusterState;
  readonly metrics: MetricsSource;
  /** Lets everything happen that is due until a time, ms since the epoch. */
  advanceTo(time: number): void;
}

const RESOURCE = { Deployment: 'deployments.apps', StatefulSet: 'statefulsets.apps', DaemonSet: 'daemonsets.apps' } as const;

/**
 * Builds a cluster and lives through its past up to `now`: workloads begin in the order of their age, then the rollouts and
 * the lost node of its story, so that every time stamp, restart count and event agrees with the others. The same seed and
 * time give the same cluster.
 */
export function createDemoCluster(spec: ClusterSpec, options: { readonly seed: number; readonly now: number }): DemoCluster {
  const oldest = Math.max(...spec.workloads.map((workload) => workload.ageHours)) * HOUR_MS;
  const simulation = new Simulation(options.seed, options.now - oldest - HOUR_MS);
  const state = new ClusterState({
    now: () => simulation.now,
    newUid: () => simulation.random.uid(),
    firstResourceVersion: 40_000_000 + (options.seed % 1000) * 1000,
  });
  const events = new EventRecorder(state, simulation);
  const dead = new Set<string>();
  const nodeIsDead = (node: string): boolean => dead.has(node);

  const workloads = new WorkloadController(state, simulation, events);
  const services = new ServiceController(state);
  const budgets = new DisruptionController(state, simulation);
  const jobs = new JobController(state, simulation, events, workloads);
  const nodes = new NodeController(state, simulation, events);
  const scheduler = new Scheduler(state, simulation, events);
  new Kubelets(state, simulation, events, spec.behaviours, nodeIsDead);
  simulation.afterEach(() => {
    workloads.run();
    jobs.run();
    nodes.run();
    scheduler.run();
    services.run();
    budgets.run();
  });

  createClusterWide(state, spec);
  buildAccess(state, spec);
  for (const [index, pool] of spec.pools.entries())
    for (const node of buildNodes(pool, simulation.random, options.now, 20 + index * 20)) state.create('nodes', node);
  for (const [index, workload] of spec.workloads.entries()) {
    simulation.at(options.now - workload.ageHours * HOUR_MS - index * MINUTE_MS, () => {
      createCompanions(state, spec, workload, index + 1);
      state.create(RESOURCE[workload.kind], buildWorkload(workload));
    });
    const { rollout } = workload;
    if (rollout)
      simulation.at(options.now - rollout.minutesAgo * MINUTE_MS, () =>
        rollOut(state, RESOURCE[workload.kind], workload.namespace, workload.name, rollout.image, rollout.cpu),
      );
  }
  for (const cronJob of spec.cronJobs) {
    // Three runs of the past are enough for a history; what came before is deleted anyway.
    const age = Math.min(3.5 * periodMinutes(cronJob.schedule), 3 * 1440) * MINUTE_MS;
    simulation.at(options.now - age, () => jobs.plan(state.create('cronjobs.batch', { ...buildCronJob(cronJob) })));
  }
  const since = (ageHours: number, action: () => void): void => simulation.at(options.now - ageHours * HOUR_MS, action);
  for (const pod of spec.lonePods ?? []) since(pod.ageHours, () => state.create('pods', buildLonePod(pod)));
  for (const job of spec.jobs ?? []) since(job.ageHours, () => state.create('jobs.batch', buildJob(job, simulation.random.uid())));
  for (const pod of spec.staticPods ?? [])
    since(pod.ageHours, () => {
      for (const node of state.list('nodes')) state.create('pods', buildMirrorPod(pod, node));
    });
  for (const budget of spec.budgets ?? []) state.create('poddisruptionbudgets.policy', buildBudget(budget));
  for (const trouble of spec.troubles ?? [])
    simulation.at(options.now - trouble.minutesAgo * MINUTE_MS, () => createTrouble(state, events, trouble));
  const { lostNode } = spec;
  if (lostNode)
    simulation.at(options.now - lostNode.minutesAgo * MINUTE_MS, () => {
      dead.add(lostNode.name);
      loseNode(state, simulation, events, lostNode.name);
    });
  simulation.advanceTo(options.now);
  events.expire();
  startStories(state, simulation, events, spec, nodeIsDead);
  state.compact();

  const leaks = (image: string): boolean => {
    const behaviour = spec.behaviours.get(image);
    return behaviour?.type === 'crash' && behaviour.reason === 'OOMKilled';
  };
  return { spec, state, metrics: createUsage(state, leaks), advanceTo: (time) => simulation.advanceTo(time) };
}
