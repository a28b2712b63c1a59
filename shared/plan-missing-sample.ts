import type { MissingSample } from './usage.ts';

/** A pod or node of which the metrics API has no sample, as far as it is known; null = not known. */
export interface Unmeasured {
  /** How long ago it was made or one of its containers last began anew, in ms: whichever is shorter. */
  readonly ageMs: number | null;
  /** Of a pod: whether any container of it runs. Of a node: true. */
  readonly running: boolean | null;
  /** Where a pod runs, or the node itself. Null for a pod that no node has. */
  readonly node: {
    readonly name: string;
    /** Its condition Ready is True. */
    readonly ready: boolean | null;
    /** metrics-server has a sample of it. */
    readonly measured: boolean | null;
  } | null;
}

/** kubectl top waits so long for a first sample before it calls its absence an error (pkg/cmd/top/top_pod.go, metricsCreationDelay). In ms. */
const youngMs = 120_000;

/**
 * Why one object has no sample although others of its cluster have some: the cause that explains all later ones comes first. `certificatesChecked`: whether metrics-server
 * refuses kubelets whose certificate it does not know; null = its flags could not be read.
 */
export function planMissingSample({ ageMs, running, node }: Unmeasured, certificatesChecked: boolean | null): MissingSample {
  if (running === false || node === null) return { kind: 'not-running' };
  if (node.ready === false) return { kind: 'node-silent', node: node.name };
  // metrics-server needs two scrapes of every container that runs before it answers with its pod (pkg/storage/pod.go, GetMetrics).
  if (ageMs !== null && ageMs < youngMs) return { kind: 'too-young', ageMs: Math.max(0, ageMs) };
  // Who is not known to be ready may be silent as well as not scraped; only the first has nothing to do with metrics-server.
  if (node.measured === false) return { kind: 'not-scraped', node: node.name, certificate: certificatesChecked };
  return { kind: 'unknown' };
}
