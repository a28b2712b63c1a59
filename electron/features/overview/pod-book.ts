import { pods } from '../../../shared/kinds/pods.ts';
import type { PodCounts } from '../../../shared/overview.ts';
import type { Row } from '../../../shared/row.ts';
import { podFactsOf, type Resources } from '../../../shared/row-facts.ts';
import { workloadKey, workloadOfPod } from '../../../shared/workload-of-pod.ts';
import { worthKeeping } from './problems/rules/classify-pod.ts';

/** What the pods of a node, or of the whole cluster, ask for and are bounded by: those that are neither ended nor without a node. */
export interface Requested extends Resources {
  readonly pods: number;
  readonly limitCpu: number;
  readonly limitMemory: number;
}

interface Sum {
  cpu: number;
  memory: number;
  pods: number;
  limitCpu: number;
  limitMemory: number;
}

/** What is kept of a pod: enough to take it out of the sums again. */
interface Entry {
  readonly node: string;
  readonly workload: string;
  readonly phase: string;
  readonly health: Row['health'];
  /** It takes room: neither ended nor unscheduled. */
  readonly takes: boolean;
  readonly cpu: number;
  readonly memory: number;
  readonly limitCpu: number;
  readonly limitMemory: number;
  readonly unasked: boolean;
}

const nodeCell = pods.columns.findIndex(({ id }) => id === 'node');

/**
 * Sums over the pods of a cluster that stay right while single pods change: adding, changing and taking away cost the same however many there are. Rows that are not
 * well are kept whole, for the rules that look for problems.
 */
export class PodBook {
  readonly #entries = new Map<string, Entry>();
  readonly #byNode = new Map<string, Sum>();
  readonly #all: Sum = emptySum();
  readonly #perWorkload = new Map<string, number>();
  readonly #troubled = new Map<string, Row>();
  readonly #counts = { running: 0, pending: 0, succeeded: 0, failing: 0, broken: 0, unasked: 0 };

  get size(): number {
    return this.#entries.size;
  }

  /** Pods by state. */
  get counts(): PodCounts {
    const { running, pending, succeeded, failing, broken } = this.#counts;
    return { total: this.#entries.size, running, pending, succeeded, failing, broken };
  }

  /** Pods that take room and ask for neither CPU nor memory. */
  get withoutRequests(): number {
    return this.#counts.unasked;
  }

  /** Of all pods that are on a node and not ended. */
  get requested(): Requested {
    return this.#all;
  }

  /** Of the pods on one node. */
  requestedOn(node: string): Requested {
    return this.#byNode.get(node) ?? emptySum();
  }

  /** Pods of a workload (`workloadKey`), those that ended well left out. */
  sizeOfWorkload(key: string): number {
    return this.#perWorkload.get(key) ?? 0;
  }

  /** Rows of pods that may be part of a problem, in no order. */
  troubled(): Iterable<Row> {
    return this.#troubled.values();
  }

  /** Takes a row in, in place of the one of the same uid. */
  set(row: Row): void {
    this.delete(row.uid);
    const entry = entryOf(row);
    this.#entries.set(row.uid, entry);
    this.#count(entry, 1);
    if (worthKeeping(row)) this.#troubled.set(row.uid, row);
  }

  delete(uid: string): void {
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    this.#entries.delete(uid);
    this.#troubled.delete(uid);
    this.#count(entry, -1);
  }

  clear(): void {
    for (const uid of [...this.#entries.keys()]) this.delete(uid);
  }

  #count(entry: Entry, by: 1 | -1): void {
    const counts = this.#counts;
    if (entry.health === 'broken' || entry.health === 'attention') counts.failing += by;
    if (entry.health === 'broken') counts.broken += by;
    if (entry.phase === 'Running') counts.running += by;
    else if (entry.phase === 'Pending') counts.pending += by;
    else if (entry.phase === 'Succeeded') counts.succeeded += by;
    if (entry.phase !== 'Succeeded') {
      const size = (this.#perWorkload.get(entry.workload) ?? 0) + by;
      if (size === 0) this.#perWorkload.delete(entry.workload);
      else this.#perWorkload.set(entry.workload, size);
    }
    if (!entry.takes) return;
    if (entry.unasked) counts.unasked += by;
    add(this.#all, entry, by);
    const sum = this.#byNode.get(entry.node) ?? emptySum();
    add(sum, entry, by);
    if (sum.pods === 0) this.#byNode.delete(entry.node);
    else this.#byNode.set(entry.node, sum);
  }
}

function entryOf(row: Row): Entry {
  const facts = podFactsOf(row);
  const node = row.cells[nodeCell];
  const phase = facts?.phase ?? '';
  const onNode = typeof node === 'string' ? node : '';
  const { cpu, memory } = facts?.requests ?? { cpu: 0, memory: 0 };
  return {
    node: onNode,
    workload: workloadKey(workloadOfPod(row)),
    phase,
    health: row.health,
    takes: onNode !== '' && phase !== 'Succeeded' && phase !== 'Failed',
    cpu,
    memory,
    limitCpu: facts?.limits.cpu ?? 0,
    limitMemory: facts?.limits.memory ?? 0,
    unasked: cpu === 0 && memory === 0,
  };
}

function emptySum(): Sum {
  return { cpu: 0, memory: 0, pods: 0, limitCpu: 0, limitMemory: 0 };
}

function add(sum: Sum, entry: Entry, by: 1 | -1): void {
  sum.cpu += by * entry.cpu;
  sum.memory += by * entry.memory;
  sum.limitCpu += by * entry.limitCpu;
  sum.limitMemory += by * entry.limitMemory;
  sum.pods += by;
}
