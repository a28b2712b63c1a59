import type { ClusterError } from '../../../../shared/cluster-error.ts';
import type { Freshness } from '../../../../shared/freshness.ts';
import type { LogTarget } from '../../../../shared/logs.ts';
import { resourceKey } from '../../../../shared/resource.ts';
import { ObjectWatch } from '../../../kube/object-watch.ts';
import { readJson } from '../../../kube/read-json.ts';
import { objectPath } from '../../../kube/resource-path.ts';
import { JobPods } from './job-pods.ts';
import { notFound } from './not-found.ts';
import { errorOf, type PodReader, PodsWatch } from './pods-watch.ts';
import { type LogWorkload, logWorkloadOf, projectLogWorkload } from './project-log-owners.ts';
import type { TargetContext, TargetPods } from './resolve-target.ts';

type WorkloadTarget = Extract<LogTarget, { type: 'workload' }>;

/**
 * The pods of one object: those that its selector names, or for a CronJob those of its Jobs. The object is watched, by name: one that appears
 * later is taken, a selector that changes is followed (the pods of before stay in sight), and one that is deleted says so while its pods stay
 * as they are. Who may not list such objects may still be allowed to get one, which is all that kubectl asks.
 */
export class WorkloadPods implements TargetPods {
  readonly #context: TargetContext;
  readonly #target: WorkloadTarget;
  readonly #reader: PodReader;
  readonly #watch: ObjectWatch<LogWorkload>;
  readonly #pods: PodsWatch;
  readonly #jobs: JobPods | null;
  readonly #closed = new AbortController();
  #state: Freshness;
  #workload: LogWorkload | null = null;
  /** It was got, because it may not be listed. */
  #got = false;
  #getting = false;
  #selector = '';

  constructor(context: TargetContext, target: WorkloadTarget, reader: PodReader) {
    this.#context = context;
    this.#target = target;
    this.#reader = reader;
    const { resource, namespace, name } = target;
    this.#pods = new PodsWatch(context.hold, reader);
    this.#jobs = resourceKey(resource) === 'cronjobs.batch' ? new JobPods(context.hold, namespace, this.#pods, reader) : null;
    const query = { ref: resource, namespaces: [namespace], fieldSelector: `metadata.name=${name}`, labelSelector: '' };
    this.#watch = new ObjectWatch<LogWorkload>(
      context.hold,
      { ...query, projection: projectLogWorkload },
      {
        object: (_uid, workload) => this.#found(workload),
        gone: (uid) => this.#gone(uid),
        state: (state) => this.#stateChanged(state),
      },
    );
    this.#state = this.#watch.state;
    this.#watch.begin();
  }

  get error(): ClusterError | null {
    const { resource, name } = this.#target;
    const unread = this.#got ? null : errorOf(this.#state);
    if (unread !== null) return unread;
    if (this.#workload === null) return this.#state.state === 'live' ? notFound(resource, name) : null;
    if (this.#jobs !== null) return this.#jobs.error ?? this.#pods.error;
    const { selector } = this.#workload;
    if (typeof selector !== 'string') return this.#pods.error;
    const why = selector === 'none' ? 'has no selector that names pods' : 'has a selector that is not valid';
    return { kind: 'unsupported', what: 'selector', message: `${resourceKey(resource)} "${name}" ${why}` };
  }

  get size(): number {
    return this.#pods.size;
  }

  close(): void {
    this.#closed.abort(new Error('closed'));
    this.#watch.close();
    this.#jobs?.close();
    this.#pods.close();
  }

  #found(workload: LogWorkload): void {
    this.#workload = workload;
    if (this.#jobs !== null) this.#jobs.own(workload.uid);
    else if (typeof workload.selector !== 'string' && workload.selector.text !== this.#selector) {
      this.#selector = workload.selector.text;
      this.#pods.freeze();
      this.#pods.add({ namespaces: [this.#target.namespace], fieldSelector: '', labelSelector: this.#selector });
    }
    this.#reader.changed();
  }

  #gone(uid: string): void {
    if (this.#workload?.uid !== uid) return;
    this.#workload = null;
    this.#reader.changed();
  }

  #stateChanged(state: Freshness): void {
    this.#state = state;
    if (state.state === 'forbidden') void this.#get();
    else if (state.state === 'live') this.#got = false;
    this.#reader.changed();
  }

  async #get(): Promise<void> {
    if (this.#getting || this.#got) return;
    this.#getting = true;
    const { resource, namespace, name } = this.#target;
    const { signal } = this.#closed;
    try {
      const object = await readJson(this.#context.transport, { path: objectPath(resource, namespace, name), purpose: 'call', signal });
      if (signal.aborted || this.#state.state !== 'forbidden') return;
      this.#got = true;
      this.#found(logWorkloadOf(object));
    } catch {
      // Refused as well, or not answered: the refusal of the list is the reason that is shown, and it is asked for again with the list.
    } finally {
      this.#getting = false;
    }
  }
}
