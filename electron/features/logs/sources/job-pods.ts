import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import { ObjectWatch } from '../../../kube/object-watch.ts';
import { errorOf, type Hold, type PodReader, type PodsWatch } from './pods-watch.ts';
import { type LogJob, projectLogJobs } from './project-log-owners.ts';

/**
 * The runs of a CronJob: adds to `pods` those that are owned by a Job that the CronJob owns, so that new runs join. Ownership is by uid: pods of
 * a CronJob of the same name that was there before are not its runs. A Job that was cleaned up is remembered: its pods may outlive it.
 */
export class JobPods {
  readonly #hold: Hold;
  readonly #namespace: string;
  readonly #pods: PodsWatch;
  readonly #reader: PodReader;
  readonly #cronJobs = new Set<string>();
  readonly #jobs = new Set<string>();
  #watch: ObjectWatch<LogJob> | null = null;
  #state: Freshness = { state: 'not-connected' };

  constructor(hold: Hold, namespace: string, pods: PodsWatch, reader: PodReader) {
    this.#hold = hold;
    this.#namespace = namespace;
    this.#pods = pods;
    this.#reader = reader;
  }

  /** The CronJob was found, or one of its name was made anew. */
  own(uid: string): void {
    if (this.#cronJobs.has(uid)) return;
    this.#cronJobs.add(uid);
    if (this.#watch !== null) {
      this.#watch.begin();
      return;
    }
    const query = { ref: { group: 'batch', version: 'v1', resource: 'jobs' }, namespaces: [this.#namespace] };
    this.#watch = new ObjectWatch<LogJob>(
      this.#hold,
      { ...query, fieldSelector: '', labelSelector: '', projection: projectLogJobs },
      {
        object: (_uid, job) => this.#job(job),
        gone: () => undefined,
        state: (state) => {
          this.#state = state;
          this.#reader.changed();
        },
      },
    );
    this.#watch.begin();
    this.#judgePods();
  }

  /** Why not all runs are known; null before the CronJob was found. */
  get error(): ClusterError | null {
    return this.#watch === null ? null : errorOf(this.#state);
  }

  close(): void {
    this.#watch?.close();
  }

  #job(job: LogJob): void {
    if (this.#jobs.has(job.uid) || !job.owners.some((owner) => this.#cronJobs.has(owner))) return;
    this.#jobs.add(job.uid);
    this.#judgePods();
  }

  /** Pods of Jobs carry this label in every version, the prefixed one only since 1.27 (registry/batch/job/strategy.go). */
  #judgePods(): void {
    const query = { namespaces: [this.#namespace], fieldSelector: '', labelSelector: 'job-name' };
    this.#pods.add(query, ({ owners }) => owners.some((owner) => this.#jobs.has(owner)));
  }
}
