import type { ClusterState } from '../cluster-state.ts';
import type { KubeObject } from '../kube-object.ts';
import { at, kubeTime, listAt, numberAt, textAt } from '../kube-object.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { PodTemplate } from './pod-types.ts';
import { controllerReference, isControlledBy } from './pod-types.ts';
import type { Simulation } from './simulation.ts';
import type { WorkloadController } from './workload-controller.ts';

/** Finished jobs a CronJob keeps: the API's defaults. */
const KEEP_SUCCESSFUL = 3;
const KEEP_FAILED = 1;

/** Minutes between two runs of the schedules the demo uses: every n minutes, hourly or daily. */
export function periodMinutes(schedule: string): number {
  const [minute = '', hour = ''] = schedule.split(' ');
  if (minute.startsWith('*/')) return Number(minute.slice(2));
  return hour === '*' ? 60 : 1440;
}

/** Runs CronJobs at their times and Jobs to their end. */
export class JobController {
  readonly #state: ClusterState;
  readonly #simulation: Simulation;
  readonly #events: EventRecorder;
  readonly #workloads: WorkloadController;
  readonly #dirty = new Set<string>();

  constructor(state: ClusterState, simulation: Simulation, events: EventRecorder, workloads: WorkloadController) {
    this.#state = state;
    this.#simulation = simulation;
    this.#events = events;
    this.#workloads = workloads;
    state.onChange('jobs.batch', ({ type, stored }) => {
      const { namespace = '', name } = stored.object.metadata;
      if (type !== 'DELETED') {
        this.#dirty.add(`${namespace}|${name}`);
        return;
      }
      for (const pod of state.list('pods', namespace))
        if (isControlledBy(pod, stored.object)) state.delete('pods', namespace, pod.metadata.name);
    });
    state.onChange('pods', ({ stored }) => {
      for (const owner of stored.object.metadata.ownerReferences ?? [])
        if (owner.kind === 'Job') this.#dirty.add(`${stored.object.metadata.namespace}|${owner.name}`);
    });
  }

  /** Plans the runs of a CronJob from now on. */
  plan(cronJob: KubeObject): void {
    const { namespace = '', name } = cronJob.metadata;
    const period = periodMinutes(textAt(cronJob, 'spec', 'schedule')) * 60_000;
    const next = Math.ceil((this.#simulation.now + 1) / period) * period;
    this.#simulation.at(next, () => {
      const current = this.#state.get('cronjobs.batch', namespace, name);
      if (!current) return;
      if (at(current, 'spec', 'suspend') !== true) this.#startJob(current, next);
      this.plan(current);
    });
  }

  #startJob(cronJob: KubeObject, scheduled: number): void {
    const { namespace = '', name } = cronJob.metadata;
    const jobName = `${name}-${Math.floor(scheduled / 60_000)}`;
    if (this.#state.get('jobs.batch', namespace, jobName)) return;
    const template = at(cronJob, 'spec', 'jobTemplate', 'spec', 'template') as PodTemplate;
    const uid = this.#simulation.random.uid();
    // With and without prefix, as registry/batch/job/strategy.go sets them.
    const labels = {
      ...template.metadata.labels,
      'controller-uid': uid,
      'job-name': jobName,
      'batch.kubernetes.io/controller-uid': uid,
      'batch.kubernetes.io/job-name': jobName,
    };
    const job = this.#state.create('jobs.batch', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: jobName,
        namespace,
        uid,
        generation: 1,
        labels: template.metadata.labels,
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': kubeTime(scheduled) },
        ownerReferences: [controllerReference(cronJob)],
      },
      spec: {
        parallelism: 1,
        completions: 1,
        backoffLimit: 2,
        completionMode: 'NonIndexed',
        suspend: false,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
      status: { startTime: kubeTime(this.#simulation.now), active: 0, ready: 0 },
    });
    this.#events.record(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${jobName}`, 'cronjob-controller');
    this.#state.update('cronjobs.batch', namespace, name, (copy) => {
      copy.status = {
        ...(copy.status as object),
        active: [{ apiVersion: 'batch/v1', kind: 'Job', namespace, name: jobName, uid: job.metadata.uid }],
        lastScheduleTime: kubeTime(scheduled),
      };
    });
  }

  run(): void {
    for (let rounds = 0; this.#dirty.size > 0 && rounds < 20; rounds += 1) {
      const keys = [...this.#dirty];
      this.#dirty.clear();
      for (const key of keys) {
        const [namespace = '', name = ''] = key.split('|');
        const job = this.#state.get('jobs.batch', namespace, name);
        if (job) this.#job(job);
      }
    }
  }

  #job(job: KubeObject): void {
    const { namespace = '', name } = job.metadata;
    if (listAt(job, 'status', 'conditions').length > 0) return;
    const pods = this.#state.list('pods', namespace).filter((pod) => isControlledBy(pod, job));
    const phase = (wanted: string): number => pods.filter((pod) => textAt(pod, 'status', 'phase') === wanted).length;
    const succeeded = phase('Succeeded');
    const failed = phase('Failed');
    // A pod that is being deleted is replaced at once (podReplacementPolicy TerminatingOrFailed).
    const active = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).length - succeeded - failed;
    const done = succeeded >= (numberAt(job, 'spec', 'completions') || 1);
    const gaveUp = !done && failed > numberAt(job, 'spec', 'backoffLimit');
    if (!done && !gaveUp && active === 0) {
      this.#workloads.createPod(job, at(job, 'spec', 'template') as PodTemplate, `${name}-${this.#simulation.random.suffix(5)}`);
      this.#dirty.add(`${namespace}|${name}`);
      return;
    }
    const time = kubeTime(this.#simulation.now);
    const condition = (type: string, reason: string, message: string): Record<string, unknown> => ({
      type,
      status: 'True',
      lastProbeTime: time,
      lastTransitionTime: time,
      reason,
      message,
    });
    const ready = pods.filter((pod) => textAt(pod, 'status', 'phase') === 'Running').length;
    const status = {
      startTime: textAt(job, 'status', 'startTime') || time,
      active,
      ready,
      ...(succeeded > 0 ? { succeeded } : {}),
      ...(failed > 0 ? { failed } : {}),
      ...(done
        ? { completionTime: time, conditions: [condition('Complete', 'CompletionsReached', 'Reached expected number of succeeded pods')] }
        : {}),
      ...(gaveUp ? { conditions: [condition('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')] } : {}),
    };
    if (JSON.stringify(status) !== JSON.stringify(job.status))
      this.#state.update('jobs.batch', namespace, name, (copy) => {
        copy.status = status;
      });
    if (done || gaveUp) this.#finished(job, done);
  }

  #finished(job: KubeObject, succeeded: boolean): void {
    const { namespace = '', name } = job.metadata;
    this.#events.record(
      job,
      succeeded ? 'Normal' : 'Warning',
      succeeded ? 'Completed' : 'BackoffLimitExceeded',
      succeeded ? 'Job completed' : 'Job has reached the specified backoff limit',
      'job-controller',
    );
    const owner = job.metadata.ownerReferences?.find((reference) => reference.kind === 'CronJob');
    if (!owner) return;
    this.#state.update('cronjobs.batch', namespace, owner.name, (copy) => {
      const active = listAt(copy, 'status', 'active').filter((entry) => textAt(entry, 'name') !== name);
      copy.status = { ...(copy.status as object), active, ...(succeeded ? { lastSuccessfulTime: kubeTime(this.#simulation.now) } : {}) };
    });
    const siblings = this.#state
      .list('jobs.batch', namespace)
      .filter((one) => one.metadata.ownerReferences?.some((reference) => reference.uid === owner.uid));
    const ended = (type: string): readonly KubeObject[] =>
      siblings
        .filter((one) => listAt(one, 'status', 'conditions').some((c) => textAt(c, 'type') === type))
        .sort((a, b) => String(a.metadata.creationTimestamp).localeCompare(String(b.metadata.creationTimestamp)));
    for (const old of [...ended('Complete').slice(0, -KEEP_SUCCESSFUL), ...ended('Failed').slice(0, -KEEP_FAILED)])
      this.#state.delete('jobs.batch', namespace, old.metadata.name);
  }
}
