import { parseTime } from '../../../../shared/parse-time.ts';
import { arrayOf, objectOf, textOf } from '../../../kube/json-fields.ts';
import { listMembers } from '../../../kube/list-members.ts';
import type { Transport } from '../../../kube/transport.ts';
import { memoryBytesOf, nanocoresOf } from './usage-quantity.ts';

/** What something used: CPU in billionths of a core, memory in bytes. */
export interface Used {
  readonly nanocores: number;
  readonly bytes: number;
}

/** One container's part of a pod's sample. */
export interface ContainerSample extends Used {
  readonly name: string;
}

/** A PodMetrics or NodeMetrics of metrics.k8s.io. */
export interface Sample extends Used {
  /** Empty for a node. */
  readonly namespace: string;
  readonly name: string;
  /** End of what it is an average over, ms since the epoch by the server's clock; null when it does not say. */
  readonly at: number | null;
  readonly windowMs: number;
  /** Of a pod; empty for a node. The pod's own numbers are their sum. */
  readonly containers: readonly ContainerSample[];
}

const members = { metadata: { name: true, namespace: true }, timestamp: true, window: true, usage: true, containers: true };

/**
 * The newest samples of all nodes, or of the pods of a namespace (empty = all): one list, never paged by metrics-server. An object whose numbers cannot be read is
 * left out: no sample rather than a wrong one. Rejects with RequestFailure.
 */
export async function readSamples(
  transport: Transport,
  version: string,
  resource: 'nodes' | 'pods',
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Sample[]> {
  const ref = { group: 'metrics.k8s.io', version, resource };
  const none = { fieldSelector: '', labelSelector: '' };
  const read = resource === 'nodes' ? nodeSampleOf : podSampleOf;
  const samples = await listMembers(transport, ref, namespace, none, members, read, signal);
  return samples.filter((sample) => sample !== null);
}

function nodeSampleOf(object: unknown): Sample | null {
  const used = usedOf(objectOf(object).usage);
  return used === null ? null : { ...headOf(object), ...used, containers: [] };
}

function podSampleOf(object: unknown): Sample | null {
  const containers: ContainerSample[] = [];
  let nanocores = 0;
  let bytes = 0;
  for (const item of arrayOf(objectOf(object).containers)) {
    const { name, usage } = objectOf(item);
    const used = usedOf(usage);
    // A sum that lacks a part is not the pod's.
    if (used === null) return null;
    nanocores += used.nanocores;
    bytes += used.bytes;
    containers.push({ name: textOf(name), ...used });
  }
  return { ...headOf(object), nanocores, bytes, containers };
}

function headOf(object: unknown): Pick<Sample, 'namespace' | 'name' | 'at' | 'windowMs'> {
  const { metadata, timestamp, window } = objectOf(object);
  const { name, namespace } = objectOf(metadata);
  return { namespace: textOf(namespace), name: textOf(name), at: parseTime(timestamp), windowMs: durationOf(textOf(window)) };
}

function usedOf(usage: unknown): Used | null {
  const { cpu, memory } = objectOf(usage);
  const nanocores = nanocoresOf(textOf(cpu));
  const bytes = memoryBytesOf(textOf(memory));
  return nanocores === null || bytes === null ? null : { nanocores, bytes };
}

/** A metav1.Duration as Go prints it (`20.011s`, `1m0s`), in ms; 0 when it is none. */
function durationOf(text: string): number {
  const found = /^(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?$/.exec(text);
  if (found === null) return 0;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return Math.round((Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000);
}
