import { podFactsOf } from '../../../shared/row-facts.ts';
import { workloadKey, workloadOfPod } from '../../../shared/workload-of-pod.ts';
import type { ClusterUsage, Used } from '../../state/usage-book.ts';
import type { SourceList } from './merged-list.ts';

/** Kinds that have pods, by resource and group. */
export const workloadKinds: Readonly<Record<string, string>> = {
  'deployments.apps': 'Deployment',
  'statefulsets.apps': 'StatefulSet',
  'daemonsets.apps': 'DaemonSet',
  'replicasets.apps': 'ReplicaSet',
  'jobs.batch': 'Job',
};

/** What the workloads of one cluster use: sums over their measured pods, made once for each round of samples. */
export class WorkloadUsage {
  readonly #pods: Pick<SourceList, 'rows'>;
  #made: {
    readonly usage: ClusterUsage;
    readonly version: number;
    readonly pods: number;
    readonly sums: ReadonlyMap<string, Used>;
  } | null = null;

  /** `pods`: all pods of the cluster. */
  constructor(pods: Pick<SourceList, 'rows'>) {
    this.#pods = pods;
  }

  /** By `workloadKey`; null where none of its pods is measured. */
  get(usage: ClusterUsage, key: string): Used | null {
    const made = this.#made;
    const fresh = made !== null && made.usage === usage && made.version === usage.version && made.pods === this.#pods.rows.size;
    const sums = fresh ? made.sums : this.#sum(usage);
    if (!fresh) this.#made = { usage, version: usage.version, pods: this.#pods.rows.size, sums };
    return sums.get(key) ?? null;
  }

  #sum(usage: ClusterUsage): ReadonlyMap<string, Used> {
    const sums = new Map<string, Used>();
    const add = (key: string, { cpu, memory }: Used) => {
      const sum = sums.get(key);
      sums.set(key, sum === undefined ? { cpu, memory } : { cpu: sum.cpu + cpu, memory: sum.memory + memory });
    };
    for (const row of this.#pods.rows.values()) {
      const used = usage.pods.get(`${row.namespace}/${row.name}`);
      if (used === null) continue;
      const workload = workloadKey(workloadOfPod(row));
      add(workload, used);
      // A ReplicaSet of a Deployment is a row of its own in its table.
      const owner = podFactsOf(row)?.owner;
      if (owner === null || owner === undefined) continue;
      const own = workloadKey({ kind: owner[0], namespace: row.namespace, name: owner[1] });
      if (own !== workload) add(own, used);
    }
    return sums;
  }
}
