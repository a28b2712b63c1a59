import { podFactsOf } from './row-facts.ts';

/** What a pod belongs to, as people call it. */
export interface WorkloadName {
  /** `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `ReplicaSet`, any other controller's kind, or `Pod` for a pod of its own. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The workload of a pod, from its row alone: its controller, or the Deployment above it where the ReplicaSet's name is the Deployment's and the pod's
 * `pod-template-hash` (deployment/util, the controller names it so). A Job is named itself, whatever made it.
 */
export function workloadOfPod(row: {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly facts?: object;
}): WorkloadName {
  const { namespace, name } = row;
  const owner = podFactsOf(row)?.owner ?? null;
  if (owner === null) return { kind: 'Pod', namespace, name };
  const [kind, ownerName] = owner;
  const hash = row.labels['pod-template-hash'];
  if (kind === 'ReplicaSet' && hash !== undefined && hash !== '' && ownerName.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', namespace, name: ownerName.slice(0, -hash.length - 1) };
  }
  return { kind, namespace, name: ownerName };
}

/** One text for a workload, for maps: kinds and names have no slash. */
export function workloadKey({ kind, namespace, name }: WorkloadName): string {
  return `${kind}/${namespace}/${name}`;
}
