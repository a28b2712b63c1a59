import type { ClusterError } from '../../../shared/cluster-error.ts';
import type { RunPod } from '../../../shared/drain-run.ts';

/** What a pod of a run comes to at this moment, worst first. */
export const podKinds = [
  'blocked',
  'failed',
  'stuck',
  'unknown',
  'refused',
  'pending',
  'moving',
  'waiting',
  'left',
  'done',
  'stays',
] as const;
export type PodKind = (typeof podKinds)[number];

/** What a container waits for while it starts as it should (kubelet's reasons, and what the API server says before there is a container). */
export const ordinaryWaits: ReadonlySet<string> = new Set(['', 'ContainerCreating', 'PodInitializing']);

/** The one word for a pod, for counting and sorting: it depends on the state alone and not on the clock. */
export function podKindOf(pod: RunPod): PodKind {
  const { step } = pod;
  switch (step.step) {
    case 'waiting':
      return 'waiting';
    case 'asking':
      return 'moving';
    case 'blocked':
      return step.ahead === null ? 'blocked' : 'waiting';
    case 'terminating':
      return step.stuck === null ? 'moving' : 'stuck';
    case 'gone': {
      const { replacement } = step;
      if (replacement.type === 'unknown') return 'unknown';
      if (replacement.type === 'none') return 'done';
      if (replacement.type === 'awaited') return 'moving';
      if (replacement.ready) return 'done';
      return ordinaryWaits.has(replacement.message) ? 'moving' : 'pending';
    }
    case 'unknown':
      return 'unknown';
    case 'failed':
      return 'failed';
    case 'skipped':
      return step.why === 'verdict' ? 'stays' : step.why === 'refused' ? 'refused' : 'left';
  }
}

/** The API evicts no pod that more than one budget selects, and says so in a 500 (kubernetes pkg/registry/core/pod/storage/eviction.go). */
export function hasTwoBudgets(error: ClusterError): boolean {
  return error.kind === 'status' && error.code === 500 && error.message.includes('more than one PodDisruptionBudget');
}
